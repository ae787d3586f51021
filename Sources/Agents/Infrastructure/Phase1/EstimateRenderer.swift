package import Workflow

/// D1.4: what it costs, line by line, and what would cost less.
package struct EstimateRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D1.4"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "cost/estimate.json", json: EstimateJSON.value(plan)),
            RenderedFile(path: "cost/estimate.csv", text: csv(plan.cost)),
            RenderedFile(path: "cost/estimate.md", text: EstimatePage.text(plan)),
            RenderedFile(path: "cost/estimate.svg", text: EstimateChart.svg(plan.cost)),
            RenderedFile(path: "cost/optimization-plan.md", text: OptimizationPage.text(plan)),
            RenderedFile(path: "cost/prices.lock.json", json: EstimateJSON.lock(plan)),
        ]
    }

    private func csv(_ cost: CostModel) -> String {
        let header = [
            "environment", "category", "component", "description", "price", "region", "quantity",
            "unit", "unit_price_usd", "discount_per_mille", "monthly_usd", "confidence",
        ]
        let rows = cost.lines.map { line in
            [
                line.environment, line.category.rawValue, line.component, line.summary,
                line.priceID, line.region, line.quantityText, line.unit, line.unitPrice.priceText,
                String(line.discountPerMille), line.amount.text, line.confidence.rawValue,
            ]
        }
        return CSVText.text([header] + rows)
    }
}

/// The estimate as data; amounts are decimal text, so that no reader rounds them.
enum EstimateJSON {
    static func value(_ plan: InfrastructurePlan) -> Value {
        let cost = plan.cost
        let categories = CostLine.Category.allCases.filter { cost.total(category: $0) > .zero }
        return .object([
            "schema": 1, "currency": "USD", "hoursPerMonth": .int(plan.prices.hoursPerMonth),
            "asOf": .string(plan.asOf.description),
            "pricesEffective": .string(plan.prices.effective.description),
            "commitment": .string(plan.request.budget.commitment.rawValue),
            "monthlyTotal": .string(cost.monthly.text), "annualTotal": .string(cost.annual.text),
            "budget": .object([
                "monthly": .string(cost.budget.text), "hard": .bool(cost.isBudgetHard),
                "headroom": .string((cost.budget - cost.monthly).text),
            ]),
            "environments": .object(
                Members(cost.environments.map { ($0, .string(cost.total(environment: $0).text)) })
            ),
            "categories": .object(
                Members(categories.map { ($0.rawValue, .string(cost.total(category: $0).text)) })
            ),
            "lines": .array(cost.lines.map(line)),
            "unpriced": .strings(cost.unpriced), "exclusions": .strings(cost.exclusions),
            "sensitivity": .array(
                plan.sensitivity.cases.map {
                    .object([
                        "id": .string($0.id), "summary": .string($0.summary),
                        "monthly": .string($0.monthly.text),
                        "difference": .string($0.difference.text),
                    ])
                }
            ),
            "reductions": .array(
                OptimizationModel.options(request: plan.request, cost: cost).map {
                    .object([
                        "id": .string($0.id), "title": .string($0.title),
                        "monthly": .string($0.monthly.text),
                    ])
                }
            ),
        ])
    }

    private static func line(_ line: CostLine) -> Value {
        .object([
            "id": .string(line.id), "inputs": .strings(line.inputs.map(\.id)),
            "environment": .string(line.environment), "category": .string(line.category.rawValue),
            "component": .string(line.component), "description": .string(line.summary),
            "price": .string(line.priceID), "region": .string(line.region),
            "quantity": .string(line.quantityText), "unit": .string(line.unit),
            "unitPrice": .string(line.unitPrice.priceText),
            "discountPerMille": .number(Double(line.discountPerMille)),
            "monthly": .string(line.amount.text), "confidence": .string(line.confidence.rawValue),
            "formula": .string(line.formula),
        ])
    }

    /// The prices in use, so that the same estimate can be made again when the table has moved on.
    static func lock(_ plan: InfrastructurePlan) -> Value {
        let prices = plan.prices
        let items = plan.cost.pricesInUse.compactMap { use -> Value? in
            guard let item = prices.item(use.id, in: use.region),
                let tiers = prices.tiers(use.id, in: use.region)
            else { return nil }
            return .object([
                "id": .string(use.id), "region": .string(use.region), "unit": .string(item.unit),
                "source": .string(item.source), "date": .string(item.date.description),
                "confidence": .string(prices.confidence(use.id, in: use.region).rawValue),
                "tiers": .array(
                    tiers.map {
                        .object([
                            "upTo": $0.upTo.map(Value.number) ?? .null,
                            "usd": .string($0.price.priceText),
                        ])
                    }
                ),
            ])
        }
        let digest = Digest(of: JSONWriter.canonical(.array(items)))
        return .object([
            "schema": 1, "provider": .string(prices.provider),
            "effective": .string(prices.effective.description),
            "tableSha256": .string(prices.digest.hex),
            "overlays": .array(
                prices.layers.map {
                    .object(["name": .string($0.name), "sha256": .string($0.digest.hex)])
                }
            ),
            "regions": .object(
                Members(
                    prices.regions.filter { region in
                        plan.cost.lines.contains { $0.region == region.name }
                    }.map {
                        (
                            $0.name,
                            .object([
                                "factor": .string(FixedPoint.text($0.factorThousandths, places: 3)),
                                "confidence": .string($0.confidence.rawValue),
                                "note": .string($0.note),
                            ])
                        )
                    }
                )
            ),
            "discounts": .object(
                Members(
                    prices.discounts.map {
                        ($0.id, .string(FixedPoint.text($0.perMille, places: 3)))
                    }
                )
            ),
            "sources": .object(Members(prices.sources.map { ($0.key, .string($0.title)) })),
            "items": .array(items), "itemsSha256": .string(digest.hex),
        ])
    }
}
