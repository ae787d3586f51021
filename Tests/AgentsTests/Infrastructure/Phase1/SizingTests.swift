import Agents
import Testing
import Workflow

struct SizingTests {
    @Test func `print`() throws {
        let plan = try Fixture.plan()
        for line in plan.cost.lines { Swift.print(line.environment, line.component, line.summary, line.quantityText, line.unitPrice.priceText, line.amount.text, separator: " | ") }
        for e in plan.cost.environments { Swift.print(e, plan.cost.total(environment: e).text) }
        Swift.print("TOTAL", plan.cost.monthly.text, plan.cost.unpriced, plan.recovery.strategy)
        for f in plan.conflicts { Swift.print(f.code, f.message, f.fix ?? "") }
        for f in plan.figures { Swift.print(f.id, f.text, f.formula, separator: " | ") }
    }
}
