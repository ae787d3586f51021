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
    func `every kind of event has a sample`() {
        let kinds = Set(sealed.map(\.type))
        #expect(kinds.count == sealed.count, "one sample a kind")
        #expect(kinds.count == 43)
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
}
