import Workflow

/// What the unit tests of the rules say, whether all layers are watched, and what people look at.
extension MonitoringChecks {
    private static let testFolder = "monitoring/prometheus/tests/"

    /// One expectation of a test: which alerts fire at that moment.
    private struct Expectation {
        let alert: String
        let hasSamples: Bool
        let expected: [Value]
    }

    /// Every alert has a test in which it fires and one in which it does not.
    package var ruleTests: RuleCheck {
        RuleCheck(
            "rule-tests",
            "Every alert has a unit test under whose samples it fires, and one in which it is silent."
        ) { [parse] subject in
            let paths = subject.knownPaths.filter {
                $0.hasPrefix(Self.testFolder) && $0.hasSuffix("_test.yml")
            }
            let tests = try paths.flatMap { try Self.first(subject, $0, parse).list("tests") }
            let expectations = tests.flatMap(Self.expectations)
            var findings: [Finding] = []
            for alert in try AlertRules(subject, parse).alerts {
                let own = expectations.filter { $0.alert == alert.name }
                let firing = own.filter { $0.expected.contains { Self.matches($0, alert) } }
                let silent = own.filter { expectation in
                    expectation.hasSamples
                        && !expectation.expected.contains { Self.matches($0, alert) }
                }
                func report(_ message: String, _ fix: String) {
                    findings.append(
                        Finding(
                            .high,
                            code: "rule.test",
                            "alert '\(alert.name)' of '\(alert.label("component") ?? "")' "
                                + message,
                            file: alert.file,
                            fix: fix
                        )
                    )
                }
                if firing.isEmpty {
                    report("has no test in which it fires", "add samples under \(Self.testFolder)")
                }
                // The dead-man's switch is always on: silence is what it warns of.
                if silent.isEmpty, alert.expression != "vector(1)" {
                    report("has no test in which it is silent", "add samples below the threshold")
                }
            }
            return .judged(
                findings,
                measured: ["tests": .int(tests.count), "files": .int(paths.count)]
            )
        }
    }

    private static func expectations(_ test: Value) -> [Expectation] {
        let hasSamples = !test.list("input_series").isEmpty
        return test.list("alert_rule_test").map {
            Expectation(
                alert: $0.string("alertname") ?? "",
                hasSamples: hasSamples,
                expected: $0.list("exp_alerts")
            )
        }
    }

    private static func matches(_ expected: Value, _ alert: AlertRules.Rule) -> Bool {
        expected.string("exp_labels.component") == alert.label("component")
            && expected.string("exp_labels.severity") == alert.label("severity")
    }

    static let layers = ["resource", "performance", "security", "incident", "business"]

    package var alertLayers: RuleCheck {
        RuleCheck(
            "alert-layers",
            "Each of the five layers has an alert, and one alert is always on to prove the path."
        ) { [parse] subject in
            let alerts = try AlertRules(subject, parse).alerts
            var findings: [Finding] = []
            for layer in Self.layers where !alerts.contains(where: { $0.label("layer") == layer }) {
                findings.append(
                    Finding(
                        .high,
                        code: "monitoring.layer",
                        "no alert watches the layer '\(layer)'",
                        file: AlertRules.folder,
                        fix: "add a rule with the label layer: \(layer)"
                    )
                )
            }
            if !alerts.contains(where: { $0.expression == "vector(1)" }) {
                findings.append(
                    Finding(
                        .high,
                        code: "monitoring.dead-man",
                        "no alert is always on, so a broken path to people is not noticed",
                        file: AlertRules.folder,
                        fix: "add an alert with the expression vector(1), routed to a heartbeat"
                    )
                )
            }
            return .judged(findings, measured: ["layers": .int(Self.layers.count)])
        }
    }

    package var dashboards: RuleCheck {
        RuleCheck(
            "dashboards",
            "The four dashboards exist, each shows a query, and two can be narrowed to a test run."
        ) { subject in
            var findings: [Finding] = []
            var count = 0
            for name in ["executive", "operations", "development", "security"] {
                let path = "monitoring/grafana/\(name).json"
                let dashboard = try subject.json(path)
                let queries = dashboard.list("panels").flatMap { $0.list("targets") }
                    .compactMap { $0.string("expr") }.filter { !$0.isEmpty }
                count += queries.count
                func report(_ message: String) {
                    findings.append(
                        Finding(.high, code: "monitoring.dashboard", message, file: path)
                    )
                }
                if queries.isEmpty { report("the dashboard shows nothing") }
                let hasVariable = dashboard.list("templating.list").contains {
                    $0.string("name") == "test_run"
                }
                let isUsed = queries.contains { $0.contains("$test_run") }
                if ["operations", "development"].contains(name), !hasVariable || !isUsed {
                    report("the variable 'test_run' is missing or not used")
                }
            }
            return .judged(findings, measured: ["queries": .int(count)])
        }
    }

    package var storage: RuleCheck {
        RuleCheck(
            "metrics-storage",
            "The metrics of the retention time use at most four fifths of the volume that is asked"
                + " for."
        ) { [parse] subject in
            let slo = try Self.first(subject, "monitoring/slo.yaml", parse)
            let estimate = slo.number("metrics.estimatedGB") ?? .infinity
            let volume = slo.number("metrics.volumeGB") ?? 0
            let days = slo.number("metrics.retentionDays") ?? 0
            var findings: [Finding] = []
            func report(_ message: String, _ file: String, _ fix: String) {
                findings.append(
                    Finding(.high, code: "monitoring.storage", message, file: file, fix: fix)
                )
            }
            if estimate > volume * 0.8 {
                report(
                    "\(estimate) GB of metrics on \(volume) GB: more than four fifths",
                    "monitoring/slo.yaml",
                    "a larger volume, fewer days or a longer scrape interval"
                )
            }
            let path = PrometheusValues.path
            if subject.read(path) != nil {
                let values = try Self.first(subject, path, parse)
                let size = values.string("server.persistentVolume.size") ?? "nothing"
                if size != "\(Int(volume))Gi" {
                    report("asks for \(size), sized are \(Int(volume)) GB", path, "use the sizing")
                }
                if values.string("server.retention") != "\(Int(days))d" {
                    report("keeps metrics for another time than sized", path, "use the sizing")
                }
            }
            return .judged(
                findings,
                measured: ["estimatedGB": .number(estimate), "volumeGB": .number(volume)]
            )
        }
    }
}
