import Testing
import Workflow

@Suite("A timeline")
struct TimelineTests {
    private static func entries(_ events: [Event]) -> [TimelineEntry] {
        var timeline = Timeline()
        return events.enumerated().map { index, event in
            timeline.apply(
                RecordedEvent(
                    sequence: index + 1,
                    time: Timestamp(milliseconds: Int64(index)),
                    hash: .zero,
                    event: event
                )
            )
        }
    }

    private static let started = Event.stepStarted(
        StepStarted(
            step: "write",
            phase: "draft",
            round: 2,
            attempt: 3,
            idempotencyKey: .zero,
            input: .zero
        )
    )

    private static let sent = Event.messageSent(
        MessageSent(
            envelope: Envelope(
                id: "write#2.3",
                type: "work",
                from: "engine",
                to: "worker",
                payload: .null,
                correlation: "write#2",
                step: "write",
                phase: "draft",
                round: 2,
                attempt: 3
            )
        )
    )

    @Test func `remembers a step's phase`() {
        let completed = StepCompleted(step: "write", round: 2, attempt: 3, outputs: .null)
        let entries = Self.entries([Self.started, .stepCompleted(completed)])
        #expect(entries.map(\.place.phase) == ["draft", "draft"])
        #expect(entries.map(\.place.attempt) == [3, 3])
    }

    @Test func `remembers who a message went to`() {
        let entries = Self.entries([Self.sent, .messageHandled("write#2.3", outputs: .null)])
        #expect(entries[1].place.agent == "worker")
        #expect(entries[1].place.involves("engine"))
        #expect(entries[1].place.phase == "draft")
    }

    @Test func `that begins in the middle knows what a message's id says`() {
        let place = Self.entries([.messageHandled("write#2.3?1", outputs: .null)])[0].place
        #expect(place.agent == nil)
        #expect(place.step == "write")
        #expect(place.round == 2)
        #expect(place.attempt == 3)
    }

    @Test func `tells a deliverable's step from its agent`() {
        let made = { (producer: String) in
            Event.deliverableProduced(
                DeliverableProduced(
                    deliverable: "notes",
                    phase: "draft",
                    round: 2,
                    producer: producer,
                    files: [],
                    missing: []
                )
            )
        }
        let entries = Self.entries([Self.started, made("write"), made("worker")])
        #expect(entries[1].place.step == "write")
        #expect(entries[1].place.agent == nil)
        #expect(entries[2].place.agent == "worker")
    }

    @Test func `names events as they are stored`() {
        #expect(
            Self.entries([Self.sent, .runCompleted]).map(\.type) == [
                "message.sent", "run.completed",
            ]
        )
    }
}
