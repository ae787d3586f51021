import Agents
import Testing
import Workflow

/// What partners report back to the infrastructure orchestrator.
@Suite struct PartnerReportTests {
    private static func infrastructure() throws -> InfrastructureOrchestrator {
        InfrastructureOrchestrator(
            resources: ResourceFolder.standard,
            prices: try PartnerCase.prices.get()
        )
    }

    private static let build: Value = [
        "projectType": "microservices", "techStack": ["swift"],
        "testEnvironments": ["integration"],
        "targets": ["buildMin": 10, "testMin": 5, "coverage": 90],
    ]

    @Test func `a build gets what was captured for it`() async throws {
        let outputs = try await PartnerCase.example().reply(
            of: Self.infrastructure(),
            "build-environment-requested",
            Self.build
        ).outputs
        #expect(outputs["workflows"]?.arrayValue?.isEmpty == false)
    }

    @Test(
        arguments: [
            ("testEnvironments", ["moon"], "build.environment"),
            ("targets", ["buildMin": 40, "testMin": 5], "build.targets"),
        ] as [(String, Value, String)]
    )
    func `what a build cannot have is refused`(
        _ field: String,
        _ value: Value,
        _ code: String
    )
        async throws
    {
        let refusal = try await PartnerCase.example().refusal(
            of: Self.infrastructure(),
            "build-environment-requested",
            Self.build.setting(field, value)
        )
        #expect(refusal.findings.map(\.code) == [code])
    }

    @Test(arguments: [
        (150.0, "passed", false, true), (250, "passed", true, false), (150, "failed", false, false),
    ])
    func `a load test that is too slow asks for a resize`(
        _ p95: Double,
        _ status: String,
        _ resize: Bool,
        _ accepted: Bool
    ) async throws {
        let outputs = try await PartnerCase.example().reply(
            of: Self.infrastructure(),
            "quality-report",
            [
                "environment": "staging",
                "gates": [["name": "e2e", "status": .string(status)]],
                "loadTest": ["p95": .number(p95)],
            ]
        ).outputs
        #expect(outputs["resize"] == .bool(resize))
        #expect(outputs["accepted"] == .bool(accepted))
    }

    @Test(arguments: [true, false])
    func `a deployment that went back holds the promotion`(_ wentBack: Bool) async throws {
        let outputs = try await PartnerCase().reply(
            of: Self.infrastructure(),
            "deployment-feedback",
            [
                "environment": "staging", "healthChecksPassing": true, "smokeTestsPassing": true,
                "rollbackTriggered": .bool(wentBack),
            ]
        ).outputs
        #expect(outputs["holdPromotion"] == .bool(wentBack))
    }
}
