import Agents
import Testing
import Workflow

struct CheckTests {
    private func check(_ id: CheckID) throws -> any Check {
        try #require(Phase1Checks.all.first { $0.id == id })
    }

    @Test func `the example passes every check of phase 1`() async throws {
        let delivery = try Delivery()
        for check in Phase1Checks.all {
            let result = try await delivery.verdict(check)
            #expect(result.verdict == .passed, "\(check.id): \(result.findings)")
        }
    }

    @Test(
        arguments: [
            ("plan-conflicts", ["budget.monthlyUsd": 5000], "cost.budget"),
            ("budget", ["budget.monthlyUsd": 5000], "cost.budget"),
            ("recovery-targets", ["objectives.rpoMinutes": 1], "recovery.rpo"),
            ("capacity-of-design", ["assumptions.cpuTargetUtilization": 0.85], "T05"),
            ("capacity-of-design", ["traffic.concurrentUsers": 1_000_000], "capacity.database"),
        ] as [(CheckID, [String: Value], String)]
    )
    func `requirements that cannot be met fail a check`(
        id: CheckID,
        changes: [String: Value],
        code: String
    ) async throws {
        let result = try await Delivery(changes).verdict(check(id))
        #expect(result.verdict == .failed)
        #expect(result.findings.contains { $0.code == code }, "\(result.findings)")
    }

    @Test func `a missing or unreadable file fails every check that needs it`() async throws {
        var delivery = try Delivery()
        for path in delivery.files.keys where !path.hasPrefix("request/") {
            delivery.files[path] = "{"
        }
        for check in Phase1Checks.all where check.id != "no-attestation" {
            let result = try await delivery.verdict(check)
            #expect(result.verdict == .failed, "\(check.id)")
        }
    }

    @Test func `old prices are reported and do not fail`() async throws {
        let delivery = try Delivery(["budget.maxPriceAgeDays": 30])
        let result = try await delivery.verdict(check("price-age"))
        #expect(result.verdict == .passed)
        #expect(result.findings.map(\.code) == ["cost.age"])
    }

    @Test func `check ids are unique`() {
        let ids = Phase1Checks.all.map(\.id)
        #expect(Set(ids).count == ids.count)
    }
}
