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
        "Each requirement of the table leads to files that are there, a check and a gate, or is "
            + "named on the page as one that no deliverable answers; no captured file is without a "
            + "requirement."
    ) { subject in
        let path = "run/traceability.csv"
        let all = CSVText.rows(try subject.requiredText(path))
        var findings = Findings(path)
        findings.expect(
            all.first == RequirementTable.columns,
            "trace.header",
            "the columns are not \(RequirementTable.columns.joined(separator: ", "))"
        )
        let rows = all.dropFirst().filter { $0.count == RequirementTable.columns.count }
        findings.expect(!rows.isEmpty, "trace.empty", "no requirement")
        for row in rows where row[1].isEmpty {
            findings.add("trace.title", "'\(row[0])' is no known requirement")
        }
        let answered = rows.filter { !$0[2].isEmpty }
        for row in answered {
            findings.expect(!row[5].isEmpty, "trace.check", "'\(row[0]) \(row[2])' has no check")
            findings.expect(!row[6].isEmpty, "trace.gate", "'\(row[0])' leads to no gate")
        }
        let unanswered = Set(rows.map { $0[0] }).subtracting(answered.map { $0[0] })
        try compare(unanswered, subject, &findings)
        files(of: answered, subject.knownPaths, &findings)
        return .judged(
            findings.all,
            measured: [
                "requirements": .int(Set(rows.map { $0[0] }).count),
                "unanswered": .int(unanswered.count),
            ]
        )
    }

    /// The page and the table name the same requirements as unanswered.
    private static func compare(
        _ unanswered: Set<String>,
        _ subject: CheckSubject,
        _ findings: inout Findings
    ) throws {
        let mark = "Requirements that no deliverable answers: "
        let page = try subject.requiredText("run/summary.md")
        let line = page.split(separator: "\n").first { $0.contains(mark) } ?? ""
        let words = line.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let named = Set(words.filter { $0.hasPrefix("R") && $0.dropFirst().allSatisfy(\.isNumber) })
            .subtracting(["R"])
        for id in unanswered.subtracting(named).sorted() {
            findings.add("trace.unanswered", "no deliverable answers '\(id)', the page is silent")
        }
        for id in named.subtracting(unanswered).sorted() {
            findings.add("trace.unanswered", "the page says that '\(id)' is unanswered; it is not")
        }
    }

    private static func files(
        of rows: [[String]],
        _ captured: [String],
        _ findings: inout Findings
    ) {
        let owed = Set(rows.flatMap { $0[3].split(separator: " ").map(String.init) })
        let optional = Set(rows.flatMap { $0[4].split(separator: " ").map(String.init) })
        for entry in owed.sorted() {
            findings.expect(
                captured.contains { covers(entry, $0) },
                "trace.file",
                "'\(entry)' is named and was never captured"
            )
        }
        let entries = owed.union(optional)
        for file in captured where !entries.contains(where: { covers($0, file) }) {
            findings.add("trace.orphan", "'\(file)' was captured and answers no requirement")
        }
    }

    /// Whether a declared path means a file: itself, all below it, or a pattern with one `*`.
    private static func covers(_ entry: String, _ file: String) -> Bool {
        if entry.hasSuffix("/") { return file.hasPrefix(entry) }
        guard let star = entry.firstIndex(of: "*") else { return entry == file }
        let tail = entry[entry.index(after: star)...]
        return file.hasPrefix(entry[..<star]) && file.hasSuffix(tail)
            && file.count >= entry.count - 1
    }
}
