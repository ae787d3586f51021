package import Workflow

/// Checks over what is said about controls.
package enum ComplianceChecks {
    package static let all: [any Check] = [summary, evidence]

    static let statuses: Set<String> = [
        "implemented", "inherited", "manual", "gap", "not-applicable",
    ]

    package static let summary = RuleCheck(
        "compliance-summary",
        "Every control in scope has a status, what is implemented has evidence that exists, and the"
            + " counts add up."
    ) { subject in
        let path = "compliance/summary.json"
        let frameworks = try subject.json(path).list("frameworks")
        var findings: [Finding] = []
        var total = 0
        let wanted = subject.inputs.at("requirements.compliance.frameworks")?.arrayValue ?? []
        let names = Set(frameworks.compactMap { $0.string("framework") })
        for framework in wanted.compactMap(\.stringValue) where !names.contains(framework) {
            findings.append(
                Finding(
                    .high,
                    code: "compliance.framework",
                    "'\(framework)' is missing",
                    file: path
                )
            )
        }
        for framework in frameworks {
            let name = framework.string("framework") ?? "?"
            let controls = framework.list("controls")
            total += controls.count
            for control in controls {
                findings += controlFindings(control, name, subject)
            }
            for status in statuses.sorted() {
                let count = controls.filter { $0.string("status") == status }.count
                if framework.number("counts.\(status)") ?? 0 != Double(count) {
                    findings.append(
                        Finding(
                            .high,
                            code: "compliance.count",
                            "'\(name)' counts '\(status)' wrongly, it is \(count)",
                            file: path
                        )
                    )
                }
            }
            if controls.isEmpty {
                findings.append(
                    Finding(.high, code: "compliance.framework", "'\(name)' is empty", file: path)
                )
            }
            findings += try reportFindings(name, controls, subject)
        }
        return .judged(
            findings,
            measured: ["frameworks": .int(frameworks.count), "controls": .int(total)]
        )
    }

    private static func controlFindings(
        _ control: Value,
        _ framework: String,
        _ subject: CheckSubject
    ) -> [Finding] {
        let id = control.string("id") ?? "?"
        func finding(_ code: String, _ message: String) -> Finding {
            Finding(
                .high,
                code: code,
                "\(framework) \(id): \(message)",
                file: "compliance/summary.json"
            )
        }
        let status = control.string("status") ?? ""
        guard statuses.contains(status) else {
            return [finding("compliance.status", "status '\(status)' is none of the five")]
        }
        let evidence = control.strings("evidence")
        if status == "gap" {
            // A person decides at the gate whether it is accepted; it must not pass unseen.
            let note = control.string("note") ?? "no word why"
            return [
                Finding(
                    .low,
                    code: "compliance.gap",
                    "\(framework) \(id): gap, \(note)",
                    file: "compliance/summary.json"
                )
            ]
        }
        if status == "implemented", evidence.isEmpty {
            return [finding("compliance.evidence", "implemented without evidence")]
        }
        if status != "implemented", (control.string("note") ?? "").isEmpty {
            return [finding("compliance.note", "'\(status)' without a word why")]
        }
        return evidence.filter { subject.read($0) == nil }.map {
            finding("compliance.evidence", "'\($0)' does not exist")
        }
    }

    private static func reportFindings(
        _ name: String,
        _ controls: [Value],
        _ subject: CheckSubject
    ) throws -> [Finding] {
        let path = "compliance/reports/\(name).md"
        let text = try subject.requiredText(path)
        var findings = controls.compactMap { $0.string("id") }
            .filter { !text.contains("| \($0) |") }
            .map { Finding(.high, code: "compliance.report", "'\($0)' is missing", file: path) }
        let words = text.lowercased()
        for claim in ["compliant", "certified"] where words.contains(claim) {
            findings.append(
                Finding(
                    .high,
                    code: "compliance.claim",
                    "the report says '\(claim)', which no file can prove",
                    file: path
                )
            )
        }
        return findings
    }
}
