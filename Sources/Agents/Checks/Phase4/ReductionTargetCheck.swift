import Workflow

/// Checks how far the spend can be reduced by category.
enum ReductionTargetCheck {
    static let check = RuleCheck(
        "reduction-targets",
        "Compute, storage, network and licences have their targets of reduction over the estimate's own"
            + " lines, and what no measure reaches is called open."
    ) { subject in
        let path = "cost/optimization.json"
        let document = try subject.json(path)
        let categories = try subject.json("cost/estimate.json")
        let measures = document.list("measures")
        var findings = Findings(path)
        var open = 0
        for target in CategoryTargets.all {
            guard
                let row = document.list("categoryTargets")
                    .first(where: { $0.string("target") == target.id })
            else {
                findings.add("reduction.missing", "'\(target.id)' has no target")
                continue
            }
            let base = target.categories.compactMap {
                categories.string("categories.\($0.rawValue)").flatMap { Money($0) }
            }.total
            let aim = base.times(thousandths: target.percent * 10).roundedToCents
            findings.expect(
                row.string("baseUsd").flatMap { Money($0) } == base
                    && row.number("percent") == Double(target.percent)
                    && row.string("aimUsd").flatMap { Money($0) } == aim,
                "reduction.target",
                "'\(target.id)': \(target.percent) % of the estimate's \(base.text) are \(aim.text)"
            )
            let named = row.strings("measures")
            let found = named.compactMap { name in
                measures.first { $0.string("id") == name }?.string("monthlySavingUsd")
                    .flatMap { Money($0) }
            }
            let kinds = target.measures.map { $0.filter(named.contains).count }
            findings.expect(
                found.count == named.count && kinds.allSatisfy { $0 <= 1 }
                    && kinds.reduce(0, +) == named.count
                    && row.string("identifiedUsd").flatMap { Money($0) } == found.total,
                "reduction.measures",
                "'\(target.id)': the measures are unknown, work on the same lines, or do not add up"
            )
            let status = CategoryTargets.status(base: base, aim: aim, found: found.total)
            if status == "open" { open += 1 }
            findings.expect(
                row.string("status") == status,
                "reduction.status",
                "'\(target.id)' is \(status): \(found.total.text) of \(aim.text) are identified"
            )
        }
        return .judged(
            findings.all,
            measured: ["targets": .int(CategoryTargets.all.count), "open": .int(open)]
        )
    }
}
