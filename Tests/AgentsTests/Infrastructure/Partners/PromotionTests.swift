import Agents
import Testing
import Workflow

/// Promotions are decided over recorded verdicts; whatever is missing is named.
@Suite struct PromotionTests {
    private static let first = [
        "secret-literals", "network-reachability", "terraform-design", "terraform-references",
        "terraform-arguments", "rule-tests", "provisioning-records", "environment-parity",
        "delivery-workflows", "estimate-independent", "monitoring-coverage", "latency-budget",
    ]
    private static let last = [
        "twins-agree", "environment-documents", "access-roles", "load-test", "spike-capacity",
        "connection-pools", "iam-analysis", "compliance-evidence", "recovery-targets",
        "recovery-procedure", "backup-plan", "maintenance-workflows", "controls-mapping",
        "compliance-summary",
    ]

    private static func deployment() throws -> any Agent {
        let catalog = try Catalog.standard(resources: ResourceFolder.standard)
        return try #require(catalog.agent("deployment-orchestrator"))
    }

    private static func verdicts(
        _ checks: [String],
        but check: String = "",
        _ verdict: Verdict? = nil
    ) -> [RecordedVerdict] {
        checks.compactMap { name in
            guard name == check else {
                return RecordedVerdict(deliverable: "D", check: CheckID(name), verdict: .passed)
            }
            return verdict.map {
                RecordedVerdict(deliverable: "D", check: CheckID(name), verdict: $0)
            }
        }
    }

    private static func ask(
        _ from: String,
        _ to: String,
        _ preconditions: [String]? = nil
    ) -> Value {
        let all =
            to == "production"
            ? ["validation", "load-test", "audit", "dr-test", "compliance"]
            : ["security-scan", "unit", "integration", "baseline"]
        return [
            "fromEnv": .string(from), "toEnv": .string(to),
            "preconditions": .strings(preconditions ?? all),
        ]
    }

    private static func decide(
        _ question: Value,
        _ verdicts: [RecordedVerdict]
    ) async throws
        -> Value
    {
        var partner = try PartnerCase.example()
        partner.verdicts = verdicts
        return try await partner.reply(of: deployment(), "promotion-requested", question).outputs
    }

    @Test(arguments: [("development", "integration"), ("integration", "staging")])
    func `scan, unit, integration and baseline open the way to staging`(
        _ from: String,
        _ to: String
    )
        async throws
    {
        let decision = try await Self.decide(Self.ask(from, to), Self.verdicts(Self.first))
        #expect(decision["decision"] == "approved", "\(decision)")
    }

    @Test func `validation, load test, audit, DR test and compliance open production`()
        async throws
    {
        let decision = try await Self.decide(
            Self.ask("staging", "production"),
            Self.verdicts(Self.last)
        )
        #expect(decision["decision"] == "approved", "\(decision)")
    }

    @Test(arguments: [Verdict.failed, .unavailable, nil])
    func `each verdict that is missing or no pass is a blocker`(_ verdict: Verdict?) async throws {
        for (checks, from, to) in [
            (Self.first, "development", "integration"), (Self.last, "staging", "production"),
        ] {
            for check in checks {
                let decision = try await Self.decide(
                    Self.ask(from, to),
                    Self.verdicts(checks, but: check, verdict)
                )
                #expect(decision["decision"] == "refused", "\(check)")
                let blockers = decision["blockers"]?.arrayValue ?? []
                #expect(blockers.count == 1)
                #expect(blockers.first?["reason"]?.stringValue?.contains(check) == true)
                #expect(blockers.first?["fix"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test func `a failed external check blocks, an unavailable one is named`() async throws {
        let external = { (verdict: Verdict) in
            Self.verdicts(Self.first)
                + [
                    RecordedVerdict(
                        deliverable: "D2.1",
                        check: "checkov-terraform",
                        verdict: verdict
                    )
                ]
        }
        let question = Self.ask("development", "integration")
        let failed = try await Self.decide(question, external(.failed))
        #expect(failed["decision"] == "refused")
        let unavailable = try await Self.decide(question, external(.unavailable))
        #expect(unavailable["decision"] == "approved")
        #expect(unavailable["unavailable"] == ["checkov-terraform on D2.1"])
    }

    @Test func `nothing goes backwards, and nothing is left out of the question`() async throws {
        let back = try await Self.decide(
            Self.ask("staging", "integration"),
            Self.verdicts(Self.first)
        )
        #expect(back["blockers"]?.arrayValue?.first?["precondition"] == "order")
        let shorter = try await Self.decide(
            Self.ask("staging", "production", ["validation", "load-test", "audit", "dr-test"]),
            Self.verdicts(Self.last)
        )
        #expect(shorter["blockers"]?.arrayValue?.map { $0["precondition"] } == ["compliance"])
        let invented = try await Self.decide(
            Self.ask(
                "development",
                "integration",
                ["security-scan", "unit", "integration", "baseline", "luck"]
            ),
            Self.verdicts(Self.first)
        )
        #expect(invented["blockers"]?.arrayValue?.map { $0["precondition"] } == ["luck"])
    }

    @Test func `an environment without a record, or in another mode, is not promoted`()
        async throws
    {
        let path = "environments/integration/provisioning-record.json"
        let rendered = try PartnerCase.example().files[path] ?? ""
        for text in [nil, rendered.replacing("\"rendered\"", with: "\"planned\"")] {
            var partner = try PartnerCase.example()
            partner.files[path] = text
            partner.verdicts = Self.verdicts(Self.first)
            let decision = try await partner.reply(
                of: Self.deployment(),
                "promotion-requested",
                Self.ask("development", "integration")
            ).outputs
            #expect(decision["blockers"]?.arrayValue?.map { $0["precondition"] } == ["environment"])
        }
    }

    @Test func `the chain stops at the first refusal and names its blockers`() async throws {
        let infrastructure = InfrastructureOrchestrator(
            resources: ResourceFolder.standard,
            prices: try PartnerCase.prices.get()
        )
        let partner = PartnerCase(answers: [
            "promotion-requested": [
                "decision": "refused",
                "blockers": [["precondition": "unit", "reason": "no", "fix": "mend it"]],
            ]
        ])
        let desk = partner.desk()
        await #expect(throws: AgentError.self) {
            _ = try await partner.reply(
                of: infrastructure,
                "request-promotions",
                ["environments": ["development", "integration", "staging"]],
                on: desk
            )
        }
        #expect(await desk.asked.count == 1)
    }
}
