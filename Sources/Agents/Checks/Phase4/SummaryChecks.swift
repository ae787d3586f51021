package import Workflow

/// Checks over the page and the table that close a run.
package enum SummaryChecks {
    package static let all: [any Check] = [page, traceability]

    package static let page = RuleCheck(
        "run-summary",
        "The run fits on one page, and its figures are those of the estimate and the recovery plan."
    ) { subject in
        let path = "run/summary.md"
        let text = try subject.requiredText(path)
        let estimate = try subject.json("cost/estimate.json")
        var findings = Findings(path)
        for heading in [
            "What", "Why this", "Cost", "Recovery and availability", "Risks", "Assumptions",
            "Not checked here",
        ] {
            findings.expect(
                text.contains("\n## \(heading)\n"),
                "summary.section",
                "the section '\(heading)' is missing"
            )
        }
        let lines = text.split(separator: "\n").count
        findings.expect(
            lines <= 70,
            "summary.length",
            "\(lines) lines are more than a page (70)"
        )
        for key in ["monthlyTotal", "annualTotal"] {
            let amount = estimate.string(key).flatMap { Money($0) }?.display ?? "?"
            findings.expect(
                text.contains(amount),
                "summary.cost",
                "'\(key)' of the estimate, \(amount), is not on the page"
            )
        }
        for scenario in try subject.json("dr/dr-plan.json").list("scenarios") {
            let kind = scenario.string("kind") ?? scenario.string("id") ?? "?"
            findings.expect(
                text.contains("| \(kind) |"),
                "summary.recovery",
                "the recovery from '\(kind)' is not on the page"
            )
        }
        for note in ["T06", "T07"] {
            findings.expect(text.contains(note), note, "the note on availability is missing")
        }
        return .judged(findings.all, measured: ["lines": .int(lines)])
    }

    package static let traceability = RuleCheck(
        "traceability",
        "Each requirement leads to files that are there, a check and a gate, and no captured file "
            + "is without a requirement."
    ) { subject in
        let path = "run/traceability.csv"
        let rows = CSVText.rows(try subject.requiredText(path))
        var findings = Findings(path)
        findings.expect(
            rows.first == Traceability.columns,
            "trace.header",
            "the columns are not \(Traceability.columns.joined(separator: ", "))"
        )
        var named: [String] = []
        var checked: Set<String> = []
        for row in rows.dropFirst() where row.count == Traceability.columns.count {
            named.append(row[3])
            let key = row[0] + " " + row[2]
            if !row[4].isEmpty { checked.insert(key) }
            findings.expect(!row[1].isEmpty, "trace.title", "'\(row[0])' is no known requirement")
            findings.expect(!row[5].isEmpty, "trace.gate", "'\(row[0])' leads to no gate")
        }
        let keys = Set(
            rows.dropFirst().filter { $0.count == Traceability.columns.count }
                .map { $0[0] + " " + $0[2] }
        )
        findings.expect(!keys.isEmpty, "trace.empty", "no requirement")
        for key in keys.subtracting(checked).sorted() {
            findings.add("trace.check", "'\(key)' has no check")
        }
        let files = subject.knownPaths
        func covers(_ entry: String, _ file: String) -> Bool {
            entry.hasSuffix("/") ? file.hasPrefix(entry) : entry == file
        }
        for entry in Set(named).sorted() where !entry.isEmpty && !entry.contains("*") {
            findings.expect(
                files.contains { covers(entry, $0) },
                "trace.file",
                "'\(entry)' is named and was never captured"
            )
        }
        return .judged(findings.all, measured: ["requirements": .int(keys.count)])
    }
}
