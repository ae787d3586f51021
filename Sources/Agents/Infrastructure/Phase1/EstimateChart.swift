/// `cost/estimate.svg`: what each environment costs, by category, against the budget.
enum EstimateChart {
    private static let colors: [CostLine.Category: String] = [
        .compute: "#4472a8", .database: "#b5653a", .cache: "#d8a03c", .network: "#5b9270",
        .edge: "#7f63a1", .storage: "#8c8c8c", .observability: "#3f9aa6", .security: "#a84a5e",
        .recovery: "#6d7f39",
    ]
    private static let left = 150.0
    private static let room = 780.0

    static func svg(_ cost: CostModel) -> String {
        let environments = cost.environments
        let categories = CostLine.Category.allCases.filter { cost.total(category: $0) > .zero }
        let largest = max(cost.monthly, cost.budget, Money(dollars: 1))
        let height = 170 + Double(environments.count + 1) * 46 + 60
        var svg = SVGWriter(
            width: 1040,
            height: height,
            title: "Cost estimate by environment and category",
            description: "\(cost.monthly.display) a month of a budget of \(cost.budget.display)."
        )
        svg.text(24, 36, "\(cost.monthly.display) a month", size: 22, weight: "bold")
        svg.text(24, 60, "of a budget of \(cost.budget.display)", size: 14, fill: "#444")
        legend(categories, &svg)
        func x(_ amount: Money) -> Double { left + room * amount.dollars / largest.dollars }
        let rows =
            [("all", cost.lines)]
            + environments.map { name in (name, cost.lines.filter { $0.environment == name }) }
        for (index, row) in rows.enumerated() {
            let y = 140 + Double(index) * 46
            svg.text(left - 12, y + 20, row.0, size: 13, anchor: "end")
            var sum = Money.zero
            for category in categories {
                let part = row.1.filter { $0.category == category }.map(\.amount).total
                guard part > .zero else { continue }
                svg.rect(
                    x(sum),
                    y,
                    x(sum + part) - x(sum),
                    30,
                    fill: colors[category] ?? "#888",
                    stroke: "#fff",
                    kind: "bar"
                )
                sum += part
            }
            let amount = sum.display
            // Beside the bar, or inside its end where there is no room.
            let isRoom = x(sum) + 8 + SVGWriter.width(amount, size: 13) < left + room + 100
            svg.text(isRoom ? x(sum) + 8 : x(sum) - 90, y + 20, amount, size: 13)
        }
        let bottom = 140 + Double(rows.count) * 46
        svg.line(x(cost.budget), 128, x(cost.budget), bottom, stroke: "#b00020")
        svg.text(
            x(cost.budget),
            bottom + 20,
            "budget \(cost.budget.display)",
            size: 13,
            fill: "#b00020",
            anchor: x(cost.budget) > left + room / 2 ? "end" : "start"
        )
        return svg.finished()
    }

    private static func legend(_ categories: [CostLine.Category], _ svg: inout SVGWriter) {
        for (index, category) in categories.enumerated() {
            let x = 24 + Double(index) * 110
            svg.rect(x, 84, 14, 14, fill: colors[category] ?? "#888", stroke: "none")
            svg.text(x + 20, 96, category.rawValue, size: 12)
        }
    }
}
