package import Workflow

/// Overlays: a user's own prices over those of a table. One holds only what differs.
///
/// ```json
/// { "schema": 1, "kind": "overlay", "name": "negotiated", "effective": "2026-11-01",
///   "items": { "nat.hour": { "usd": "0.04" } },
///   "regionItems": { "eu-west-1": { "ec2.m5.large": { "usd": "0.107" } } },
///   "multipliers": { "ec2": "0.93" } }
/// ```
///
/// A multiplier is for a service, the first word of an id, and holds for its items that the same
/// overlay does not state itself: those are net already.
extension PriceTable {
    private static let overlayKeys: Set<String> = [
        "schema", "kind", "name", "effective", "sources", "regions", "items", "regionItems",
        "multipliers", "discounts",
    ]

    /// This table with `overlay` over it.
    ///
    /// - Throws: `PriceTableError` that names the member that is wrong.
    package func applying(_ overlay: Value) throws(PriceTableError) -> PriceTable {
        // A whole table is an overlay that happens to state everything.
        if overlay["baseRegion"] != nil { return try applying(table: PriceTable(overlay), overlay) }
        guard let members = overlay.objectValue else {
            throw PriceTableError(reason: "an overlay is a mapping")
        }
        if let unknown = members.keys.first(where: { !Self.overlayKeys.contains($0) }) {
            throw PriceTableError(
                reason: "'\(unknown)' is no member of an overlay; known: "
                    + Self.overlayKeys.sorted().joined(separator: ", ")
            )
        }
        let reading = PriceReading(Fields(overlay))
        guard reading.fields.whole("schema") == 1 else {
            throw PriceTableError(reason: "schema is not 1")
        }
        let day = try reading.effective()
        let sources = try reading.sources()
        let stated = try reading.items(reading.fields["items"], known: { item($0) }, sources, day)
        var regional: [String: [String: Item]] = [:]
        for (region, mapping) in reading.fields["regionItems"].value.objectValue?.pairs ?? [] {
            for one in try reading.items(Fields(mapping), known: { item($0) }, sources, day) {
                regional[region, default: [:]][one.id] = one
            }
        }
        let multiplied = try multiplying(
            reading.fields["multipliers"],
            except: Set(stated.map(\.id)),
            regional: regional,
            day
        )
        let regions = merged(multiplied.regions, try reading.regions(), by: \.name)
        if let stray = regional.keys.sorted().first(where: { name in
            !regions.contains { $0.name == name }
        }) {
            throw PriceTableError(
                reason: "region '\(stray)' of 'regionItems' is in no 'regions'; give its factor "
                    + "for what is not stated"
            )
        }
        var own = multiplied.regionalItems
        for (region, items) in regional {
            own[region, default: [:]].merge(items) { _, new in new }
        }
        return PriceTable(
            provider: provider,
            baseRegion: baseRegion,
            effective: effective,
            sources: merged(self.sources, sources, by: \.key),
            regions: regions,
            items: merged(multiplied.items, stated, by: \.id),
            discounts: merged(discounts, try reading.discounts(), by: \.id),
            regionalItems: own,
            layers: layers + [Self.layer(overlay)]
        )
    }

    private func applying(table: PriceTable, _ document: Value) -> PriceTable {
        PriceTable(
            provider: table.provider,
            baseRegion: table.baseRegion,
            effective: table.effective,
            sources: merged(sources, table.sources, by: \.key),
            regions: merged(regions, table.regions, by: \.name),
            items: merged(items, table.items, by: \.id),
            discounts: merged(discounts, table.discounts, by: \.id),
            regionalItems: regionalItems,
            layers: layers + [Self.layer(document)]
        )
    }

    private static func layer(_ document: Value) -> Layer {
        Layer(
            name: document["name"]?.stringValue ?? "overlay",
            digest: Digest(of: JSONWriter.canonical(document))
        )
    }

