import Agents
import Workflow

/// The prices of one region, for people and as JSON.
struct PriceList {
    private let table: PriceTable
    private let region: PriceTable.Region
    private let items: [PriceTable.Item]

    init(table: PriceTable, region: PriceTable.Region, prefix: String) {
        self.table = table
        self.region = region
        items = table.items.filter { $0.id.hasPrefix(prefix) }
            .compactMap { table.item($0.id, in: region.name) }
    }

    var isEmpty: Bool { items.isEmpty }

    private func price(_ item: PriceTable.Item) -> String {
        let tiers = table.tiers(item.id, in: region.name) ?? []
        return tiers.map { tier in
            tier.price.priceText + (tier.upTo.map { " up to \(NumberText.grouped($0))" } ?? "")
        }.joined(separator: ", ")
    }

    func lines(_ ink: Ink) -> [String] {
        var rows = Table("item", ">USD", "per", "confidence", "date", "source")
        for item in items {
            let confidence = table.confidence(item.id, in: region.name)
            rows.add(
                Table.Cell(item.id),
                Table.Cell(price(item)),
                Table.Cell(item.unit),
                Table.Cell(confidence.rawValue, confidence == .low ? .yellow : nil),
                Table.Cell(item.date.description),
                Table.Cell(item.source)
            )
        }
        let factor = FixedPoint.text(region.factorThousandths, places: 3)
        let layers = table.layers.map { "overlay: \($0.name) (\($0.digest.hex.prefix(12)))" }
        let sources = table.sources.map { "source \($0.key): \($0.title)" }
        let head =
            "\(region.name): factor \(factor), confidence \(region.confidence.rawValue), "
            + region.note
        return [
            head, "effective \(table.effective), sha256 \(table.digest.hex.prefix(12))",
        ] + layers + [""] + rows.lines(ink) + [""]
            + (sources + discounts).map { Words.printable($0, limit: 200) }
    }

    private var discounts: [String] {
        table.discounts.map {
            "discount \($0.id): \(NumberText.plain(Double($0.perMille) / 10)) %, "
                + "\($0.confidence.rawValue), \($0.note)"
        }
    }

    var json: Value {
        [
            "schema": 1, "region": .string(region.name),
            "factor": .string(FixedPoint.text(region.factorThousandths, places: 3)),
            "regionConfidence": .string(region.confidence.rawValue),
            "note": .string(region.note), "effective": .string(table.effective.description),
            "sha256": .string(table.digest.hex),
            "overlays": .array(
                table.layers.map {
                    ["name": .string($0.name), "sha256": .string($0.digest.hex)]
                }
            ),
            "sources": .object(Members(table.sources.map { ($0.key, .string($0.title)) })),
            "items": .array(
                items.map { item in
                    [
                        "id": .string(item.id), "unit": .string(item.unit),
                        "confidence": .string(table.confidence(item.id, in: region.name).rawValue),
                        "date": .string(item.date.description), "source": .string(item.source),
                        "tiers": .array(
                            (table.tiers(item.id, in: region.name) ?? []).map {
                                [
                                    "upTo": $0.upTo.map(Value.number) ?? .null,
                                    "usd": .string($0.price.priceText),
                                ]
                            }
                        ),
                    ]
                }
            ),
        ]
    }
}

/// What an import or a refresh changes.
struct PriceDifference {
    let changes: [PriceChange]
    /// Where the overlay was written; nil when nothing was.
    let path: String?

    func tell(asJSON: Bool) {
        guard !asJSON else {
            Output.json([
                "schema": 1, "written": .optional(path),
                "changes": .array(
                    changes.map {
                        [
                            "id": .string($0.id), "region": .string($0.region),
                            "unit": .string($0.unit), "before": .optional($0.before),
                            "after": .string($0.after),
                        ]
                    }
                ),
            ])
            return
        }
        var rows = Table("item", "region", ">before", ">after", "per")
        for change in changes {
            rows.add(
                Table.Cell(change.id),
                Table.Cell(change.region),
                Table.Cell(change.before ?? "none"),
                Table.Cell(change.after),
                Table.Cell(change.unit)
            )
        }
        if changes.isEmpty {
            Output.line("no price differs")
        } else {
            rows.lines(.standard).forEach(Output.line)
        }
        Output.line(path.map { "written to \($0)" } ?? "nothing was written")
    }
}
