package import Workflow

/// Everything that is known once a request, a day and prices are given: the one thing from which
/// all files are written.
///
/// The same arguments give the same plan. A plan that cannot keep its promises still exists: its
/// `conflicts` say what cannot be met, with numbers, and the checks of its files fail.
package struct InfrastructurePlan: Sendable {
    package let request: InfrastructureRequest
    /// The day against which ages are measured.
    package let asOf: CivilDate
    package let prices: PriceTable
    package let sizing: SizingModel
    package let network: NetworkPlan
    package let recovery: DisasterRecoveryModel
    package let cost: CostModel
    package let sensitivity: SensitivityModel
    package let capacity: CapacityModel
    package let availability: AvailabilityModel
    package let architecture: ArchitectureModel
    package let security: SecurityModel
    package let controls: ControlsModel
    package let quotas: QuotaModel
    package let technology: TechnologyModel
    /// What cannot be met; empty for a feasible plan.
    package let conflicts: [Finding]
    private let core: PlanCore

    /// Makes the plan.
    ///
    /// - Throws: `PlanFailure` when not even a plan with conflicts can be made: the price table
    ///   does not know the region.
    package init(
        request: InfrastructureRequest,
        asOf: CivilDate,
        prices: PriceTable
    ) throws(PlanFailure) {
        guard prices.region(request.cloud.region) != nil else {
            throw PlanFailure(reason: "region '\(request.cloud.region)' is not in the price table")
        }
        let core = PlanCore(request: request, prices: prices)
        self.core = core
        self.request = request
        self.asOf = asOf
        self.prices = prices
        sizing = core.sizing
        network = core.network
        recovery = core.recovery
        cost = core.cost
        sensitivity = SensitivityModel(core: core, prices: prices)
        capacity = CapacityModel(core: core, prices: prices)
        availability = AvailabilityModel(request: request, recovery: core.recovery)
        architecture = ArchitectureModel(request: request, core: core)
        security = SecurityModel(request: request, architecture: architecture)
        controls = ControlsModel(request: request)
        technology = TechnologyModel(request: request, asOf: asOf)
        quotas = QuotaModel(request: request, sizing: core.sizing, network: core.network)
        conflicts =
            core.conflicts(quotas: quotas)
            + BudgetConflict.findings(request: request, cost: core.cost)
    }

    /// The conflicts, each with its ways out; every way is planned anew, so ask where they are shown.
    package var conflictsWithWaysOut: [Finding] {
        WaysOut(core: core, prices: prices).ranked(conflicts)
    }

    /// Every number, in the order of calculation, each id once.
    package var figures: [Figure] {
        (sizing.figures + network.figures + recovery.figures + availability.figures)
            .unique(by: \.id)
    }
}

/// Why no plan could be made at all.
package struct PlanFailure: Error, Sendable, CustomStringConvertible {
    package let reason: String
    package var description: String { reason }
}

/// The models that depend on traffic: computed again for each month of growth and each variation.
struct PlanCore: Sendable {
    let request: InfrastructureRequest
    let sizing: SizingModel
    let network: NetworkPlan
    let recovery: DisasterRecoveryModel
    let cost: CostModel

    /// What cannot be met, cost aside.
    func conflicts(quotas: QuotaModel) -> [Finding] {
        sizing.conflicts + network.conflicts + quotas.conflicts + recovery.conflicts
    }

    init(
        request: InfrastructureRequest,
        prices: PriceTable,
        strategy: DisasterRecoveryModel.Strategy? = nil
    ) {
        self.request = request
        sizing = SizingModel(request: request)
        network = NetworkPlan(request: request, sizing: sizing)
        recovery = DisasterRecoveryModel(request: request, sizing: sizing, forced: strategy)
        cost = CostModel(request: request, sizing: sizing, recovery: recovery, prices: prices)
    }
}

/// The estimate above the budget, with the reductions that weigh most.
enum BudgetConflict {
    static func findings(request: InfrastructureRequest, cost: CostModel) -> [Finding] {
        var result: [Finding] = []
        if !cost.unpriced.isEmpty {
            result.append(
                Finding(
                    .high,
                    code: "cost.unpriced",
                    "no price for " + cost.unpriced.joined(separator: ", "),
                    file: "cost/estimate.json",
                    fix: "add the items to the price table"
                )
            )
        }
        guard cost.monthly > cost.budget else { return result }
        let top = cost.lines.sorted { ($1.amount, $0.summary) < ($0.amount, $1.summary) }.prefix(3)
            .map { "\($0.environment): \($0.summary) \($0.amount.display)" }
        let ways = OptimizationModel.options(request: request, cost: cost).prefix(3).enumerated()
            .map { "\($0.offset + 1). \($0.element.title) saves \($0.element.monthly.display)" }
        result.append(
            Finding(
                cost.isBudgetHard ? .high : .low,
                code: "cost.budget",
                "the estimate of \(cost.monthly.display) a month exceeds the budget of "
                    + "\(cost.budget.display) by \((cost.monthly - cost.budget).display); "
                    + "largest: " + top.joined(separator: ", "),
                file: "cost/estimate.json",
                fix: ways.isEmpty ? "raise budget.monthlyUsd" : ways.joined(separator: "; ")
            )
        )
        return result
    }
}
