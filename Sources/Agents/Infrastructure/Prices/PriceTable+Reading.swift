package import Workflow

extension PriceTable {
    /// Where the shipped table lies in the resource library.
    package static let shippedPath = "prices/aws.json"

    package init(text: String) throws(PriceTableError) {
        try self.init(Self.document(text))
    }

    /// The JSON document of `text`.
    package static func document(_ text: String) throws(PriceTableError) -> Value {
        do {
            return try JSONReader.value(of: text)
        } catch {
            throw PriceTableError(reason: error.description)
        }
    }

    package init(_ document: Value) throws(PriceTableError) {
        let reading = PriceReading(Fields(document))
        let fields = reading.fields
        guard fields.whole("schema") == 1 else { throw PriceTableError(reason: "schema is not 1") }
        let effective = try reading.effective()
        let sources = try reading.sources()
        self.init(
            provider: fields.text("provider"),
            baseRegion: fields.text("baseRegion"),
            effective: effective,
            sources: sources,
            regions: try reading.regions(),
            items: try reading.items(fields["items"], known: { _ in nil }, sources, effective),
            discounts: try reading.discounts()
        )
        guard fields.whole("hoursPerMonth") == 730, region(baseRegion) != nil, !items.isEmpty else {
            throw PriceTableError(
                reason: "hoursPerMonth must be 730, baseRegion a region, items not empty"
            )
        }
    }
}

/// Reads the parts that a price table and an overlay have in common.
struct PriceReading {
    let fields: Fields

    init(_ fields: Fields) { self.fields = fields }

    func effective() throws(PriceTableError) -> CivilDate {
        guard let day = CivilDate(fields.text("effective")) else {
            throw PriceTableError(reason: "'effective' is no date")
        }
        return day
    }

    func sources() throws(PriceTableError) -> [PriceTable.Source] {
        var result: [PriceTable.Source] = []
        for (key, value) in fields["sources"].value.objectValue?.pairs ?? [] {
            let title = value.stringValue ?? value["title"]?.stringValue ?? ""
            let date = value["date"]?.stringValue
            guard date == nil || date.flatMap({ CivilDate($0) }) != nil else {
                throw PriceTableError(reason: "source '\(key)' has a 'date' that is none")
            }
            result.append(
                PriceTable.Source(key: key, title: title, date: date.flatMap { CivilDate($0) })
            )
        }
        return result
    }

    func regions() throws(PriceTableError) -> [PriceTable.Region] {
        var result: [PriceTable.Region] = []
        for (name, value) in fields["regions"].value.objectValue?.pairs ?? [] {
            let fields = Fields(value)
            guard let factor = FixedPoint.parse(fields.text("factor"), places: 3), factor > 0 else {
                throw PriceTableError(reason: "region '\(name)' has no positive 'factor'")
            }
            result.append(
                PriceTable.Region(
                    name: name,
                    factorThousandths: factor,
                    confidence: try confidence(name, fields, nil),
                    note: fields.text("note")
                )
            )
        }
        return result
    }

    /// The items of a mapping; what an entry leaves out is taken over from the one that is known.
    func items(
        _ mapping: Fields,
        known: (String) -> PriceTable.Item?,
        _ sources: [PriceTable.Source],
        _ effective: CivilDate
    ) throws(PriceTableError) -> [PriceTable.Item] {
        var result: [PriceTable.Item] = []
        for (id, value) in mapping.value.objectValue?.pairs ?? [] {
            result.append(try item(id, Fields(value), known(id), sources, effective))
        }
        return result
    }

    private func item(
        _ id: String,
        _ fields: Fields,
        _ known: PriceTable.Item?,
        _ sources: [PriceTable.Source],
        _ effective: CivilDate
    ) throws(PriceTableError) -> PriceTable.Item {
        let tiers = try Self.tiers(id, fields)
        let unit = fields.text("unit").isEmpty ? known?.unit ?? "" : fields.text("unit")
        guard !unit.isEmpty else {
            throw PriceTableError(
                reason: "item '\(id)' needs a 'unit': it is not in the table that it is laid over"
            )
        }
        if let known, known.unit != unit {
            throw PriceTableError(
                reason: "item '\(id)' is priced by '\(known.unit)', not by '\(unit)'"
            )
        }
        let source = fields.text("source")
        let first = source.split(separator: ",").first.map(String.init) ?? ""
        let written = fields.text("date")
        guard written.isEmpty || CivilDate(written) != nil else {
            throw PriceTableError(reason: "item '\(id)' has a 'date' that is none")
        }
        return PriceTable.Item(
            id: id,
            unit: unit,
            tiers: tiers,
            confidence: try confidence(id, fields, known == nil ? nil : .medium),
            source: source.isEmpty ? "overlay" : source,
            date: CivilDate(written) ?? sources.first { $0.key == first }?.date ?? effective,
            isGlobal: fields.value["global"]?.boolValue ?? known?.isGlobal ?? false
        )
    }

    /// One tier, or several with rising limits of which only the last has none.
    private static func tiers(
        _ id: String,
        _ fields: Fields
    ) throws(PriceTableError) -> [PriceTable.Tier] {
        var tiers: [PriceTable.Tier] = []
        let written = fields.list("tiers")
        var last = 0.0
        for (index, entry) in (written.isEmpty ? [fields] : written).enumerated() {
            guard let price = Money(entry.text("usd")), price >= .zero else {
                throw PriceTableError(reason: "item '\(id)' has no decimal text in 'usd'")
            }
            let upTo = entry.value["upTo"]?.numberValue
            let isLast = index == max(written.count, 1) - 1
            guard isLast == (upTo == nil), upTo ?? .infinity > last else {
                throw PriceTableError(
                    reason: "item '\(id)' needs rising 'upTo' and a last tier without one"
                )
            }
            last = upTo ?? last
            tiers.append(PriceTable.Tier(upTo: upTo, price: price))
        }
        return tiers
    }

    func discounts() throws(PriceTableError) -> [PriceTable.Discount] {
        var result: [PriceTable.Discount] = []
        for (id, value) in fields["discounts"].value.objectValue?.pairs ?? [] {
            let fields = Fields(value)
            guard let perMille = FixedPoint.parse(fields.text("fraction"), places: 3),
                (0..<1000).contains(perMille)
            else { throw PriceTableError(reason: "discount '\(id)' has no 'fraction' below 1") }
            result.append(
                PriceTable.Discount(
                    id: id,
                    perMille: perMille,
                    confidence: try confidence(id, fields, nil),
                    note: fields.text("note")
                )
            )
        }
        return result
    }

    private func confidence(
        _ id: String,
        _ fields: Fields,
        _ standard: PriceTable.Confidence?
    ) throws(PriceTableError) -> PriceTable.Confidence {
        let text = fields.text("confidence")
        if text.isEmpty, let standard { return standard }
        guard let confidence = PriceTable.Confidence(rawValue: text) else {
            throw PriceTableError(reason: "'\(id)' needs confidence high, medium or low")
        }
        return confidence
    }
}
