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
    private let itemIndex: [String: Int]

    package struct Source: Sendable, Hashable {
        package let key: String
        package let title: String
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

    package func item(_ id: String) -> Item? { itemIndex[id].map { items[$0] } }
    package func region(_ name: String) -> Region? { regions.first { $0.name == name } }
    package func discount(_ id: String) -> Discount? { discounts.first { $0.id == id } }

    /// The tiers of `id` in `region`, each price rounded to a millionth; nil when not priced.
    package func tiers(_ id: String, in region: String) -> [Tier]? {
        guard let item = item(id), let factor = self.region(region) else { return nil }
        guard !item.isGlobal else { return item.tiers }
        return item.tiers.map {
            Tier(upTo: $0.upTo, price: $0.price.times(thousandths: factor.factorThousandths))
        }
    }

    /// The first paid tier's price.
    package func unitPrice(_ id: String, in region: String) -> Money? {
        tiers(id, in: region)?.first { $0.price > .zero }?.price
    }

    /// The weaker of the item's and the region's confidence.
    package func confidence(_ id: String, in region: String) -> Confidence {
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

extension PriceTable {
    /// Where the shipped table lies in the resource library.
    package static let shippedPath = "prices/aws.json"

    package init(text: String) throws(PriceTableError) {
        let document: Value
        do {
            document = try JSONReader.value(of: text)
        } catch {
            throw PriceTableError(reason: error.description)
        }
        try self.init(document)
    }

    package init(_ document: Value) throws(PriceTableError) {
        let fields = Fields(document)
        guard fields.whole("schema") == 1 else { throw PriceTableError(reason: "schema is not 1") }
        guard let effective = CivilDate(fields.text("effective")) else {
            throw PriceTableError(reason: "'effective' is no date")
        }
        provider = fields.text("provider")
        baseRegion = fields.text("baseRegion")
        self.effective = effective
        hoursPerMonth = fields.whole("hoursPerMonth")
        sources = (fields["sources"].value.objectValue?.pairs ?? []).map {
            Source(key: $0.key, title: $0.value.stringValue ?? "")
        }
        var regions: [Region] = []
        for (name, value) in fields["regions"].value.objectValue?.pairs ?? [] {
            regions.append(try Self.region(name, Fields(value)))
        }
        self.regions = regions.sorted { $0.name < $1.name }
        var items: [Item] = []
        for (id, value) in fields["items"].value.objectValue?.pairs ?? [] {
            items.append(try Self.item(id, Fields(value)))
        }
        self.items = items.sorted { $0.id < $1.id }
        itemIndex = self.items.enumerated().reduce(into: [:]) { $0[$1.element.id] = $1.offset }
        var discounts: [Discount] = []
        for (id, value) in fields["discounts"].value.objectValue?.pairs ?? [] {
            discounts.append(try Self.discount(id, Fields(value)))
        }
        self.discounts = discounts.sorted { $0.id < $1.id }
        guard hoursPerMonth == 730, region(baseRegion) != nil, !items.isEmpty else {
            throw PriceTableError(
                reason: "hoursPerMonth must be 730, baseRegion a region, items not empty"
            )
        }
    }

    private static func region(_ name: String, _ fields: Fields) throws(PriceTableError) -> Region {
        guard let factor = FixedPoint.parse(fields.text("factor"), places: 3), factor > 0 else {
            throw PriceTableError(reason: "region '\(name)' has no positive 'factor'")
        }
        return Region(
            name: name,
            factorThousandths: factor,
            confidence: try confidence(name, fields),
            note: fields.text("note")
        )
    }

    private static func item(_ id: String, _ fields: Fields) throws(PriceTableError) -> Item {
        var tiers: [Tier] = []
        let written = fields.list("tiers")
        for entry in written.isEmpty ? [fields] : written {
            guard let price = Money(entry.text("usd")), price >= .zero else {
                throw PriceTableError(reason: "item '\(id)' has no decimal text in 'usd'")
            }
            tiers.append(Tier(upTo: entry.value["upTo"]?.numberValue, price: price))
        }
        guard tiers.last?.upTo == nil, !fields.text("unit").isEmpty else {
            throw PriceTableError(
                reason: "item '\(id)' needs a unit and a last tier without 'upTo'"
            )
        }
        return Item(
            id: id,
            unit: fields.text("unit"),
            tiers: tiers,
            confidence: try confidence(id, fields),
            source: fields.text("source"),
            isGlobal: fields.flag("global")
        )
    }

    private static func discount(
        _ id: String,
        _ fields: Fields
    ) throws(PriceTableError) -> Discount {
        guard let perMille = FixedPoint.parse(fields.text("fraction"), places: 3),
            (0..<1000).contains(perMille)
        else { throw PriceTableError(reason: "discount '\(id)' has no 'fraction' below 1") }
        return Discount(
            id: id,
            perMille: perMille,
            confidence: try confidence(id, fields),
            note: fields.text("note")
        )
    }

    private static func confidence(
        _ id: String,
        _ fields: Fields
    ) throws(PriceTableError) -> Confidence {
        guard let confidence = Confidence(rawValue: fields.text("confidence")) else {
            throw PriceTableError(reason: "'\(id)' needs confidence high, medium or low")
        }
        return confidence
    }
}
