package import Workflow

/// Checks over how alerts reach people.
package struct AlertingChecks: Sendable {
    static let severities = ["critical", "high", "medium", "low"]
    /// Minutes until somebody must have looked.
    static let acknowledgeMinutes: [String: Double] = [
        "critical": 5, "high": 60, "medium": 240, "low": 1440,
    ]

    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [routes, runbooks, matrix, escalation] }

    package var routes: RuleCheck {
        RuleCheck(
            "severity-routes",
            "Each of the four severities has a route to a receiver that reaches somebody."
        ) { [parse] subject in
            let path = "monitoring/alertmanager/alertmanager.yml"
            let config = try MonitoringChecks.first(subject, path, parse)
            let receivers = Dictionary(
                config.list("receivers").map { ($0.string("name") ?? "", $0) },
                uniquingKeysWith: { first, _ in first }
            )
            var findings: [Finding] = []
            func report(_ code: String, _ message: String, _ fix: String? = nil) {
                findings.append(
                    Finding(.high, code: code, message, file: path, fix: fix)
                )
            }
            let routes = config.list("route.routes")
            for severity in Self.severities {
                let matcher = "severity=\"\(severity)\""
                let route = routes.first { route in
                    route.strings("matchers").contains { $0.filter { $0 != " " } == matcher }
                }
                guard let name = route?.string("receiver") else {
                    report(
                        "T09",
                        "severity '\(severity)' has no route",
                        "add a route with this matcher"
                    )
                    continue
                }
                guard let receiver = receivers[name] else {
                    report(
                        "T09",
                        "route '\(severity)' names '\(name)', which is no receiver",
                        "add the receiver"
                    )
                    continue
                }
                if !(receiver.objectValue?.keys ?? []).contains(where: { $0.hasSuffix("_configs") })
                {
                    report(
                        "T09",
                        "receiver '\(name)' of '\(severity)' tells nobody",
                        "add a channel to it"
                    )
                }
            }
            for route in routes where route["match"] != nil || route["match_re"] != nil {
                report("T22", "'match' is deprecated", "use 'matchers'")
            }
            let text = try subject.requiredText(path)
            findings += SecretScan.findings(in: text, file: path)
            if text.contains("service_key:") {
                report("T22", "'service_key' is the first Events API", "use 'routing_key_file'")
            }
            return .judged(findings, measured: ["routes": .int(routes.count)])
        }
    }

    package var runbooks: RuleCheck {
        RuleCheck(
            "alert-runbooks",
            "Every alert has a severity and a runbook that exists and says what to do."
        ) { [parse] subject in
            let alerts = try AlertRules(subject, parse).alerts
            var findings: [Finding] = []
            for alert in alerts {
                func report(_ message: String) {
                    findings.append(
                        Finding(
                            .high,
                            code: "alert.runbook",
                            "alert '\(alert.name)' \(message)",
                            file: alert.file
                        )
                    )
                }
                if !Self.severities.contains(alert.label("severity") ?? "") {
                    report("has no severity of the four")
                }
                guard let url = alert.annotation("runbook_url"),
                    let path = AlertRules.runbookPath(url)
                else {
                    report("has no runbook_url")
                    continue
                }
                guard let text = subject.text(path) else {
                    report("names '\(path)', which does not exist")
                    continue
                }
                for heading in [
                    "## Meaning", "## Impact", "## Diagnosis", "## Mitigation",
                    "## Escalation", "## Verification",
                ]
                where !text.contains(heading) {
                    report("has a runbook without '\(heading)'")
                }
            }
            let names = Set(alerts.map(\.name))
            return .judged(findings, measured: ["runbooks": .int(names.count)])
        }
    }

    package var matrix: RuleCheck {
        RuleCheck(
            "response-matrix",
            "The response matrix has the four severities, their times, and every alert once."
        ) { [parse] subject in
            let path = "incident/response-matrix.json"
            let matrix = try subject.json(path)
            var findings: [Finding] = []
            func report(_ message: String) {
                findings.append(Finding(.high, code: "incident.matrix", message, file: path))
            }
            for severity in Self.severities {
                let entry = matrix.list("severities").first { $0.string("severity") == severity }
                let limit = Self.acknowledgeMinutes[severity] ?? 0
                guard let minutes = entry?.number("acknowledgeMinutes") else {
                    report("severity '\(severity)' is missing")
                    continue
                }
                if minutes > limit {
                    report("'\(severity)' is acknowledged in \(minutes) min, at most \(limit)")
                }
                if entry?.strings("channels").isEmpty ?? true {
                    report("'\(severity)' has no channel")
                }
            }
            let listed = matrix.list("alerts").compactMap { $0.string("alert") }
            let known = Set(try AlertRules(subject, parse).alerts.map(\.name))
            for name in known.subtracting(listed).sorted() { report("'\(name)' is missing") }
            for name in Set(listed).subtracting(known).sorted() { report("'\(name)' is no alert") }
            return .judged(findings, measured: ["alerts": .int(known.count)])
        }
    }

    package var escalation: RuleCheck {
        RuleCheck(
            "escalation",
            "Each severity is passed on at once and later, by the matrix' times; silences cannot hide"
                + " the dead-man's switch."
        ) { subject in
            let path = "incident/escalation.json"
            let plan = try subject.json(path)
            let matrix = try subject.json("incident/response-matrix.json").list("severities")
            var findings: [Finding] = []
            func report(_ message: String, _ fix: String) {
                findings.append(
                    Finding(.high, code: "incident.escalation", message, file: path, fix: fix)
                )
            }
            for severity in Self.severities {
                let policy = plan.list("policies").first { $0.string("severity") == severity }
                let steps = policy?.list("steps") ?? []
                let minutes = steps.compactMap { $0.number("afterMinutes") }
                if steps.isEmpty { report("'\(severity)' is passed on to nobody", "add steps") }
                if !minutes.isEmpty, minutes.first != 0 || minutes != minutes.sorted() {
                    report("the steps of '\(severity)' are out of order", "begin at 0, ascending")
                }
                let listed = matrix.first { $0.string("severity") == severity }
                if policy?.number("acknowledgeMinutes") != listed?.number("acknowledgeMinutes") {
                    report("'\(severity)' has another time than the matrix", "use one time")
                }
            }
            if !plan.strings("maintenance.neverSilenced").contains("Watchdog") {
                report("a silence could hide the dead-man's switch", "list it as never silenced")
            }
            return .judged(findings, measured: ["policies": .int(plan.list("policies").count)])
        }
    }
}
