import Workflow

/// How far the spend of this plan can be reduced, by the categories that have a target.
struct CategoryTargets {
    /// A target and the categories of the estimate that it is over.
    struct Target: Sendable {
        let id: String
        let percent: Int64
        let categories: [CostLine.Category]
        /// Measures that work on different lines, so that their savings add up; of two that work on
        /// the same lines only the larger counts.
        let measures: [[String]]
    }

    static let all = [
        Target(
            id: "compute",
            percent: 20,
            categories: [.compute, .database, .cache],
            measures: [["commit-nodes", "arm-nodes"], ["commit-database"], ["commit-cache"]]
        ),
        Target(id: "storage", percent: 15, categories: [.storage], measures: []),
        Target(
            id: "network",
            percent: 10,
            categories: [.network, .edge],
            measures: [["bundle-requests"]]
        ),
        // Nothing in an estimate is licensed by the seat; what a team buys beside it is not known.
        Target(id: "licences", percent: 25, categories: [], measures: []),
    ]

    static func json(_ plan: InfrastructurePlan) -> Value {
        let options = OptimizationModel.options(request: plan.request, cost: plan.cost)
        return .array(
            all.map { target in
                let base = target.categories.map { plan.cost.total(category: $0) }.total
                let aim = base.times(thousandths: target.percent * 10).roundedToCents
                let used = target.measures.compactMap { ids in
                    options.filter { ids.contains($0.id) }.max { $0.monthly < $1.monthly }
                }
                let found = used.map(\.monthly.roundedToCents).total
                return [
                    "target": .string(target.id),
                    "categories": .strings(target.categories.map(\.rawValue)),
                    "baseUsd": .string(base.text), "percent": .number(Double(target.percent)),
                    "aimUsd": .string(aim.text), "measures": .strings(used.map(\.id)),
                    "identifiedUsd": .string(found.text),
                    "status": .string(status(base: base, aim: aim, found: found)),
                ]
            }
        )
    }

    /// A measure that nobody has taken yet saves nothing: the best that can be said of one is that
    /// it would suffice.
    static func status(base: Money, aim: Money, found: Money) -> String {
        if base == .zero { return "nothing-spent" }
        return found >= aim ? "within-reach" : "open"
    }
}
