import Workflow

/// `cost/analysis.json` and `cost/analysis.md`.
enum CostAnalysisFiles {
    static func files(
        _ model: SavingsModel,
        targetPercent: Double,
        prices: PriceTable
    ) -> [RenderedFile] {
        [
            RenderedFile(path: "cost/analysis.json", json: json(model, targetPercent, prices)),
            RenderedFile(path: "cost/analysis.md", text: page(model, targetPercent)),
        ]
    }

    private static func json(
        _ model: SavingsModel,
        _ targetPercent: Double,
        _ prices: PriceTable
    ) -> Value {
        [
            "schema": 1, "currency": "USD", "days": .int(model.days),
            "monthlyUsd": .string(model.monthly.text),
            "targetPercent": .number(targetPercent), "targetUsd": .string(model.target.text),
            "savingUsd": .string(model.saving.text), "isReached": .bool(model.isReached),
            "shortfallUsd": .string(model.shortfall.text),
            "pricesEffective": .string(prices.effective.description),
            "products": .array(
                model.products.map {
                    ["name": .string($0.name), "monthlyUsd": .string($0.monthly.text)]
                }
            ),
            "measures": .array(
                model.measures.map { measure in
                    [
                        "id": .string(measure.id), "title": .string(measure.title),
                        "lines": .int(measure.lines), "baseUsd": .string(measure.base.text),
                        "perMille": .number(Double(measure.perMille)),
                        "savingUsd": .string(measure.saving.text),
                        "effort": .string(measure.effort), "risk": .string(measure.risk),
                    ]
                }
            ),
            "notCounted": .strings(notCounted),
        ]
    }

    /// What the report alone cannot show.
    static let notCounted = [
        "smaller instances: the report holds hours, not how busy they were; run "
            + "scripts/cost_optimizer.py with access to the metrics",
        "colder storage classes: the report does not say how often objects are read",
        "private endpoints instead of NAT gateways: the report does not say where the bytes went",
        "Arm processors: images must be built for them first",
    ]

    private static func page(_ model: SavingsModel, _ targetPercent: Double) -> String {
        let share =
            Double(model.saving.microUSD) * 100 / Double(max(1, model.monthly.microUSD))
        let verdict =
            model.isReached
            ? "The aim is reached."
            : "**The aim is not reached**: \(model.shortfall.display) a month are missing. What "
                + "the report cannot show, below, has to be measured for the rest."
        return Page.page(
            "# Cost analysis",
            "\(model.monthly.display) a month (from \(model.days) days). The aim is "
                + "\(NumberText.plain(targetPercent)) %, \(model.target.display); the measures save "
                + "\(model.saving.display), \(NumberText.plain(share, places: 1)) %. \(verdict)",
            "## Measures, largest first",
            "Each works on what the ones applied before it left, so the savings add up.",
            Page.table(
                ["measure", "of", "share", "saves a month", "effort", "risk"],
                model.measures.map {
                    [
                        $0.title, $0.base.display,
                        NumberText.plain(Double($0.perMille) / 10) + " %", $0.saving.display,
                        $0.effort, $0.risk,
                    ]
                }
            ),
            "## Where the money goes",
            Page.table(
                ["product", "monthly"],
                model.products.map { [$0.name, $0.monthly.display] }
            ),
            "## Not counted",
            Page.list(notCounted)
        )
    }
}
