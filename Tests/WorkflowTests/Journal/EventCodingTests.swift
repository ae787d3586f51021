import Foundation
import Testing
import Workflow

@Suite struct EventCodingTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden/events.jsonl")

    /// Every sample, sealed one behind the other: the lines of a journal.
    private var sealed: [SealedEvent] {
        var head = Head.start
        return EventSamples.all.map { event in
            let sealed = EventCoding.seal(
                event,
                run: "golden",
                token: 1,
                time: Timestamp(milliseconds: 1_790_000_000_000),
                after: head
            )
            head = sealed.head
            return sealed
        }
    }

    /// A form that was written once can be read for ever; a change here is a new version there.
    @Test
    func `the written form of every event is the golden one`() throws {
        let lines = sealed.map { "\($0.hash) \($0.text)" }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            let text = lines.joined(separator: "\n") + "\n"
            try text.write(to: Self.golden, atomically: true, encoding: .utf8)
        }
        let text = try String(contentsOf: Self.golden, encoding: .utf8)
        let expected = text.split(separator: "\n").map(String.init)
        #expect(expected.count == lines.count)
        for (line, golden) in zip(lines, expected) { #expect(line == golden) }
    }

    @Test
    func `every event is read back as it was written`() throws {
        for (event, sealed) in zip(EventSamples.all, sealed) {
            #expect(try EventCoding.open(sealed).event == event)
        }
    }

    @Test
    func `a gate's rules and a check's facts are read back as they were written`() throws {
        let events: [Event] = [
            .gateOpened(EventSamples.demanding),
            .deliverableChecked(
                DeliverableChecked(
                    deliverable: "D1.1",
                    check: "sound",
                    kind: .native,
                    manifest: .zero,
                    result: CheckResult(.passed, facts: ["destroys": 2, "costDelta": nil])
                )
            ),
        ]
        for event in events {
            let sealed = EventCoding.seal(
                event,
                run: "r",
                token: 1,
                time: Timestamp(milliseconds: 1_790_000_000_000),
                after: .start
            )
            #expect(try EventCoding.open(sealed).event == event)
        }
    }

    @Test
    func `a signed vote is read back as it was written`() throws {
        let sealed = EventCoding.seal(
            EventSamples.signedVote,
            run: "golden",
            token: 0,
            time: Timestamp(milliseconds: 1_790_000_000_000),
            after: .start
        )
        #expect(try EventCoding.open(sealed).event == EventSamples.signedVote)
    }

    /// Whoever makes the text anew, with another program, comes to the same bytes and hashes.
    @Test
    func `the members of a body are in order`() throws {
        for event in sealed {
            let body = try JSONReader.value(of: event.text)["body"]?.objectValue
            let keys = body?.keys ?? []
            #expect(keys == keys.sorted(), "\(event.type)")
        }
    }

    @Test
    func `every kind of event has a sample`() {
        let kinds = Set(sealed.map(\.type))
        #expect(kinds.count == sealed.count, "one sample a kind")
        #expect(kinds.count == 57)
    }

    /// What was added to events later is written only where it is used.
    @Test
    func `what votes, gates, offers and limits have gained is read back`() throws {
        let waiver = Waiver(
            deliverable: "D1.1",
            check: "sound",
            manifest: .zero,
            reason: "soon",
            until: Timestamp(milliseconds: 1_790_000_000_123)
        )
        let events: [Event] = [
            .gateVoted(
                Vote(
                    gate: "ok",
                    round: 1,
                    digest: .zero,
                    decision: .requestChanges,
                    by: "ana",
                    identity: .system,
                    comment: "",
                    waivers: [waiver],
                    to: "worker",
                    moreRounds: 2
                )
            ),
            .gateOpened(
                GateOpened(
                    gate: "ok",
                    phase: "make",
                    step: nil,
                    round: 1,
                    subject: GateSubject(files: [], verdicts: [], digest: .zero),
                    approvers: [.anyone],
                    minimum: 1,
                    identity: .system,
                    waivers: WaiverRule(by: [.role("security")], longestMilliseconds: 86_400_000),
                    expires: nil,
                    question: "?"
                )
            ),
            .handoffOffered(
                HandoffOffered(
                    handoff: "give#1.1",
                    step: "give",
                    round: 1,
                    from: "worker",
                    to: "partner",
                    deliverables: [],
                    criteria: [],
                    waived: [
                        CheckWaived(
                            waiver: waiver,
                            gate: "ok",
                            round: 1,
                            by: "ana",
                            identity: .system
                        )
                    ]
                )
            ),
            .runStarted(
                RunStarted(
                    workflow: "sample",
                    definition: .zero,
                    inputs: .object([:]),
                    asOf: CivilDate(daysSince1970: 20_000),
                    workspace: "/somewhere",
                    startedBy: "ana",
                    program: "orchestrate",
                    limits: RunLimits(
                        stepsAtOnce: 1,
                        handoffRounds: 2,
                        attempts: 3,
                        phaseRounds: 4
                    )
                )
            ),
        ]
        for event in events {
            let sealed = EventCoding.seal(
                event,
                run: "r",
                token: 1,
                time: Timestamp(milliseconds: 0),
                after: .start
            )
            #expect(try EventCoding.open(sealed).event == event)
        }
    }

    @Test(arguments: [
        #"{"body":{},"type":"run.exploded","version":1}"#,
        #"{"body":{},"type":"run.completed","version":2}"#,
        #"{"body":{},"type":"step.completed","version":1}"#,
        #"{"body":[],"type":"run.completed","version":1}"#, "{", "null",
    ])
    func `an event that this program does not know is refused, not guessed`(text: String) {
        let event = SealedEvent(
            run: "r",
            sequence: 1,
            time: Timestamp(milliseconds: 0),
            type: "x",
            text: text,
            previousHash: .zero,
            hash: .zero
        )
        #expect(throws: EventCodingError.self) { try EventCoding.open(event) }
    }

    @Test
    func `a type within the body does not stand for that of the event`() throws {
        let time = Timestamp(milliseconds: 0)
        func event(_ column: String) -> SealedEvent {
            SealedEvent(
                run: "r",
                sequence: 1,
                time: time,
                type: column,
                text: #"{"body":{"more":{"type":"run.paused"}},"run":"r","sequence":1,"time":""#
                    + time.description + #"","token":1,"type":"run.completed","version":1}"#,
                previousHash: .zero,
                hash: .zero
            )
        }
        #expect(try EventCoding.open(event("run.completed")).event == .runCompleted)
        #expect(throws: EventCodingError.self) { try EventCoding.open(event("run.paused")) }
    }
}
