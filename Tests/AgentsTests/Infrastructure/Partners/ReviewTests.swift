import Agents
import Testing
import Workflow

/// The code reviewer reads, names a fix for all that it finds, and approves nothing by halves.
@Suite struct ReviewTests {
    private static let reviewer = CodeReviewer(
        codeChecks: [
            TerraformChecks.references, TerraformChecks.secrets, TerraformDesign.check,
        ]
    )

    private static func ask(
        _ operation: String = "security-scan",
        _ more: Members = Members()
    )
        -> Value
    {
        var members: Members = ["operation": .string(operation)]
        for (key, value) in more.pairs { members[key] = value }
        return .object(members)
    }

    private static func passed(_ checks: [String]) -> [RecordedVerdict] {
        checks.map { RecordedVerdict(deliverable: "D", check: CheckID($0), verdict: .passed) }
    }

    private static let sloppy = PartnerCase(files: ["notes.md": "fine\nFIXME\nno end"])

    @Test func `it may read, and nothing else`() {
        #expect(Self.reviewer.grants == [.read, .grep, .glob])
        #expect(Self.reviewer.circuit == CircuitRule(failurePercent: 30, holdMinutes: 20))
    }

    @Test(arguments: [
        "operation", "scanDepth",
    ])
    func `an operation or a depth that there is not is refused`(_ field: String) {
        let schema = Self.reviewer.accepts[0]
        let mistakes = schema.mistakes(in: Self.ask().setting(field, "security-scam"))
        #expect(mistakes.contains { $0.contains("'\(field)' is 'security-scam'") }, "\(mistakes)")
        #expect(schema.mistakes(in: .object([:])) == ["'operation' is missing"])
    }

    @Test func `findings name severity, category, location, description and fix`() async throws {
        let outputs = try await Self.sloppy.reply(
            of: Self.reviewer,
            "review",
            Self.ask("full-review", ["failOnHigh": false])
        ).outputs
        let findings = outputs["findings"]?.arrayValue ?? []
        #expect(findings.count == 2)
        for finding in findings {
            for key in ["severity", "category", "location", "description", "fix"] {
                #expect(finding[key]?.stringValue?.isEmpty == false, "\(key): \(finding)")
            }
        }
        #expect(findings.first?["location"] == "notes.md:2")
        #expect(outputs["score"] == "D", "a high finding is D at best")
    }

    @Test func `a high finding asks for changes, unless that was switched off`() async throws {
        let refusal = try await Self.sloppy.refusal(of: Self.reviewer, "review", Self.ask())
        #expect(refusal.reason.contains("changes required"))
        #expect(refusal.findings.allSatisfy { $0.fix?.isEmpty == false })
    }

    @Test func `a critical finding always asks for changes`() async throws {
        let partner = PartnerCase(files: ["a.json": "{\"k\": \"AKIAIOSFODNN7EXAMPLE\"}\n"])
        let refusal = try await partner.refusal(
            of: Self.reviewer,
            "review",
            Self.ask("security-scan", ["failOnHigh": false])
        )
        #expect(refusal.findings.contains { $0.severity == .critical })
    }

    @Test(arguments: [("critical-only", 0), ("standard", 1), ("comprehensive", 2)])
    func `the depth says what is reported`(_ depth: String, _ count: Int) async throws {
        let outputs = try await Self.sloppy.reply(
            of: Self.reviewer,
            "review",
            Self.ask("full-review", ["failOnHigh": false, "scanDepth": .string(depth)])
        ).outputs
        #expect(outputs["findings"]?.arrayValue?.count == count)
        #expect(outputs["score"] == "D", "the grade does not depend on what is shown")
    }

    @Test func `results of others count, and get a fix where they have none`() async throws {
        let partner = PartnerCase(files: ["a.md": "fine\n"])
        let result: Value = [
            "severity": "high", "code": "CKV_1", "message": "open", "file": "main.tf", "line": 3,
        ]
        let refusal = try await partner.refusal(
            of: Self.reviewer,
            "review",
            Self.ask("security-scan", ["externalResults": [result]])
        )
        #expect(refusal.findings.first?.fix?.isEmpty == false)
        #expect(refusal.findings.first?.line == 3)
        let odd = try await partner.refusal(
            of: Self.reviewer,
            "review",
            Self.ask("security-scan", ["externalResults": [["message": "?"]]])
        )
        #expect(odd.reason.contains("'externalResults' 1"))
    }

