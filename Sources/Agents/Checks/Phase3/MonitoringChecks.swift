package import Workflow

/// Checks over what watches the system, read back from the delivered bytes.
package struct MonitoringChecks: Sendable {
    let parse: YAMLParser
    /// Metrics that an exporter or the services offer, and what each says something about.
    let subjects: [String: Set<String>]

    var catalogue: Set<String> { Set(subjects.keys) }

    /// Takes the text of the resource `monitoring/metrics.json`.
    package init(parseYAML: @escaping YAMLParser, metrics: String) throws {
        self.parse = parseYAML
        let document = try JSONReader.value(of: metrics)
        var subjects: [String: Set<String>] = [:]
        for exporter in document.list("exporters") {
            let names =
                exporter.strings("metrics")
                + exporter.list("series").compactMap { $0.string("metric") }
            for name in names {
                subjects[name, default: []].formUnion(exporter.strings("components"))
            }
        }
        self.subjects = subjects
    }

    package var all: [any Check] {
        [
            latency, coverage, metrics, burnRates, ruleTests, alertLayers, dashboards, storage,
        ]
    }

    package var latency: RuleCheck {
        RuleCheck(
            "alert-latency",
            "Scrape, evaluation and grouping take no longer than the objective; critical alerts"
                + " wait a minute at most."
        ) { [parse] subject in
            let config = try Self.first(subject, "monitoring/prometheus/prometheus.yml", parse)
            let scrape = Self.seconds(config, "global.scrape_interval")
            let evaluation = Self.seconds(config, "global.evaluation_interval")
            let rules = try AlertRules(subject, parse)
            let slowest = rules.intervals.compactMap(\.seconds).max() ?? 0
            let wait = try Self.groupWait(subject, parse)
            let total = scrape + max(evaluation, slowest) + wait
            let limit =
                subject.inputs.number("requirements.objectives.alertLatencySeconds") ?? 60
            var findings: [Finding] = []
            if total > limit {
                findings.append(
                    Finding(
                        .high,
                        code: "T08",
                        "an alert takes \(Int(total)) s (scrape \(Int(scrape)), evaluation "
                            + "\(Int(max(evaluation, slowest))), group wait \(Int(wait))), more "
                            + "than \(Int(limit)) s",
                        file: "monitoring/prometheus/prometheus.yml",
                        fix: "shorten scrape_interval, evaluation_interval or group_wait"
                    )
                )
            }
            for alert in rules.alerts where alert.label("severity") == "critical" {
                guard let pending = PromQL.seconds(alert.pending), pending <= 60 else {
                    findings.append(
                        Finding(
                            .high,
                            code: "T08",
                            "critical alert '\(alert.name)' waits '\(alert.pending)'",
                            file: alert.file,
                            fix: "at most 1m"
                        )
                    )
                    continue
                }
            }
            return .judged(findings, measured: ["alertLatencySeconds": .number(total)])
        }
    }

    /// Every component of the architecture has an alert whose selector is its own.
    package var coverage: RuleCheck {
        RuleCheck(
            "monitoring-coverage",
            "Every component has an alert of its own, beside those that only say it is gone."
        ) { [parse, subjects] subject in
            let slo = try Self.first(subject, "monitoring/slo.yaml", parse)
            let rules = try AlertRules(subject, parse)
            let components = slo.strings("components")
            let roles = Dictionary(
                slo.list("coverage").map {
                    ($0.string("component") ?? "", $0.string("role") ?? "")
                },
                uniquingKeysWith: { first, _ in first }
            )
            var findings = rules.alerts.compactMap { Self.selector($0, roles, subjects) }
            for component in components {
                let own = rules.alerts.filter { $0.label("component") == component }
                if !own.contains(where: Self.measures) {
                    findings.append(
                        Finding(
                            .high,
                            code: "monitoring.coverage",
                            "component '\(component)' has no alert beside 'up'",
                            file: "monitoring/slo.yaml",
                            fix: "add a rule with the label component: \(component)"
                        )
                    )
                }
            }
            for alert in rules.alerts {
                guard let component = alert.label("component"), components.contains(component)
                else {
                    findings.append(
                        Finding(
                            .medium,
                            code: "monitoring.component",
                            "alert '\(alert.name)' has no component of the architecture",
                            file: alert.file
                        )
                    )
                    continue
                }
            }
            if components.isEmpty {
                findings.append(
                    Finding(.high, code: "monitoring.coverage", "no component is listed")
                )
            }
            return .judged(
                findings,
                measured: [
                    "components": .int(components.count), "alerts": .int(rules.alerts.count),
                ]
            )
        }
    }

    /// Whether an alert looks at a value, and not only at whether something is there.
    private static func measures(_ alert: AlertRules.Rule) -> Bool {
        let metrics = PromQL.metrics(in: alert.expression)
        return !metrics.isEmpty && metrics != ["up"] && !alert.expression.hasPrefix("absent")
    }

    /// The alert of one component that reads what belongs to another.
    private static func selector(
        _ alert: AlertRules.Rule,
        _ roles: [String: String],
        _ subjects: [String: Set<String>]
    ) -> Finding? {
        guard measures(alert), let component = alert.label("component"),
            let role = roles[component]
        else { return nil }
        let metrics = PromQL.metrics(in: alert.expression)
        let isRecord = metrics.allSatisfy { $0.hasPrefix("service:") }
        let fits = metrics.contains { metric in
            let about = subjects[metric] ?? []
            return about.contains(role) || about.contains("*")
        }
        let isNamed = role != "service" || alert.expression.contains("\"\(component)\"")
        guard !(fits || isRecord) || !isNamed else { return nil }
        return Finding(
            .high,
            code: "monitoring.selector",
            "alert '\(alert.name)' is labelled '\(component)', but reads "
                + metrics.joined(separator: ", ") + (isNamed ? "" : " of every service"),
            file: alert.file,
            fix: "correct the label or the selector"
        )
    }

    package var metrics: RuleCheck {
        RuleCheck(
            "metric-catalogue",
            "Rules and dashboards query metrics that an exporter offers."
        ) { [parse, catalogue] subject in
            let rules = try AlertRules(subject, parse)
            let known = catalogue.union(rules.rules.filter { !$0.isAlert }.map(\.name))
            var queries = rules.rules.map { ($0.file, $0.name, $0.expression) }
            let dashboards = subject.paths(in: "monitoring/grafana/", ".json")
            for path in dashboards {
                let panels = try subject.json(path).list("panels")
                queries += panels.flatMap { panel in
                    panel.list("targets").map {
                        (path, panel.string("title") ?? "", $0.string("expr") ?? "")
                    }
                }
            }
            var findings = dashboards.isEmpty ? [Self.noDashboard] : []
            for (path, name, expression) in queries {
                let used = PromQL.metrics(in: expression)
                let wrong = used.filter { !known.contains($0) }
                if !wrong.isEmpty || expression.isEmpty {
                    findings.append(
                        Finding(
                            .high,
                            code: "monitoring.metric",
                            expression.isEmpty
                                ? "'\(name)' has no query"
                                : "'\(name)' reads '\(wrong.joined(separator: "', '"))', which no "
                                    + "exporter offers",
                            file: path
                        )
                    )
                }
            }
            return .judged(
                findings,
                measured: [
                    "queries": .int(queries.count), "dashboards": .int(dashboards.count),
                ]
            )
        }
    }

    private static let noDashboard = Finding(
        .high,
        code: "monitoring.dashboard",
        "no dashboard was delivered",
        file: "monitoring/grafana/"
    )

    static func first(
        _ subject: CheckSubject,
        _ path: String,
        _ parse: YAMLParser
    ) throws -> Value {
        guard let document = try subject.yaml(path, parse).first else {
            throw UnreadableFile(path: path, reason: "the file is empty")
        }
        return document
    }

    private static func seconds(_ value: Value, _ path: String) -> Double {
        value.string(path).flatMap(PromQL.seconds) ?? .infinity
    }

    /// The longest wait of any route; unknown while Alertmanager's file is not there yet.
    private static func groupWait(_ subject: CheckSubject, _ parse: YAMLParser) throws -> Double {
        let path = "monitoring/alertmanager/alertmanager.yml"
        guard subject.read(path) != nil else { return 0 }
        let route = try first(subject, path, parse)["route"] ?? .null
        let waits = ([route] + route.list("routes")).compactMap { $0.string("group_wait") }
        return waits.compactMap(PromQL.seconds).max() ?? 30
    }
}
