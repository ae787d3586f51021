import Testing
import Workflow

@testable import Agents

/// Facts lose secrets and keep all that makes them what they are.
@Suite struct EventConcealmentTests {
    private static let secret = "hunter2-hunter2"
    private static let concealment = EventConcealment(
        secrets: Secrets().adding([("password", secret), ("word", "passed"), ("id", "write")])
    )

    private func conceal(_ event: Event) throws -> Event {
        try #require(try Self.concealment.conceal([event]).first)
    }

    @Test func `outputs, also the names in them`() throws {
        let event = Event.stepCompleted(
            StepCompleted(
                step: "write",
                round: 1,
                attempt: 1,
                outputs: [
                    "a": .string("x \(Self.secret) y"), "from": .string(Self.secret),
                    Self.secret: [.string("aHVudGVyMi1odW50ZXIy")],
                ]
            )
        )
        let concealed = try conceal(event)
        guard case .stepCompleted(let step) = concealed else { return #expect(Bool(false)) }
        #expect(step.step == "write", "what the file says stays")
        #expect(step.outputs["a"] == "x [secret password] y")
        #expect(step.outputs["from"] == "[secret password]")
        #expect(step.outputs["[secret password]"] == ["[secret password]"])
    }

    @Test func `findings with their files, but for what a check decided`() throws {
        let result = CheckResult(
            .passed,
            findings: [
                Finding(
                    .medium,
                    code: "c",
                    "says \(Self.secret)",
                    file: "a/\(Self.secret)",
                    line: 3
                )
            ],
            measured: ["commands": [["arguments": [.string("--key=\(Self.secret)")]]]]
        )
        let checked = DeliverableChecked(
            deliverable: "write",
            check: "passed",
            kind: .native,
            manifest: Digest(of: "m"),
            result: result
        )
        guard case .deliverableChecked(let concealed) = try conceal(.deliverableChecked(checked))
        else { return #expect(Bool(false)) }
        #expect(concealed.result.verdict == .passed)
        #expect(concealed.deliverable == "write" && concealed.check == "passed")
        #expect(concealed.manifest == checked.manifest)
        #expect(concealed.result.findings[0].message == "says [secret password]")
        #expect(concealed.result.findings[0].file == "a/[secret password]")
        #expect(!"\(concealed)".contains(Self.secret))
    }

    @Test func `payloads, reasons, receipts and comments`() throws {
        let envelope = Envelope(
            id: "write#1.1",
            type: "write",
            from: "engine",
            to: "write",
            payload: ["id": .string(Self.secret), "type": "write"],
            correlation: "write#1",
            feedback: [Feedback(from: "person:ana", comment: "try \(Self.secret)")]
        )
        let receipt = Receipt(
            .rejected,
            criteria: [CriterionResult(id: "K", status: .failed, evidence: Self.secret)],
            findings: [Finding(.high, code: "k", Self.secret)]
        )
        let events: [Event] = [
            .messageSent(MessageSent(envelope: envelope)),
            .messageRejected("write#1.1", reason: "no \(Self.secret)"),
            .handoffAnswered("write#1.1", by: "write", receipt),
            .effectUnknown(EffectKey(owner: "write", round: 1), reason: Self.secret),
            .stepFailed(StepFailed(step: "write", round: 1, attempt: 1, reason: Self.secret)),
        ]
        for event in try Self.concealment.conceal(events) {
            #expect(!"\(event)".contains(Self.secret), "\(event)")
        }
        guard case .messageSent(let sent) = try conceal(events[0]) else {
            return #expect(Bool(false))
        }
        #expect(sent.envelope.id == "write#1.1" && sent.envelope.type == "write")
        #expect(sent.envelope.payload["id"] == "[secret password]")
    }
}
