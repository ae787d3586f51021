package import Workflow

/// What things cost: items of one provider in its base region, factors for other regions, discounts.
package struct PriceTable: Sendable {
    package let provider: String
    /// Items are stated for this region.
    package let baseRegion: String
    /// The day for which the prices are stated; their age is measured from it.
    package let effective: CivilDate
    package let hoursPerMonth: Int
    package let sources: [Source]
    /// Sorted by name.
    package let regions: [Region]
    /// Sorted by id.
    package let items: [Item]
    package let discounts: [Discount]
    /// Prices that are stated for one region and need no factor, by region and then by id.
    let regionalItems: [String: [String: Item]]
    /// What was laid over the shipped table, first to last.
    package let layers: [Layer]
    private let itemIndex: [String: Int]

    /// One overlay that was applied.
    package struct Layer: Sendable, Hashable {
        package let name: String
        package let digest: Digest
    }

    package struct Source: Sendable, Hashable {
        package let key: String
        package let title: String
        /// The day for which it states its prices; nil for the table's own.
        package let date: CivilDate?
    }

    package struct Region: Sendable, Hashable {
        package let name: String
        /// Thousandths of the base region's price.
        package let factorThousandths: Int64
        package let confidence: Confidence
        package let note: String
    }

    package struct Item: Sendable, Hashable {
        package let id: String
        package let unit: String
        /// One tier without a limit, or several with rising limits.
        package let tiers: [Tier]
        package let confidence: Confidence
        package let source: String
        /// The day for which the source states it.
        package let date: CivilDate
        /// The same price everywhere, so no regional factor.
        package let isGlobal: Bool
    }

    package struct Tier: Sendable, Hashable {
        package let upTo: Double?
        package let price: Money
    }

    package struct Discount: Sendable, Hashable {
        package let id: String
        /// 373 is 37.3 %.
        package let perMille: Int64
        package let confidence: Confidence
        package let note: String
    }

    package enum Confidence: String, Sendable, Hashable, CaseIterable, Comparable {
        case high
        case medium
        case low

        /// High comes first.
        package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    init(
        provider: String,
        baseRegion: String,
        effective: CivilDate,
        sources: [Source],
        regions: [Region],
        items: [Item],
        discounts: [Discount],
        regionalItems: [String: [String: Item]] = [:],
        layers: [Layer] = []
    ) {
        self.provider = provider
        self.baseRegion = baseRegion
        self.effective = effective
        hoursPerMonth = 730
        self.sources = sources
        self.regions = regions.sorted { $0.name < $1.name }
        self.items = items.sorted { $0.id < $1.id }
        self.discounts = discounts.sorted { $0.id < $1.id }
        self.regionalItems = regionalItems
        self.layers = layers
        itemIndex = self.items.enumerated().reduce(into: [:]) { $0[$1.element.id] = $1.offset }
    }

    package func item(_ id: String) -> Item? { itemIndex[id].map { items[$0] } }
    package func region(_ name: String) -> Region? { regions.first { $0.name == name } }
    package func discount(_ id: String) -> Discount? { discounts.first { $0.id == id } }

    /// The item as it holds in `region`: the region's own, else the base region's.
    package func item(_ id: String, in region: String) -> Item? {
        regionalItems[region]?[id] ?? item(id)
    }

    /// The tiers of `id` in `region`, each price rounded to a millionth; nil when not priced.
    package func tiers(_ id: String, in region: String) -> [Tier]? {
        guard let factor = self.region(region) else { return nil }
        if let own = regionalItems[region]?[id] { return own.tiers }
        guard let item = item(id) else { return nil }
        guard !item.isGlobal else { return item.tiers }
        return item.tiers.map {
            Tier(upTo: $0.upTo, price: $0.price.times(thousandths: factor.factorThousandths))
        }
    }

    /// The first paid tier's price.
    package func unitPrice(_ id: String, in region: String) -> Money? {
        tiers(id, in: region)?.first { $0.price > .zero }?.price
    }

    /// The weaker of the item's and the region's confidence; a region's own price needs no factor.
    package func confidence(_ id: String, in region: String) -> Confidence {
        if let own = regionalItems[region]?[id] { return own.confidence }
        guard let item = item(id) else { return .low }
        guard !item.isGlobal, let region = self.region(region) else { return item.confidence }
        return max(item.confidence, region.confidence)
    }
}

/// Why a text is no price table.
package struct PriceTableError: Error, Sendable, CustomStringConvertible {
    package let reason: String
    package var description: String { "price table: " + reason }
}
