/// One line of the estimate: quantity × unit price × (1 − discount), rounded to cents.
package struct CostLine: Sendable, Hashable {
    /// An environment's name, or `recovery`.
    package let environment: String
    package let category: Category
    /// The component of the architecture that it pays for.
    package let component: String
    package let summary: String
    package let priceID: String
    package let region: String
    package let unit: String
    package let quantityThousandths: Int64
    package let unitPrice: Money
    package let discountPerMille: Int64
    package let amount: Money
    package let confidence: PriceTable.Confidence
    /// How the quantity came about.
    package let formula: String
    /// Unique in an estimate: `cost.production.nat.nat-gateways`.
    package let id: String
    /// The figures that the quantity follows from.
    package let inputs: [Figure]

    package enum Category: String, Sendable, Hashable, CaseIterable {
        case compute
        case database
        case cache
        case network
        case edge
        case storage
        case observability
        case security
        case recovery
    }

    package var quantityText: String { FixedPoint.text(quantityThousandths, places: 3) }

    /// The rule by which every reader can recompute an amount.
    package static func amount(
        quantityThousandths: Int64,
        unitPrice: Money,
        discountPerMille: Int64
    ) -> Money {
        unitPrice.times(thousandths: quantityThousandths)
            .times(thousandths: 1000 - discountPerMille).roundedToCents
    }
}

/// The monthly estimate, line by line.
package struct CostModel: Sendable, Hashable {
    package let lines: [CostLine]
    /// What the price table does not know; must be empty.
    package let unpriced: [String]
    package let budget: Money
    package let isBudgetHard: Bool
    /// What the estimate leaves out, in words.
    package let exclusions: [String]
    package let decisions: [Decision]

    /// A choice between two ways that was made by price.
    package struct Decision: Sendable, Hashable {
        package let title: String
        package let chosen: String
        package let options: [Option]

        package struct Option: Sendable, Hashable {
            package let name: String
            package let monthly: Money
            package let remark: String
        }
    }

    package var monthly: Money { lines.map(\.amount).total }
    package var annual: Money { monthly * 12 }

    /// In the order in which the lines name them.
    package var environments: [String] { lines.map(\.environment).unique }

    package func total(environment: String) -> Money {
        lines.filter { $0.environment == environment }.map(\.amount).total
    }

    /// The part of the budget that goes to an environment, in whole dollars: budget × its estimate ÷ the
    /// whole estimate, rounded down, so that the parts never exceed the budget; at least one dollar.
    package func budgetShare(environment: String) -> Int {
        guard monthly > .zero else { return 1 }
        let part = total(environment: environment).dollars / monthly.dollars
        return max(1, Int((budget.dollars * part).rounded(.down)))
    }

    package func total(category: CostLine.Category) -> Money {
        lines.filter { $0.category == category }.map(\.amount).total
    }

    package func total(component: String, environment: String) -> Money {
        lines.filter { $0.component == component && $0.environment == environment }
            .map(\.amount).total
    }

    /// Price ids in use with the region, sorted.
    package var pricesInUse: [PriceUse] {
        Set(lines.map { PriceUse(id: $0.priceID, region: $0.region) }).sorted()
    }

    package struct PriceUse: Sendable, Hashable, Comparable {
        package let id: String
        package let region: String

        package static func < (left: Self, right: Self) -> Bool {
            (left.id, left.region) < (right.id, right.region)
        }
    }

    init(
        request: InfrastructureRequest,
        sizing: SizingModel,
        recovery: DisasterRecoveryModel,
        prices: PriceTable
    ) {
        var builder = CostBuilder(prices: prices, commitment: request.budget.commitment)
        for environment in [EnvironmentName.production, .staging, .integration, .development] {
            guard let sized = sizing[environment] else { continue }
            EnvironmentCost(request: request, traffic: sizing.traffic, sizing: sized)
                .add(to: &builder)
        }
        RecoveryCost(request: request, sizing: sizing, recovery: recovery).add(to: &builder)
        lines = builder.lines
        unpriced = builder.unpriced.sorted()
        budget = request.budget.monthly
        isBudgetHard = request.budget.isHard
        exclusions = [
            "taxes", "the provider's support plan", "paging and chat services of third parties",
            "people", "Shield Advanced (the standard protection costs nothing)",
        ]
        decisions = [EndpointDecision.make(request, sizing, prices)].compactMap(\.self)
    }
}

