import Workflow

/// Prometheus and Alertmanager, judged by their own checkers.
enum MonitoringValidators {
    static let promtool = ExternalTool("promtool", for: "Prometheus rules, tests and queries")
    static let amtool = ExternalTool("amtool", for: "Alertmanager's routes")

    static let all = [
        configuration, rules, tests, DashboardQueries.validator, alertmanager, routes,
    ]

    private static func isConfiguration(_ path: String) -> Bool {
        path.lastPart == "prometheus.yml" || path.lastPart == "prometheus.yaml"
    }

    private static func isTest(_ path: String) -> Bool {
        path.isBelow("prometheus")
            && (path.hasSuffix("_test.yml") || path.hasSuffix("_test.yaml"))
    }

    private static func isRules(_ path: String) -> Bool {
        path.isBelow("prometheus") && path.isBelow("rules") && path.isYAML && !isTest(path)
    }

    /// Debian's promtool is built without the discovery of some platforms and takes their keys for
    /// mistakes, so it gets a copy in which they are replaced, line by line.
    private static let configuration = ExternalValidator(
        "promtool-config",
        "'promtool check config' accepts Prometheus's configuration",
        tool: promtool,
        timeLimitSeconds: 30,
        looksAt: { $0.own(isConfiguration) },
        writes: { subject, paths in
            var copies: [String: String] = [:]
            for path in paths {
                if let text = subject.text(path) { copies[path] = DiscoveryCopy.of(text).text }
            }
            return copies
        },
        remarks: { subject, targets in
            targets.compactMap { path in
                let replaced = DiscoveryCopy.of(subject.text(path) ?? "").replaced
                guard !replaced.isEmpty else { return nil }
                return Finding(
                    .info,
                    code: "promtool.replaced",
                    "looked at as a copy without " + replaced.joined(separator: ", ")
                        + ", which Debian's build does not know",
                    file: path
                )
            }
        },
        commands: { _, targets in
            targets.map { path in
                // The files that it names are those of a cluster, not of this folder.
                ToolCommand(
                    ["check", "config", "--syntax-only", path],
                    read: PrometheusOutput.configuration(path)
                )
            }
        }
    )

    private static let rules = ExternalValidator(
        "promtool-rules",
        "'promtool check rules' accepts every rule, its lint included",
        tool: promtool,
        timeLimitSeconds: 30,
        looksAt: { $0.own(isRules) },
        commands: { _, targets in
            targets.map { path in
                ToolCommand(
                    ["check", "rules", "--lint=all", "--lint-fatal", path],
                    read: PrometheusOutput.rules(path)
                )
            }
        }
    )

    private static let tests = ExternalValidator(
        "promtool-tests",
        "'promtool test rules' passes: alerts fire when they should and are silent otherwise",
        tool: promtool,
        timeLimitSeconds: 120,
        looksAt: { $0.own(isTest) },
        alsoReads: { subject, targets in
            subject.captured(below: Set(targets.map { $0.folderPart.folderPart }))
                .filter { $0.isBelow("prometheus") }
        },
        commands: { _, targets in
            targets.map { path in
                ToolCommand(
                    ["test", "rules", path.lastPart],
                    in: path.folderPart,
                    read: PrometheusOutput.tests(path)
                )
            }
        }
    )

    private static func isAlertmanager(_ path: String) -> Bool {
        path.lastPart == "alertmanager.yml" || path.lastPart == "alertmanager.yaml"
    }

    private static let alertmanager = ExternalValidator(
        "amtool-config",
        "'amtool check-config' accepts Alertmanager's configuration",
        tool: amtool,
        timeLimitSeconds: 30,
        looksAt: { $0.own(isAlertmanager) },
        commands: { _, targets in
            targets.map {
                ToolCommand(["check-config", $0], read: PrometheusOutput.alertmanager($0))
            }
        }
    )

    private static let routes = ExternalValidator(
        "amtool-routes",
        "an alert of each severity reaches the receiver of that severity",
        tool: amtool,
        timeLimitSeconds: 30,
        looksAt: { $0.own(isAlertmanager) },
        commands: { subject, targets in
            targets.flatMap { path in
                severities(subject).map { severity in
                    ToolCommand(
                        [
                            "config", "routes", "test", "--config.file=\(path)",
                            "severity=\(severity)",
                        ],
                        read: PrometheusOutput.route(severity, file: path)
                    )
                }
            }
        }
    )

    /// Those of the response matrix, where there is one.
    private static func severities(_ subject: CheckSubject) -> [String] {
        let matrix = subject.text("incident/response-matrix.json")
            .flatMap { try? JSONReader.value(of: $0) }
        let named = (matrix?["severities"]?.arrayValue ?? [])
            .compactMap { $0["severity"]?.stringValue }
        return named.isEmpty ? ["critical", "high", "medium", "low"] : named
    }
}

/// A Prometheus configuration with the discovery of platforms replaced by fixed targets.
struct DiscoveryCopy {
    let text: String
    /// The keys that were replaced, each once.
    let replaced: [String]

    private static let keys = ["kubernetes", "consul", "nomad", "linode"].map { "\($0)_sd_configs" }

    /// Every line keeps its number.
    static func of(_ text: String) -> DiscoveryCopy {
        var lines: [String] = []
        var replaced: [String] = []
        var indentation: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop { $0 == " " || $0 == "-" }
            let indent = line.count - words.count
            if let outer = indentation {
                let isInside =
                    words.isEmpty || line.prefix { $0 == " " }.count > outer
                    || (line.prefix { $0 == " " }.count == outer
                        && line.drop { $0 == " " }.hasPrefix("-"))
                if isInside {
                    lines.append("")
                    continue
                }
                indentation = nil
            }
            if let key = keys.first(where: { words.hasPrefix($0 + ":") }) {
                if !replaced.contains(key) { replaced.append(key) }
                lines.append(line.prefix(indent) + "static_configs: [{targets: [\"replaced:9\"]}]")
                indentation = indent
            } else {
                lines.append(String(line))
            }
        }
        return DiscoveryCopy(text: lines.joined(separator: "\n"), replaced: replaced)
    }
}
