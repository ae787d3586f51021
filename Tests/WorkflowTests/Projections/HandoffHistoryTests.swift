import Testing
import Workflow

@Suite("A history of handoffs")
struct HandoffHistoryTests {
    private static func history(_ events: [Event]) -> HandoffHistory {
        var history = HandoffHistory()
        for (index, event) in events.enumerated() {
            history.apply(
                RecordedEvent(
                    sequence: index + 1,
                    time: Timestamp(milliseconds: Int64(index)),
                    hash: .zero,
                    event: event
                )
            )
        }
        return history
    }

    private static let offered = HandoffOffered(
        handoff: "give#1",
        step: "give",
        round: 1,
        from: "maker",
        to: "partner",
        deliverables: [.init(deliverable: "thing", manifest: .zero)],
        criteria: ["K1"]
    )

    @Test func `joins an offer with its answer`() throws {
        let receipt = Receipt(
            .accepted,
            criteria: [CriterionResult(id: "K1", status: .passed, evidence: "3 of 3")]
        )
        let history = Self.history([
            .handoffOffered(Self.offered), .handoffAnswered("give#1", by: "partner", receipt),
        ])
        let entry = try #require(history.entries.first)
        #expect(entry.receipt == receipt)
        #expect(entry.answeredBy == "partner")
        #expect(entry.answeredAt == Timestamp(milliseconds: 1))
        #expect(!entry.isOpen)
    }

    @Test func `keeps an earlier offer of the same handoff`() {
        let rejected = Receipt(.rejected, criteria: [])
        let history = Self.history([
            .handoffOffered(Self.offered), .handoffAnswered("give#1", by: "partner", rejected),
            .handoffOffered(Self.offered),
        ])
        #expect(history.entries.map(\.receipt?.decision) == [.rejected, nil])
        #expect(history.entries.map(\.isOpen) == [false, true])
    }

    @Test func `says what was withdrawn`() {
        let history = Self.history([
            .handoffOffered(Self.offered), .handoffWithdrawn("give#1", reason: "reopened"),
        ])
        #expect(history.entries.map(\.withdrawn) == ["reopened"])
    }

    @Test func `passes over answers to offers that it has not seen`() {
        let receipt = Receipt(.accepted, criteria: [])
        let history = Self.history([.handoffAnswered("give#1", by: "partner", receipt)])
        #expect(history.entries.isEmpty)
    }
}
