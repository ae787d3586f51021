package import Workflow

/// `cost/prices.lock.json`: the prices that an estimate used.
package enum PriceLock {
    package static let path = "cost/prices.lock.json"

    /// A locked item whose price is now another one.
    package struct Difference: Sendable, Hashable {
        package let id: String
        package let region: String
        package let locked: String
        /// Nil when the table no longer knows it.
        package let now: String?
    }

    /// What `lock` holds otherwise than `table`, sorted by id.
    package static func differences(_ lock: Value, _ table: PriceTable) -> [Difference] {
        (lock["items"]?.arrayValue ?? []).compactMap { item in
            guard let id = item["id"]?.stringValue, let region = item["region"]?.stringValue else {
                return nil
            }
            let locked = (item["tiers"]?.arrayValue ?? []).compactMap { $0["usd"]?.stringValue }
                .joined(separator: ", ")
            let now = table.tiers(id, in: region).map { tiers in
                tiers.map(\.price.priceText).joined(separator: ", ")
            }
            guard locked != now else { return nil }
            return Difference(id: id, region: region, locked: locked, now: now)
        }.sorted { ($0.id, $0.region) < ($1.id, $1.region) }
    }
}

/// What an overlay changes in a table.
package struct PriceChange: Sendable, Hashable {
    package let id: String
    package let region: String
    package let unit: String
    package let before: String?
    package let after: String

    /// The items whose price differs in one of `regions`, sorted by id.
    package static func between(
        _ old: PriceTable,
        _ new: PriceTable,
        regions: [String]
    ) -> [PriceChange] {
        func text(_ table: PriceTable, _ id: String, _ region: String) -> String? {
            table.tiers(id, in: region).map { $0.map(\.price.priceText).joined(separator: ", ") }
        }
        return regions.flatMap { region in
            new.items.compactMap { item -> PriceChange? in
                guard let after = text(new, item.id, region) else { return nil }
                let before = text(old, item.id, region)
                guard before != after else { return nil }
                return PriceChange(
                    id: item.id,
                    region: region,
                    unit: item.unit,
                    before: before,
                    after: after
                )
            }
        }.sorted { ($0.id, $0.region) < ($1.id, $1.region) }
    }
}
