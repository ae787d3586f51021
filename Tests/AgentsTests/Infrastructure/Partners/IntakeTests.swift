import Agents
import Testing
import Workflow

/// Requirements come in through two partners; what is unclear or altered does not.
@Suite struct IntakeTests {
    private static func mesh() throws -> AIMeshOrchestrator {
        AIMeshOrchestrator(resources: ResourceFolder.standard, prices: try PartnerCase.prices.get())
    }

    private static func lead() throws -> TechLeadOrchestrator {
        TechLeadOrchestrator(
            resources: ResourceFolder.standard,
            prices: try PartnerCase.prices.get()
        )
    }

    private static func infrastructure() throws -> InfrastructureOrchestrator {
        InfrastructureOrchestrator(
            resources: ResourceFolder.standard,
            prices: try PartnerCase.prices.get()
        )
    }

    private static func unclear() throws -> Value {
        try PartnerCase.requirements().setting("compliance.frameworks", .array([]))
            .setting("compliance.euDataSubjects", false)
    }

    @Test func `a page is classified, with what it leaves to defaults`() async throws {
        let reply = try await PartnerCase().reply(
            of: Self.mesh(),
            "classify-request",
            ["requirements": PartnerCase.requirements()]
        )
        #expect(reply.outputs["complete"] == true)
        #expect(reply.outputs["classification"]?["kind"] == "project")
        #expect(reply.outputs["questions"] == .array([]))
    }

    @Test func `data about people without a framework reads in two ways`() async throws {
        let reply = try await PartnerCase().reply(
            of: Self.mesh(),
            "classify-request",
            ["requirements": Self.unclear()]
        )
        #expect(reply.outputs["complete"] == false)
        let question = try #require(reply.outputs["questions"]?.arrayValue?.first)
        for key in ["id", "field", "why", "options", "default"] {
            #expect(question[key] != nil, "\(key)")
        }
    }

    @Test func `nothing is handed in before the question is answered`() async throws {
        let refusal = try await PartnerCase().refusal(
            of: Self.mesh(),
            "hand-in-requirements",
            ["requirements": Self.unclear()]
        )
        #expect(refusal.findings.map(\.code) == ["intake.framework"])
        #expect(refusal.findings.allSatisfy { $0.fix?.isEmpty == false })
    }