    @Test func `a defect in Terraform is found by the reviewer's own checks`() async throws {
        var partner = try PartnerCase.example()
        let path = "terraform/modules/network/main.tf"
        let changed = try RenderedExample.load()
            .replacing(path, "aws_vpc.this.id", "aws_vpc.that.id")
        partner.files[path] = changed[path] ?? nil
        let refusal = try await partner.refusal(
            of: Self.reviewer,
            "review",
            Self.ask("security-scan", ["deliverables": ["D2.1"]])
        )
        #expect(refusal.findings.contains { $0.file == path && $0.line != nil && $0.fix != nil })
    }

    @Test(arguments: [
        ["D1.1", "D1.2", "D1.3", "D1.5"], ["D2.1", "D2.2", "D2.3", "D2.4", "D2.5"],
        ["D3.1", "D3.2", "D3.3", "D3.4", "D3.5"],
    ])
    func `what the example renders is approved`(_ deliverables: [String]) async throws {
        let outputs = try await PartnerCase.example().reply(
            of: Self.reviewer,
            "review",
            Self.ask("security-scan", ["deliverables": .strings(deliverables)])
        ).outputs
        #expect(outputs["verdict"] == "approved")
    }

    @Test func `a review whose time is over approves nothing and says what it left`() async throws {
        let calls = PartnerClock()
        var partner = PartnerCase(files: ["a.md": "FIXME\n", "b.md": "fine\n", "c.md": "fine\n"])
        partner.timeLimitMilliseconds = 100
        // Each look at the clock is 50 ms later; 80 of the 100 are for reading.
        partner.elapsedMilliseconds = { calls.next() * 50 }
        let refusal = try await partner.refusal(
            of: Self.reviewer,
            "review",
            Self.ask("full-review", ["failOnHigh": false])
        )
        #expect(refusal.reason.contains("partial result: 2 of 3 files"))
        #expect(refusal.findings.map(\.code) == ["review.unfinished", "review.partial"])
        #expect(refusal.findings.last?.file == "c.md")
    }

    // MARK: The definition of done

    private static let done = [
        "plan-conflicts", "terraform-references", "rule-tests", "secret-literals",
        "latency-budget", "environment-documents", "delivery-workflows", "traceability",
    ]

    private static func finished() throws -> PartnerCase {
        var partner = try PartnerCase.example()
        partner.verdicts = passed(done)
        return partner
    }

    @Test func `eight parts, each from verdicts and files`() async throws {
        let outputs = try await Self.finished().reply(
            of: Self.reviewer,
            "review",
            Self.ask("dod-validation")
        ).outputs
        #expect(
            outputs["dod"]?.objectValue?.keys == [
                "scope", "codeQuality", "testing", "security", "performance", "documentation",
                "deployment", "process",
            ]
        )
        #expect(outputs["dod"]?.objectValue?.pairs.allSatisfy { $0.value == true } == true)
    }

    @Test(arguments: done)
    func `a part without its verdict, or with a failed one, is not done`(
        _ check: String
    )
        async throws
    {
        for verdicts in [
            Self.passed(Self.done.filter { $0 != check }),
            Self.passed(Self.done)
                + [RecordedVerdict(deliverable: "D", check: CheckID(check), verdict: .failed)],
        ] {
            var partner = try Self.finished()
            partner.verdicts = verdicts
            let outcome = try? await partner.reply(
                of: Self.reviewer,
                "review",
                Self.ask("dod-validation")
            )
            // References count for two parts, so that rule tests are not missed alone.
            let isShared = check == "rule-tests" && verdicts.count < Self.done.count
            #expect((outcome == nil) != isShared, "\(check)")
        }
    }

    @Test func `an unavailable verdict finishes nothing`() async throws {
        var partner = try Self.finished()
        partner.verdicts = partner.verdicts.map {
            $0.check == "latency-budget"
                ? RecordedVerdict(deliverable: "D", check: $0.check, verdict: .unavailable) : $0
        }
        let refusal = try await partner.refusal(
            of: Self.reviewer,
            "review",
            Self.ask("dod-validation")
        )
        #expect(refusal.findings.map(\.code) == ["done.performance"])
    }
}
