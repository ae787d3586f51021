package import Workflow

/// Checks over the security architecture and the mapping of controls.
package enum ControlChecks {
    static let path = "compliance/controls.json"
    static let layers = ["physical", "network", "host", "application", "data", "identity"]
    static let strideCategories = [
        "spoofing", "tampering", "repudiation", "information disclosure", "denial of service",
        "elevation of privilege",
    ]

    package static let all: [any Check] = [mapping, layering, reachability, threats, wording]

    package static let mapping = RuleCheck(
        "controls-mapping",
        "Every framework is mapped, every claim names a setting, and no control is open."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        var findings = Findings(path)
        let controls = document.list("controls")
        for framework in request.compliance.frameworks {
            let mine = controls.filter { $0.string("framework") == framework.rawValue }
            findings.expect(
                mine.contains { $0.string("status") == "implemented" },
                "controls.framework",
                "no control of '\(framework.rawValue)' is mapped to a setting"
            )
        }
        for control in controls { judge(control, &findings) }
        retention(document, request, &findings)
        if ControlCatalogue.needsTransferBasis(request),
            request.compliance.frameworks.contains(.gdpr)
        {
            findings.expect(
                controls.contains {
                    $0.string("id") == "Chapter V" && $0.string("status") == "manual"
                },
                "T22",
                "personal data leave the EU and no control asks for the transfer basis"
            )
        }
        try traceability(subject, controls, &findings)
        let rendered = controls.filter { $0.string("status") == "implemented" }.count
        return .judged(
            findings.all,
            measured: ["implemented": .int(rendered), "controls": .int(controls.count)]
        )
    }

    private static func judge(_ control: Value, _ findings: inout Findings) {
        let id = "\(control.string("framework") ?? "?") \(control.string("id") ?? "?")"
        let status = control.string("status") ?? ""
        guard let known = ControlsModel.Status(rawValue: status) else {
            findings.add("controls.status", "\(id): '\(status)' is no status")
            return
        }
        if known == .gap {
            findings.add("controls.gap", "\(id) is open", fix: "close it, or waive it at the gate")
        }
        guard known == .implemented else { return }
        let evidence = control.list("evidence")
        let isComplete = evidence.allSatisfy { entry in
            ["artifact", "resource", "attribute", "value"].allSatisfy {
                !(entry.string($0) ?? "").isEmpty
            }
        }
        findings.expect(
            !evidence.isEmpty && isComplete,
            "controls.evidence",
            "\(id) is called implemented without naming a resource, an attribute and its value"
        )
    }

    private static func retention(
        _ document: Value,
        _ request: InfrastructureRequest,
        _ findings: inout Findings
    ) {
        let archive = Int(document.number("logRetention.archiveDays") ?? 0)
        let hot = Int(document.number("logRetention.hotDays") ?? 0)
        for framework in request.compliance.frameworks {
            let least = RetentionRules.minimumArchiveDays(framework)
            findings.expect(
                archive >= least,
                "T15",
                "logs are archived \(archive) days, \(framework.rawValue) wants \(least)"
            )
        }
        findings.expect(
            !request.compliance.frameworks.contains(.pciDSS) || hot >= 90,
            "T15",
            "PCI DSS 10.5.1 wants 90 days immediately available, \(hot) are"
        )
    }

    private static func traceability(
        _ subject: CheckSubject,
        _ controls: [Value],
        _ findings: inout Findings
    ) throws {
        let table = try subject.requiredText("compliance/traceability.csv")
        let rows = CSVText.rows(table).dropFirst()
        let expected = controls.map { max(1, $0.list("evidence").count) }.reduce(0, +)
        findings.expect(
            rows.count == expected,
            "controls.traceability",
            "traceability.csv has \(rows.count) rows, controls.json asks for \(expected)"
        )
        for control in controls {
            let head = [
                control.string("framework"), control.string("id"), control.string("status"),
            ]
            findings.expect(
                rows.contains { Array($0.prefix(3)) == head.map { $0 ?? "" } },
                "controls.traceability",
                "traceability.csv lacks \(head.compactMap(\.self).joined(separator: " "))"
            )
        }
    }

    package static let layering = RuleCheck(
        "security-layers",
        "The six layers of defence are described with controls of their own."
    ) { subject in
        let page = "security/security-architecture.md"
        let sections = try subject.requiredText(page).split(separator: "\n### ")
        var findings = Findings(page)
        for layer in layers {
            let section = sections.first { $0.hasPrefix(layer + "\n") }
            findings.expect(
                section?.contains("\n- ") ?? false,
                "security.layer",
                "the layer '\(layer)' is missing or empty"
            )
        }
        return .judged(findings.all)
    }

    package static let reachability = RuleCheck(
        "zero-trust",
        "The internet reaches the edge only, on port 443, and 80 for the redirect."
    ) { subject in
        let file = "security/reachability.json"
        let rows = try subject.json(file).list("rows")
        var findings = Findings(file)
        let inward = rows.filter { $0.string("from") == "internet" }
        for row in inward where row["allowed"]?.boolValue == true {
            let port = Int(row.number("port") ?? 0)
            let target = row.string("to") ?? "?"
            findings.expect(
                target == "cdn" && [80, 443].contains(port),
                "T23",
                "the internet reaches '\(target)' on port \(port)"
            )
        }
        let hasCache = try subject.requirements().application.cache.isUsed
        for target in ["database", "nodes", "load-balancer"] + (hasCache ? ["cache"] : []) {
            findings.expect(
                inward.contains { $0.string("to") == target && $0["allowed"]?.boolValue == false },
                "security.reach",
                "nothing says that the internet cannot reach '\(target)'"
            )
        }
        return .judged(findings.all)
    }

    package static let threats = RuleCheck(
        "threat-model",
        "Every kind of threat is considered, against components that exist, with a mitigation."
    ) { subject in
        let file = "security/threat-model.json"
        let threats = try subject.json(file).list("threats")
        let known = Set(
            try subject.json(ArchitectureChecks.path).list("components")
                .compactMap { $0.string("id") }
        )
        var findings = Findings(file)
        for category in strideCategories {
            findings.expect(
                threats.contains { $0.string("category") == category },
                "threats.category",
                "no threat of the kind '\(category)'"
            )
        }
        for threat in threats {
            let id = threat.string("id") ?? "?"
            findings.expect(
                threat.string("component").map(known.contains) ?? false,
                "threats.component",
                "\(id) names '\(threat.string("component") ?? "")', which is no component"
            )
            findings.expect(
                !(threat.string("mitigation") ?? "").isEmpty,
                "threats.mitigation",
                "\(id) has no mitigation"
            )
        }
        return .judged(findings.all)
    }

    package static let wording = RuleCheck(
        "no-attestation",
        "No file claims what only an assessor may say."
    ) { subject in
        var findings: [Finding] = []
        for file in subject.files.map(\.path) {
            guard let text = subject.text(file)?.lowercased() else { continue }
            for word in ["compliant", "certified"] where text.contains(word) {
                findings.append(
                    Finding(
                        .medium,
                        code: "controls.claim",
                        "the word '\(word)' claims what an assessor decides",
                        file: file,
                        fix: "say how many technical controls are rendered"
                    )
                )
            }
        }
        return .judged(findings)
    }
}
