import Agents
import Testing
import Workflow

/// A receiver judges what it got: other bytes are refused, and what cannot be judged is asked.
@Suite struct ReceptionTests {
    private static func quality() throws -> any Agent {
        let catalog = try Catalog.standard(resources: ResourceFolder.standard)
        return try #require(catalog.agent("qa-orchestrator"))
    }

    private static func offer(_ partner: PartnerCase, _ criteria: [String]) -> Members {
        [
            "criteria": .strings(criteria),
            "deliverables": .array(
                partner.deliverables.map { deliverable in
                    let lines = deliverable.files.map { "\($0.digest) \($0.path)" }
                    return [
                        "id": .string(deliverable.id.text),
                        "manifest": .string(Digest(ofLines: lines).hex),
                    ]
                }
            ),
            "handoff": "h#1.1",
        ]
    }

    private static func receipt(_ partner: PartnerCase, _ offer: Members) async throws -> Receipt {
        let reply = try await partner.reply(of: quality(), "handoff-offered", .object(offer))
        return try #require(reply.receipt)
    }

    private static let unsaid = PartnerCase(files: ["logging/sizing.json": "{}\n"])

    @Test func `what only a person can say is asked, with the criterion`() async throws {
        let receipt = try await Self.receipt(Self.unsaid, Self.offer(Self.unsaid, ["Q4"]))
        #expect(receipt.decision == .needsInput)
        #expect(receipt.criteria.map(\.status) == [.unavailable])
        #expect(receipt.findings.first?.message.contains("which classes of data") == true)
        #expect(receipt.findings.first?.fix?.contains("comment of the gate") == true)
    }

    @Test func `the answer is accepted, named, and never reads as passed`() async throws {
        var offer = Self.offer(Self.unsaid, ["Q4"])
        offer["answers"] = [["by": "ana", "comment": "no personal data"]]
        let receipt = try await Self.receipt(Self.unsaid, offer)
        #expect(receipt.decision == .accepted)
        let result = try #require(receipt.criteria.first)
        #expect(result.status == .unavailable)
        #expect(result.evidence.contains("ana answers: no personal data"))
    }

    @Test func `an answer does not mend what is wrong`() async throws {
        var offer = Self.offer(Self.unsaid, ["Q3", "Q4"])
        offer["answers"] = [["by": "ana", "comment": "fine"]]
        let receipt = try await Self.receipt(Self.unsaid, offer)
        #expect(receipt.decision == .rejected)
        #expect(receipt.findings.map(\.code) == ["Q3"])
    }

    @Test func `other bytes than were offered are refused, and so is what never came`()
        async throws
    {
        var altered = Self.unsaid
        altered.files["logging/sizing.json"] = "{ }\n"
        let changed = try await Self.receipt(altered, Self.offer(Self.unsaid, ["Q4"]))
        #expect(changed.decision == .rejected)
        #expect(changed.findings.map(\.code) == ["handoff.digest"])
        var offer = Self.offer(Self.unsaid, ["Q4"])
        offer["deliverables"] = [["id": "D9.9", "manifest": "00"]]
        let missing = try await Self.receipt(Self.unsaid, offer)
        #expect(missing.findings.first?.message.contains("'D9.9' was not received") == true)
    }
}
