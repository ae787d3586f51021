package import Workflow

/// Checks over the technology decisions and the versions in use.
package enum TechnologyChecks {
    static let path = "architecture/technology-selection.json"
    static let categories = [
        "infrastructure as code", "container orchestration", "configuration management",
        "monitoring", "logging",
    ]

    package static let all: [any Check] = [decisions, versions]

    package static let decisions = RuleCheck(
        "technology-decisions",
        "Each decision weighs at least two options, its sums are right, the winner was chosen or "
            + "the exception is explained."
    ) { subject in
        let decisions = try subject.json(path).list("decisions")
        var findings = Findings(path)
        for category in categories {
            findings.expect(
                decisions.contains { $0.string("category") == category },
                "technology.category",
                "no decision on '\(category)'"
            )
        }
        for decision in decisions { judge(decision, &findings) }
        return .judged(findings.all, measured: ["decisions": .int(decisions.count)])
    }

    private static func judge(_ decision: Value, _ findings: inout Findings) {
        let category = decision.string("category") ?? "?"
        let criteria = decision.list("criteria").map {
            TechnologyModel.Criterion(
                name: $0.string("name") ?? "",
                weight: Int($0.number("weight") ?? 0)
            )
        }
        let options = decision.list("options").map { option in
            TechnologyModel.Option(
                name: option.string("name") ?? "",
                scores: option.list("scores").compactMap(\.intValue)
            )
        }
        let weights = criteria.map { Double($0.weight) }
        findings.expect(
            criteria.map(\.weight).reduce(0, +) == 100,
            "technology.weights",
            "\(category): the weights do not add up to 100"
        )
        findings.expect(
            options.count >= 2,
            "technology.options",
            "\(category): \(options.count) options, expected at least 2"
        )
        for (option, written) in zip(options, decision.list("options")) {
            let total = option.total(weights)
            findings.expect(
                option.scores.count == criteria.count
                    && abs(total - (written.number("total") ?? 0)) < 0.001,
                "technology.total",
                "\(category): '\(option.name)' scores \(NumberText.plain(total))"
            )
        }
        let winner = TechnologyModel.winner(options, weights)
        let selected = decision.string("selected") ?? ""
        findings.expect(
            selected == winner || !(decision.string("overrideReason") ?? "").isEmpty,
            "technology.selected",
            "\(category): '\(selected)' was selected, '\(winner)' scores higher, and no reason is "
                + "given"
        )
        findings.expect(
            decision["sensitive"]?.boolValue
                == TechnologyModel.isSensitive(criteria: criteria, options: options),
            "technology.sensitive",
            "\(category): whether a fifth of a weight changes the winner is misstated"
        )
    }

    package static let versions = RuleCheck(
        "supported-versions",
        "Every version has at least 180 days of standard support left."
    ) { subject in
        let document = try subject.json(path)
        var findings = Findings(path)
        guard let day = document.string("asOf").flatMap({ CivilDate($0) }) else {
            findings.add("technology.date", "'asOf' is no date")
            return .judged(findings.all)
        }
        let versions = document.list("versions")
        findings.expect(!versions.isEmpty, "technology.versions", "no version")
        for version in versions {
            let product = version.string("product") ?? "?"
            let number = version.string("version") ?? "?"
            guard let entry = SupportTable.entry(product, number) else {
                findings.add("technology.unknown", "\(product) \(number) is not in the table")
                continue
            }
            let end = entry.endOfStandardSupport?.description
            findings.expect(
                version.string("endOfStandardSupport") == end,
                "technology.end",
                "\(product) \(number): the end of support is \(end ?? "not announced")"
            )
            findings.expect(
                entry.isChoosable(on: day),
                "T10",
                "\(product) \(number): standard support ends \(end ?? ""), less than "
                    + "\(SupportTable.requiredDays) days after \(day)",
                fix: "take a newer version"
            )
        }
        return .judged(findings.all)
    }
}
