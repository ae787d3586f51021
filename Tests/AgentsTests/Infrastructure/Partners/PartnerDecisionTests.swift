import Agents
import Testing
import Workflow

/// The budget and delegated tasks: what is decided, and what is refused.
@Suite struct PartnerDecisionTests {
    private static func estimate(_ total: String = "30.00", last: String = "5.00") -> String {
        """
        {"monthlyTotal": "\(total)", "lines": [
          {"environment": "production", "description": "a", "monthly": "1.00"},
          {"environment": "production", "description": "b", "monthly": "9.00"},
          {"environment": "production", "description": "c", "monthly": "2.00"},
          {"environment": "production", "description": "d", "monthly": "8.00", "confidence": "low"},
          {"environment": "production", "description": "e", "monthly": "5.00"},
          {"environment": "production", "description": "f", "monthly": "\(last)"}],
         "reductions": [{"title": "small", "monthly": "1.00"}, {"title": "big", "monthly": "6.00"}]}
        """
    }

    private static func ask(_ budget: Value, _ more: Members = Members()) -> Value {
        var members: Members = ["requirements": ["budget": budget]]
        for (key, value) in more.pairs { members[key] = value }
        return .object(members)
    }

    private static let case30 = PartnerCase(files: ["cost/estimate.json": estimate()])

    @Test func `within the budget: limit, five drivers, reductions, conditions`() async throws {
        let outputs = try await Self.case30.reply(
            of: ProductManagement(),
            "decide-budget",
            Self.ask(["monthlyUsd": 31])
        ).outputs
        #expect(outputs["decision"] == "approved")
        #expect(outputs["limitUsd"] == "31.00")
        let drivers = outputs["drivers"]?.arrayValue?.compactMap { $0["monthlyUsd"]?.stringValue }
        #expect(drivers == ["9.00", "8.00", "5.00", "5.00", "2.00"])
        #expect(outputs["reductions"]?.arrayValue?.first?["title"] == "big")
        let conditions = outputs["conditions"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(conditions.contains { $0.contains("headroom of 1.00") })
        #expect(conditions.contains { $0.contains("1 lines with prices of low confidence") })
    }

    @Test func `over a soft budget the way back is a condition`() async throws {
        let outputs = try await Self.case30.reply(
            of: ProductManagement(),
            "decide-budget",
            Self.ask(["monthlyUsd": 25, "hard": false])
        ).outputs
        #expect(outputs["decision"] == "approved-over-soft-budget")
        let first = outputs["conditions"]?.arrayValue?.first?.stringValue
        #expect(first?.contains("5.00 a month") == true)
        #expect(first?.hasSuffix(": big") == true)
    }

    @Test func `over a hard budget it says what costs most and what would save`() async throws {
        let refusal = try await Self.case30.refusal(
            of: ProductManagement(),
            "decide-budget",
            Self.ask(["monthlyUsd": 25])
        )
        #expect(refusal.reason.contains("$30.00 a month against $25.00"))
        #expect(refusal.findings.first?.fix?.contains("big saves $6.00") == true)
    }

    @Test(
        arguments: [
            (["estimateDigest": "00"], "not the one that is to be decided on"),
            (["totalUsd": 29], "'totalUsd' is claimed as 29.00"),
            (["budgetUsd": 99], "'budgetUsd' is claimed as 99.00"),
        ] as [(Members, String)]
    )
    func `what is claimed must be what was captured`(
        _ claim: Members,
        _ words: String
    )
        async throws
    {
        let refusal = try await Self.case30.refusal(
            of: ProductManagement(),
            "decide-budget",
            Self.ask(["monthlyUsd": 31], claim)
        )
        #expect(refusal.reason.contains(words), "\(refusal)")
    }

    @Test func `an estimate whose lines are not its total is refused`() async throws {
        let partner = PartnerCase(files: ["cost/estimate.json": Self.estimate(last: "6.00")])
        let refusal = try await partner.refusal(
            of: ProductManagement(),
            "decide-budget",
            Self.ask(["monthlyUsd": 99])
        )
        #expect(refusal.reason.contains("does not add up"))
    }

    // MARK: Delegated tasks

    private static func subagent() throws -> ManagementSubagent {
        ManagementSubagent(resources: ResourceFolder.standard, prices: try PartnerCase.prices.get())
    }

    private static func task(_ changes: Members = Members()) throws -> Value {
        var members: Members = [
            "task": "implement-network", "requirements": try PartnerCase.requirements(),
            "requiredOutputs": ["D2.3"],
        ]
        for (key, value) in changes.pairs { members[key] = value }
        return .object(members)
    }

    @Test func `a delegated task is answered with plan, resources, risks and artifacts`()
        async throws
    {
        let outputs = try await PartnerCase().reply(
            of: Self.subagent(),
            "task-delegated",
            Self.task()
        ).outputs
        for key in ["plan", "resources", "risks", "artifacts", "adjustments"] {
            #expect(outputs[key]?.arrayValue != nil, "\(key)")
        }
        #expect(outputs["adjustments"] == .array([]))
    }

    @Test func `production is adjusted, and each change is said`() async throws {
        let outputs = try await PartnerCase().reply(
            of: Self.subagent(),
            "task-delegated",
            Self.task([
                "constraints": ["spot": true, "multiZone": false, "crossRegionBackup": false]
            ])
        ).outputs
        #expect(outputs["adjustments"]?.arrayValue?.count == 3)
        let resources = outputs["resources"]?.arrayValue ?? []
        let production = try #require(resources.first { $0["environment"] == "production" })
        #expect(production["spot"] == false)
        #expect(production["multiZone"] == true)
        #expect(production["backupRegion"]?.stringValue != nil)
        let development = try #require(resources.first { $0["environment"] == "development" })
        #expect(development["spot"] == true)
    }

    @Test(
        arguments: [
            (["requiredOutputs": .array([])], "delegation.completeness"),
            (["requiredOutputs": ["D9.9"]], "delegation.feasibility"),
            (["timeoutS": 5], "delegation.realism"),
        ] as [(Members, String)]
    )
    func `a task that cannot be done as it is asked is refused`(
        _ change: Members,
        _ code: String
    ) async throws {
        let refusal = try await PartnerCase().refusal(
            of: Self.subagent(),
            "task-delegated",
            Self.task(change)
        )
        #expect(refusal.findings.map(\.code) == [code])
        #expect(refusal.findings.allSatisfy { $0.fix != nil })
    }
}