/// Collects lines; an item without a price is remembered, never guessed.
struct CostBuilder {
    let prices: PriceTable
    let commitment: InfrastructureRequest.Commitment
    private(set) var lines: [CostLine] = []
    private(set) var unpriced: Set<String> = []
    private var uses: [String: Int] = [:]
    private var tiers = UsedTiers()

    init(prices: PriceTable, commitment: InfrastructureRequest.Commitment) {
        self.prices = prices
        self.commitment = commitment
    }

    /// What a line belongs to.
    struct Scope {
        let environment: String
        let region: String
        /// Runs all the time for a year, so that a commitment pays.
        let isCommitted: Bool
    }

    mutating func add(
        _ scope: Scope,
        _ category: CostLine.Category,
        _ component: String,
        _ summary: String,
        price id: String,
        quantity: Double,
        _ formula: String,
        discount: String? = nil,
        from inputs: [Figure] = []
    ) {
        guard quantity > 0 else { return }
        guard let item = prices.item(id, in: scope.region),
            let steps = prices.tiers(id, in: scope.region)
        else {
            unpriced.insert("\(id) in \(scope.region)")
            return
        }
        let perMille = scope.isCommitted ? self.discount(discount) : 0
        var remaining = Int64((min(quantity, 1e12) * 1000).rounded())
        var lower = 0.0
        for (index, tier) in steps.enumerated() where remaining > 0 {
            let width = tier.upTo.map { Int64((($0 - lower) * 1000).rounded()) }
            lower = tier.upTo ?? lower
            let key = UsedTiers.Key(
                item: id,
                // What is free is free once, wherever it is used; the other steps are a region's.
                region: tier.price == .zero ? nil : scope.region,
                step: index
            )
            let part = self.tiers.take(remaining, of: width, key)
            guard part > 0 else { continue }
            remaining -= part
            lines.append(
                CostLine(
                    environment: scope.environment,
                    category: category,
                    component: component,
                    summary: summary + (tier.price == .zero ? " (free tier)" : ""),
                    priceID: id,
                    region: scope.region,
                    unit: item.unit,
                    quantityThousandths: part,
                    unitPrice: tier.price,
                    discountPerMille: perMille,
                    amount: CostLine.amount(
                        quantityThousandths: part,
                        unitPrice: tier.price,
                        discountPerMille: perMille
                    ),
                    confidence: prices.confidence(id, in: scope.region),
                    formula: formula,
                    id: unusedID(scope.environment, component, summary),
                    inputs: inputs
                )
            )
        }
    }

    /// Tiers of one item are told apart by a number.
    private mutating func unusedID(
        _ environment: String,
        _ component: String,
        _ summary: String
    ) -> String {
        let id = "cost.\(environment).\(component)." + Words.slug(summary)
        uses[id, default: 0] += 1
        let count = uses[id] ?? 1
        return count == 1 ? id : "\(id).\(count)"
    }

    private func discount(_ service: String?) -> Int64 {
        guard let service, commitment != .none else { return 0 }
        return prices.discount("\(service).\(commitment.rawValue)")?.perMille ?? 0
    }
}

/// How much of each step of a price is used up.
///
/// The accounts of an organisation are paid together: the provider counts their use together, so a free
/// share is had once and not once an environment, and so are the steps of a volume's price.
private struct UsedTiers {
    struct Key: Hashable {
        let item: String
        /// Nil for all regions.
        let region: String?
        let step: Int
    }

    private var used: [Key: Int64] = [:]

    /// As much of `wanted` as is left of a step; without a `width` it has no end.
    mutating func take(_ wanted: Int64, of width: Int64?, _ key: Key) -> Int64 {
        let before = used[key, default: 0]
        let part = width.map { max(0, min(wanted, $0 - before)) } ?? wanted
        used[key] = before + part
        return part
    }
}