    /// Every item of a service times its multiplier, but for those that are stated net.
    private func multiplying(
        _ multipliers: Fields,
        except stated: Set<String>,
        regional: [String: [String: Item]],
        _ day: CivilDate
    ) throws(PriceTableError) -> (
        items: [Item], regions: [Region], regionalItems: [String: [String: Item]]
    ) {
        var result = items
        var own = regionalItems
        for (service, value) in multipliers.value.objectValue?.pairs ?? [] {
            guard let factor = FixedPoint.parse(value.stringValue ?? "", places: 3), factor > 0,
                factor <= 10_000
            else {
                throw PriceTableError(
                    reason: "multiplier '\(service)' is no decimal text between 0 and 10"
                )
            }
            func belongs(_ id: String) -> Bool { id.hasPrefix(service + ".") }
            guard items.contains(where: { belongs($0.id) }) else {
                throw PriceTableError(reason: "multiplier '\(service)' is for no item")
            }
            result = result.map {
                belongs($0.id) && !stated.contains($0.id) ? $0.times(factor) : $0
            }
            for (region, items) in own {
                own[region] = items.mapValues { item in
                    belongs(item.id) && regional[region]?[item.id] == nil
                        ? item.times(factor) : item
                }
            }
        }
        return (result, regions, own)
    }

    private func merged<Element>(
        _ old: [Element],
        _ new: [Element],
        by key: (Element) -> String
    ) -> [Element] {
        let names = Set(new.map(key))
        return old.filter { !names.contains(key($0)) } + new
    }
}

extension PriceTable.Item {
    /// Each tier times `thousandths` ÷ 1000; the source says so.
    fileprivate func times(_ thousandths: Int64) -> PriceTable.Item {
        PriceTable.Item(
            id: id,
            unit: unit,
            tiers: tiers.map {
                PriceTable.Tier(upTo: $0.upTo, price: $0.price.times(thousandths: thousandths))
            },
            confidence: confidence,
            source: source + " × " + FixedPoint.text(thousandths, places: 3),
            date: date,
            isGlobal: isGlobal
        )
    }
}

/// The prices of a run: which overlays, and the digest of what they make of the shipped table.
extension PriceTable {
    /// Of every price, factor and discount; sources and names are not in it.
    package var digest: Digest {
        func tiers(_ item: Item) -> Value {
            .array(
                [.string(item.unit), .bool(item.isGlobal)]
                    + item.tiers.map {
                        .array([
                            $0.upTo.map(Value.number) ?? .null, .string($0.price.priceText),
                        ])
                    }
            )
        }
        let regional = regionalItems.keys.sorted().map { region in
            (
                region,
                Value.object(
                    Members(
                        (regionalItems[region] ?? [:]).sorted { $0.key < $1.key }
                            .map { ($0.key, tiers($0.value)) }
                    )
                )
            )
        }
        let document: Value = .object([
            "regions": .object(
                Members(regions.map { ($0.name, .number(Double($0.factorThousandths))) })
            ),
            "items": .object(Members(items.map { ($0.id, tiers($0)) })),
            "regionItems": .object(Members(regional)),
            "discounts": .object(Members(discounts.map { ($0.id, .number(Double($0.perMille))) })),
        ])
        return Digest(of: JSONWriter.canonical(document))
    }

    /// This table as the request of a run has it: with the overlays in `budget.prices`.
    ///
    /// - Throws: `PriceTableError` when an overlay is none, or when the prices are no longer those
    ///   with which the run began.
    package func resolved(for request: Value?) throws(PriceTableError) -> PriceTable {
        guard let chosen = request?["budget"]?["prices"] else { return self }
        var table = self
        for overlay in chosen["overlays"]?.arrayValue ?? [] { table = try table.applying(overlay) }
        if let begun = chosen["sha256"]?.stringValue, begun != table.digest.hex {
            throw PriceTableError(
                reason: "the prices are not those with which the run began (\(begun.prefix(12)), "
                    + "now \(table.digest.hex.prefix(12))): the program's table has changed; begin "
                    + "a new run"
            )
        }
        return table
    }

    /// What is journaled with a run, so that every later step and every resume has these prices.
    package static func choice(overlays: [Value], digest: Digest) -> Value {
        var members: Members = ["sha256": .string(digest.hex)]
        if !overlays.isEmpty { members["overlays"] = .array(overlays) }
        return .object(members)
    }
}
