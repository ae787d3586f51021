import Agents
import Foundation
import Testing
import Workflow

/// Requirements that cannot be met: what is said, and that it is true.
@Suite struct ConflictTests {
    private func fix(_ code: String, _ changes: [String: Value]) throws -> String {
        let conflict = try #require(
            Fixture.plan(changes).conflictsWithWaysOut.first { $0.code == code }
        )
        return conflict.fix ?? ""
    }

    @Test func `reductions of the budget are the totals of their own plans`() throws {
        let asked: [String: Value] = ["budget.monthlyUsd": 9000]
        let fix = try fix("cost.budget", asked)
        let changes: [(String, [String: Value])] = [
            (
                "budget.commitment: one-year-no-upfront",
                ["budget.commitment": "one-year-no-upfront"]
            ),
            ("traffic.spikeFactor: 5", ["traffic.spikeFactor": 5]),
            ("cloud.zones: 2", ["cloud.zones": 2]),
        ]
        var shown = 0
        for (title, change) in changes where fix.contains(title) {
            let plan = try Fixture.plan(asked.merging(change) { $1 })
            #expect(fix.contains("\(title): \(plan.cost.monthly.display) a month"), "\(fix)")
            shown += 1
        }
        #expect(shown >= 1, "\(fix)")
        #expect(fix.contains("together"))
        #expect(fix.contains("raise budget.monthlyUsd"))
    }

    @Test func `reductions are ranked by what is left to pay`() throws {
        let fix = try fix("cost.budget", ["budget.monthlyUsd": 9000])
        let amounts = fix.components(separatedBy: "; ").prefix(6).compactMap { way in
            way.firstMatch(of: #/: \$([0-9,.]+) a month, \$/#).map {
                Double($0.output.1.replacing(",", with: "")) ?? 0
            }
        }
        #expect(amounts.count >= 3)
        #expect(amounts == amounts.sorted())
    }

    @Test func `the spike that the quota carries is the largest one`() throws {
        let asked: [String: Value] = ["traffic.concurrentUsers": 100_000]
        let fix = try fix("capacity.quota", asked)
        let match = try #require(fix.firstMatch(of: #/traffic\.spikeFactor: ([0-9.]+):/#), "\(fix)")
        let factor = try #require(Double(match.output.1))
        func hasConflict(_ factor: Double) throws -> Bool {
            try Fixture.plan(asked.merging(["traffic.spikeFactor": .number(factor)]) { $1 })
                .conflicts.contains { $0.code == "capacity.quota" }
        }
        #expect(try !hasConflict(factor))
        #expect(try hasConflict(factor + 0.1))
        #expect(fix.contains("assumptions.onDemandVcpuQuota"))
    }

    @Test func `another strategy is named with its time and its cost`() throws {
        let fix = try fix("recovery.rto", ["objectives.rtoMinutes": 45])
        #expect(fix.contains("pilot-light misses 45 min with 85 min at $"), "\(fix)")
        #expect(fix.contains("relax objectives.rtoMinutes to"))
    }

    @Test func `the restore that would suffice does suffice`() throws {
        let asked: [String: Value] = ["application.database.sizeGiB": 200]
        let fix = try fix("recovery.rto", asked)
        let match = try #require(fix.firstMatch(of: #/from ([0-9]+) GB/h on it fits/#), "\(fix)")
        let rate = try #require(Double(match.output.1))
        func hasConflict(_ rate: Double) throws -> Bool {
            try Fixture.plan(asked.merging(["assumptions.restoreGBPerHour": .number(rate)]) { $1 })
                .conflicts.contains { $0.code == "recovery.rto" }
        }
        #expect(try !hasConflict(rate))
        #expect(try hasConflict(rate - 10))
    }

    @Test func `what shortens the response is measured`() throws {
        let fix = try fix("latency.budget", ["traffic.p95Ms": 90])
        #expect(fix.contains("cpuMsPerRequest of every service at"), "\(fix)")
        #expect(fix.contains("relax traffic.p95Ms to"))
    }

    @Test func `too many addresses lead to other shapes`() throws {
        let fix = try fix(
            "T17",
            ["traffic.concurrentUsers": 400_000, "assumptions.onDemandVcpuQuota": 100_000]
        )
        #expect(fix.contains("technology.compute: asg"), "\(fix)")
    }

    @Test func `what exceeds a quota is asked for with a lead time`() throws {
        let plan = try Fixture.plan([
            "traffic.concurrentUsers": 40_000, "assumptions.onDemandVcpuQuota": 50,
        ])
        let increase = try #require(
            plan.quotas.quotas.first {
                $0.code == "L-1216C47A" && $0.isExceeded && $0.leadTimeDays != nil
            }
        )
        #expect(increase.request >= increase.demand.value)
        #expect(increase.leadTimeDays == 5)
        #expect(try Fixture.plan().quotas.conflicts.isEmpty)
    }

    @Test func `environments in one account share its quotas`() throws {
        let one = try Fixture.plan([
            "cloud.accounts": [
                "development": "444444444444", "integration": "444444444444",
                "staging": "444444444444", "production": "444444444444",
            ]
        ])
        // Three gateways in production and staging, one in each of the others.
        let addresses = try #require(one.quotas.quotas.first { $0.code == "L-0263D0A3" })
        #expect(addresses.demand.value == 8)
        #expect(addresses.isExceeded)
        let apart = try Fixture.plan().quotas.quotas.first { $0.code == "L-0263D0A3" }
        #expect(apart?.demand.value == 3)
    }
}
