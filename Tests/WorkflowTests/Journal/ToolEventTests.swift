import Testing
import Workflow

/// What was added to events of tools after they had been written first.
@Suite struct ToolEventTests {
    private static func read(_ event: Event) throws -> (text: String, event: Event) {
        let sealed = EventCoding.seal(
            event,
            run: "r",
            token: 1,
            time: Timestamp(milliseconds: 1_790_000_000_000),
            after: .start
        )
        return (sealed.text, try EventCoding.open(sealed).event)
    }

    @Test func `a use without what came later is written as it was`() throws {
        let use = ToolUse(agent: "worker", tool: "Read", message: "m", count: 3)
        let (text, event) = try Self.read(.toolUsed(use))
        #expect(event == .toolUsed(use))
        #expect(text.contains(#"{"agent":"worker","count":3,"message":"m","tool":"Read"}"#))
    }

    @Test func `what came later is read back`() throws {
        let use = ToolUse(
            agent: "worker",
            tool: "Bash",
            message: "m",
            count: 1,
            arguments: ["argv": ["terraform", "validate"]],
            risk: .low,
            outcome: "exit code 0",
            durationMilliseconds: 12
        )
        #expect(try Self.read(.toolUsed(use)).event == .toolUsed(use))
        #expect(
            try Self.read(.toolRefused(use, reason: "no")).event == .toolRefused(use, reason: "no")
        )
    }
}
