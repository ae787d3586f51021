import Agents
import Testing
import Workflow

struct PlanTests {
    @Test func `the example is feasible with every line priced`() throws {
        let plan = try Fixture.plan()
        #expect(plan.conflicts.isEmpty)
        #expect(plan.cost.unpriced.isEmpty)
        #expect(plan.cost.monthly < Money(dollars: 15_000))
        #expect(plan.cost.annual == plan.cost.monthly * 12)
        #expect(plan.cost.monthly == Money("11335.90"))
    }

    @Test(
        arguments: [
            (["budget.monthlyUsd": 5000], "cost.budget"),
            (["objectives.rtoMinutes": 30], "recovery.rto"),
            (["objectives.rpoMinutes": 1], "recovery.rpo"),
            (["application.database.sizeGiB": 200], "recovery.rto"),
            (["traffic.concurrentUsers": 1_000_000], "capacity.quota"),
            (["traffic.concurrentUsers": 1_000_000], "capacity.database"),
            (["assumptions.poolSizePerReplica": 100], "capacity.connections"),
            (["traffic.p95Ms": 50], "latency.budget"),
        ] as [([String: Value], String)]
    )
    func `what cannot be met is named with numbers and ways out`(
        changes: [String: Value],
        code: String
    ) throws {
        let conflict = try #require(
            Fixture.plan(changes).conflictsWithWaysOut.first { $0.code == code }
        )
        #expect(conflict.severity <= .medium)
        #expect(conflict.message.contains { $0.isNumber })
        #expect(conflict.fix?.hasPrefix("1. ") == true)
    }

    @Test func `a budget that is not hard is advice`() throws {
        let plan = try Fixture.plan(["budget.monthlyUsd": 5000, "budget.hard": false])
        #expect(plan.conflicts.map(\.severity) == [.low])
    }

    @Test func `the same request gives the same bytes`() throws {
        let first = try Delivery()
        let second = try Delivery()
        #expect(first.files == second.files)
        #expect(first.files.count > 20)
    }

    @Test(arguments: [100, 1000, 10_000, 100_000, 1_000_000])
    func `subnets are disjoint for every number of users`(users: Int) throws {
        let plan = try Fixture.plan(["traffic.concurrentUsers": .int(users)])
        let blocks = plan.network.networks.flatMap { $0.subnets.map(\.cidr) }.sorted()
        #expect(blocks.count == 45)
        for (left, right) in zip(blocks, blocks.dropFirst()) { #expect(!left.overlaps(right)) }
        for network in plan.network.networks {
            #expect(network.subnets.allSatisfy { network.cidr.contains($0.cidr) })
            #expect(plan.network.supernet.contains(network.cidr))
        }
    }

    @Test func `a commitment discounts only what always runs`() throws {
        let plan = try Fixture.plan(["budget.commitment": "one-year-no-upfront"])
        let lines = plan.cost.lines.filter { $0.discountPerMille > 0 }
        #expect(!lines.isEmpty)
        #expect(
            lines.allSatisfy { ["production", "staging", "recovery"].contains($0.environment) }
        )
        #expect(Set(lines.map(\.discountPerMille)) == [373, 296, 317])
        let usual = try Fixture.plan().cost.monthly
        #expect(plan.cost.monthly < usual)
    }

    @Test func `another region costs more and is marked as uncertain`() throws {
        let changes: [String: Value] = [
            "cloud.region": "eu-west-1", "cloud.drRegion": "eu-central-1",
            "compliance.dataResidency": ["eu"], "budget.monthlyUsd": 20_000,
        ]
        let plan = try Fixture.plan(changes)
        let usual = try Fixture.plan().cost.monthly
        #expect(plan.cost.monthly > usual)
        let nodes = plan.cost.lines.filter { $0.component == "nodes" }
        #expect(nodes.allSatisfy { $0.confidence == .low })
        #expect(!plan.controls.controls.contains { $0.id == "Chapter V" })
    }

    @Test func `amounts are exact decimals`() throws {
        let amount = CostLine.amount(
            quantityThousandths: 730_000,
            unitPrice: try #require(Money("0.0416")),
            discountPerMille: 373
        )
        #expect(amount.text == "19.04")
        #expect(Money("1.2345678") == nil)
        #expect(Money("12.5")?.display == "$12.50")
        #expect(Money(dollars: 1_234_567).display == "$1,234,567.00")
    }
}
