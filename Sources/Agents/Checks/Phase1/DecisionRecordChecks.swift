import Workflow

/// Checks the records of the technology decisions against the decisions themselves.
package enum DecisionRecordChecks {
    package static let records = RuleCheck(
        "decision-records",
        "Each technology decision has a record with the same options, the same choice, and its "
            + "sensitivity under weights a fifth smaller and larger."
    ) { subject in
        let decisions = try subject.json(TechnologyChecks.path).list("decisions")
        var all: [Finding] = []
        for (index, value) in decisions.enumerated() {
            let decision = Self.decision(value)
            let path = DecisionRecords.path(number: index + 1, category: decision.category)
            var findings = Findings(path)
            let text = try subject.requiredText(path)
            for heading in ["Context", "Options", "Decision", "Sensitivity", "Consequences"] {
                findings.expect(
                    text.contains("\n## \(heading)\n"),
                    "record.section",
                    "the section '\(heading)' is missing"
                )
            }
            findings.expect(
                text.contains("**\(decision.selected)**"),
                "record.decision",
                "'\(decision.selected)' is not named as the decision"
            )
            for option in decision.options {
                let row =
                    ([option.name] + option.scores.map(String.init)
                    + [NumberText.plain(decision.total(option))]).joined(separator: " | ")
                findings.expect(
                    text.contains("| \(row) |"),
                    "record.option",
                    "the row '\(row)' of an option is missing"
                )
            }
            for row in DecisionRecords.sensitivity(decision) {
                findings.expect(
                    text.contains("| \(row.joined(separator: " | ")) |"),
                    "record.sensitivity",
                    "the row '\(row.joined(separator: " | "))' of the sensitivity is missing"
                )
            }
            all += findings.all
        }
        let written = subject.knownPaths.filter { $0.hasPrefix("architecture/adr/") }.count
        var count = Findings("architecture/adr/")
        count.expect(
            written == decisions.count && !decisions.isEmpty,
            "record.count",
            "\(written) records for \(decisions.count) decisions"
        )
        return .judged(all + count.all, measured: ["records": .int(written)])
    }

    private static func decision(_ value: Value) -> TechnologyModel.Decision {
        TechnologyModel.Decision(
            category: value.string("category") ?? "",
            criteria: value.list("criteria").map {
                TechnologyModel.Criterion(
                    name: $0.string("name") ?? "",
                    weight: Int($0.number("weight") ?? 0)
                )
            },
            options: value.list("options").map { option in
                TechnologyModel.Option(
                    name: option.string("name") ?? "",
                    scores: option.list("scores").compactMap(\.intValue)
                )
            },
            selected: value.string("selected") ?? "",
            overrideReason: value.string("overrideReason"),
            isSensitive: value["sensitive"]?.boolValue ?? false,
            consequence: value.string("consequence") ?? ""
        )
    }
}
