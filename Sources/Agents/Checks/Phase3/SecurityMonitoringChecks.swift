package import Workflow

/// Checks that attacks and weaknesses are seen, collected and answered.
package struct SecurityMonitoringChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [Self.sources, answered] }

    static let path = "security/detection.json"

    /// What a system on the internet must be able to see.
    static let needed = [
        "audit-trail", "threat-detection", "posture", "image-scan", "vulnerability-scan",
        "network-flows", "web-firewall", "keys", "logs",
    ]

    /// Looks for each source in the delivered Terraform.
    static let sources = RuleCheck(
        "security-monitoring",
        "Trail, threats, posture, images, hosts, flows, firewall, keys and logs are each watched by"
            + " something that the Terraform makes, and each source has an alert or a review."
    ) { subject in
        let sources = try subject.json(path).list("sources")
        let page = try subject.requiredText("security/siem.md")
        let tree = TerraformTree(subject)
        var findings = Findings(path)
        let ids = Set(sources.compactMap { $0.string("id") })
        for id in needed where !ids.contains(id) {
            findings.add("detection.source", "nothing sees '\(id)'")
        }
        var made = 0
        for source in sources {
            let id = source.string("id") ?? "?"
            findings.expect(
                source.string("alert") != nil || source.string("review") != nil,
                "detection.silent",
                "what '\(id)' sees nobody hears of"
            )
            findings.expect(
                page.contains(source.string("title") ?? "?"),
                "detection.page",
                "'\(id)' is not on the page security/siem.md"
            )
            guard let module = source.string("module"), let type = source.string("resource") else {
                findings.expect(
                    ["logs", "denial-of-service"].contains(id),
                    "detection.resource",
                    "'\(id)' is made by no resource"
                )
                continue
            }
            made += 1
            let entries = tree[module]?.resources(type) ?? []
            findings.expect(
                !entries.isEmpty,
                "detection.resource",
                "'\(id)': there is no \(type) in \(module)"
            )
            for (attribute, wanted) in required[type] ?? [] {
                let isSet = entries.contains { entry in
                    (entry.block.body.attributes
                        + entry.block.body.allBlocks.flatMap(\.body.attributes))
                        .contains { $0.name == attribute && $0.expression.literal == wanted }
                }
                findings.expect(
                    isSet || entries.isEmpty,
                    "detection.off",
                    "'\(id)': \(type) in \(module) does not set '\(attribute)'"
                )
            }
        }
        return .judged(
            findings.all,
            measured: ["sources": .int(sources.count), "resources": .int(made)]
        )
    }

    /// Without these a resource exists and sees nothing.
    private static let required: [String: [(String, Value)]] = [
        "aws_guardduty_detector": [("enable", true)],
        "aws_cloudtrail": [("is_multi_region_trail", true), ("enable_log_file_validation", true)],
        "aws_ecr_repository": [("scan_on_push", true)],
    ]

    /// From the finding to the person: alert, severity, runbook, and the logs to search.
    package var answered: RuleCheck {
        RuleCheck(
            "detection-answered",
            "Every alert of a source of detection is a rule with a severity that somebody answers and a"
                + " runbook, and what was collected is searchable as long as is said."
        ) { [parse] subject in
            let document = try subject.json(Self.path)
            let rules = try AlertRules(subject, parse).alerts
            let severities = Set(
                try subject.json("incident/response-matrix.json").list("severities")
                    .compactMap { $0.string("severity") }
            )
            var findings = Findings(Self.path)
            let alerts = Set(document.list("sources").compactMap { $0.string("alert") })
            findings.expect(!alerts.isEmpty, "detection.silent", "no source has an alert")
            for alert in alerts.sorted() {
                guard let rule = rules.first(where: { $0.name == alert }) else {
                    findings.add("detection.alert", "'\(alert)' is no rule of Prometheus")
                    continue
                }
                let severity = rule.label("severity") ?? "?"
                findings.expect(
                    severities.contains(severity),
                    "detection.severity",
                    "'\(alert)' is \(severity), which the response matrix does not answer"
                )
                let runbook = rule.annotation("runbook_url").flatMap(AlertRules.runbookPath)
                findings.expect(
                    runbook.map { subject.text($0) != nil } ?? false,
                    "detection.runbook",
                    "'\(alert)' has no runbook"
                )
            }
            let hot = document.number("collection.hotDays") ?? -1
            let kept = try subject.json("logging/sizing.json").number("retention.hotDays")
            findings.expect(
                kept.map { $0 >= hot } ?? false,
                "detection.retention",
                "\(NumberText.plain(hot)) searchable days are said, the log store keeps "
                    + (kept.map { NumberText.plain($0) } ?? "?")
            )
            return .judged(findings.all, measured: ["alerts": .int(alerts.count)])
        }
    }
}
