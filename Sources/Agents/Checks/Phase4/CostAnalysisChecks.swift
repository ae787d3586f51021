package import Workflow

/// Checks over the analysis of an existing spend: against the report itself.
package enum CostAnalysisChecks {
    package static let all: [any Check] = [analysis]

    package static let analysis = RuleCheck(
        "cost-analysis",
        "The analysis adds up to the report it was made of, its savings follow from base and share,"
            + " and it says whether the aim is reached."
    ) { subject in
        let path = "cost/analysis.json"
        let document = try subject.json(path)
        let text = try subject.requiredText("cost/usage.csv")
        var findings = Findings(path)
        func money(_ value: Value, _ key: String) -> Money {
            value.string(key).flatMap { Money($0) } ?? .zero
        }
        do {
            let usage = try CostAndUsage(text)
            let products = document.list("products")
            if (28...31).contains(usage.days.count) {
                findings.expect(
                    usage.total.roundedToCents == money(document, "monthlyUsd"),
                    "analysis.total",
                    "the report adds up to \(usage.total.text), the analysis says "
                        + money(document, "monthlyUsd").text
                )
            }
            findings.expect(
                Set(products.compactMap { $0.string("name") }) == Set(usage.lines.map(\.product)),
                "analysis.products",
                "the products are not those of the report"
            )
        } catch {
            findings.add("analysis.report", "cost/usage.csv, \(error)")
        }
        let measures = document.list("measures")
        for measure in measures {
            let saving = money(measure, "baseUsd")
                .times(thousandths: Int64(measure.number("perMille") ?? 0)).roundedToCents
            findings.expect(
                saving == money(measure, "savingUsd"),
                "analysis.saving",
                "'\(measure.string("id") ?? "?")' saves \(saving.text) by its own figures"
            )
        }
        let total = measures.map { money($0, "savingUsd") }.total
        findings.expect(
            total == money(document, "savingUsd"),
            "analysis.sum",
            "the savings add up to \(total.text)"
        )
        findings.expect(
            total <= money(document, "monthlyUsd"),
            "analysis.sum",
            "more is saved than spent"
        )
        let percent = document.number("targetPercent") ?? 0
        let target = Money(
            microUSD: Int64(
                (Double(money(document, "monthlyUsd").microUSD) * percent / 100).rounded()
            )
        ).roundedToCents
        findings.expect(
            target == money(document, "targetUsd")
                && document["isReached"]?.boolValue == (total >= target),
            "analysis.target",
            "the aim is \(target.text), \(total.text) are saved: 'isReached' says otherwise"
        )
        let ranks = measures.map { money($0, "savingUsd") }
        findings.expect(ranks == ranks.sorted(by: >), "analysis.rank", "not the largest first")
        return .judged(
            findings.all,
            measured: ["savingUsd": .string(total.text), "targetUsd": .string(target.text)]
        )
    }
}