    @Test func `five parts are handed in, with the answer of a person`() async throws {
        let agent = try Self.mesh()
        let desk = PartnerDesk(files: [:], answers: [:])
        _ = try? await PartnerCase().reply(
            of: agent,
            "hand-in-requirements",
            ["requirements": Self.unclear(), "clarification": "none applies"],
            on: desk
        )
        let post = try #require(await desk.asked.first)
        #expect(post.type == "infrastructure-requested")
        #expect(post.to == "infrastructure-orchestrator")
        #expect(post.payload["clarification"] == "none applies")
        #expect(
            post.payload["constraints"]?.objectValue?.keys
                == ["infrastructure", "environments", "monitoring", "security", "budget"]
        )
        let answer = try await PartnerCase().reply(
            of: Self.infrastructure(),
            post.type,
            post.payload
        )
        #expect(answer.outputs["requestDigest"] == post.payload["requestDigest"])
    }

    @Test func `a request that is not the one of its digest is refused`() async throws {
        let desk = PartnerDesk(files: [:], answers: [:])
        _ = try? await PartnerCase().reply(
            of: Self.mesh(),
            "hand-in-requirements",
            ["requirements": PartnerCase.requirements()],
            on: desk
        )
        let post = try #require(await desk.asked.first)
        let altered = post.payload.setting("request.budget.monthlyUsd", 1)
        let refusal = try await PartnerCase().refusal(
            of: Self.infrastructure(),
            post.type,
            altered
        )
        #expect(refusal.reason.contains("requestDigest"))
    }

    @Test func `an incomplete message is refused before anybody reads it`() async throws {
        await #expect(throws: PartnerCase.Unfit.self) {
            _ = try await PartnerCase().reply(
                of: Self.infrastructure(),
                "infrastructure-requested",
                ["request": .object([:])]
            )
        }
    }

    @Test func `a question is answered from the page, and no default is taken for an answer`()
        async throws
    {
        let reply = try await PartnerCase().reply(
            of: Self.mesh(),
            "clarification-requested",
            [
                "questions": [
                    ["id": "users", "field": "traffic.concurrentUsers", "default": 5],
                    ["id": "mesh", "field": "technology.dreams", "default": "none"],
                ],
                "request": PartnerCase.requirements(),
            ]
        )
        #expect(reply.outputs["answers"]?.arrayValue?.count == 1)
        #expect(reply.outputs["open"] == ["mesh"])
    }

    // MARK: Technical requirements

    private static func needs() async throws -> Post {
        let desk = PartnerDesk(files: [:], answers: [:])
        _ = try? await PartnerCase().reply(
            of: lead(),
            "provide-technical-requirements",
            ["requirements": PartnerCase.requirements()],
            on: desk
        )
        return try #require(await desk.asked.first)
    }

    @Test func `services, topology, performance, data and integrations are handed in`()
        async throws
    {
        let post = try await Self.needs()
        #expect(post.type == "technical-requirements-provided")
        let reply = try await PartnerCase().reply(
            of: Self.infrastructure(),
            post.type,
            post.payload
        )
        #expect(reply.outputs["digest"] == post.payload["digest"])
    }

    @Test func `a call that the request does not have is refused`() async throws {
        let post = try await Self.needs()
        let invented = post.payload.setting("topology", [["from": "web", "to": "mainframe"]])
        let refusal = try await PartnerCase().refusal(
            of: Self.infrastructure(),
            post.type,
            invented
        )
        #expect(refusal.findings.map(\.code) == ["intake.topology"])
    }

    @Test func `the design that was rendered supports the application`() async throws {
        let reply = try await PartnerCase.example().reply(
            of: Self.lead(),
            "confirm-design",
            ["requirements": PartnerCase.requirements()]
        )
        #expect(reply.outputs["supported"] == true)
    }

    /// The code of the finding, and the edit of the architecture that it must find.
    static let gaps: [(code: String, old: String, new: String)] = [
        ("support.service", "\"name\": \"api\"", "\"name\": \"ape\""),
        (
            "support.port", "\"port\": 8080,\n          \"milliCpu\"",
            "\"port\": 1,\n          \"milliCpu\""
        ),
        ("support.topology", "\"to\": \"cache\"", "\"to\": \"cash\""),
        (
            "support.latency", "\"id\": \"latency.p95Ms\",\n      \"value\": ",
            "\"id\": \"latency.p95Ms\",\n      \"value\": 9"
        ),
        ("support.engine", "\"engine\": \"postgres\"", "\"engine\": \"mysql\""),
        ("support.storage", "\"storageGiB\": ", "\"storageGiB\": 1, \"was\": "),
    ]

    @Test func `an environment that is not production may hold a part of the data`() async throws {
        var partner = try PartnerCase.example()
        let path = "architecture/architecture.json"
        let text = try #require(partner.files[path])
        partner.files[path] =
            text
            .replacing("\"name\": \"production\"", with: "\"name\": \"preview\"")
            .replacing("\"storageGiB\": ", with: "\"storageGiB\": 1, \"was\": ")
        let reply = try await partner.reply(
            of: Self.lead(),
            "confirm-design",
            ["requirements": PartnerCase.requirements()]
        )
        #expect(reply.outputs["supported"] == true)
    }

    @Test(arguments: gaps)
    func `what the design does not support is found`(
        _ code: String,
        _ old: String,
        _ new: String
    )
        async throws
    {
        var partner = try PartnerCase.example()
        let path = "architecture/architecture.json"
        let changed = try RenderedExample.load().replacing(path, old, new)
        partner.files[path] = changed[path] ?? nil
        let refusal = try await partner.refusal(
            of: Self.lead(),
            "confirm-design",
            ["requirements": PartnerCase.requirements()]
        )
        #expect(refusal.findings.contains { $0.code == code }, "\(refusal.findings)")
        #expect(refusal.findings.allSatisfy { $0.file == path && $0.fix != nil })
    }
}
