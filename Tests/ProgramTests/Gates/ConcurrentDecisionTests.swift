import Foundation
import Testing

extension ProgramTests {
    /// Many people decide at once, each in a process of its own.
    @Suite struct ConcurrentDecisionTests {
        private static let people = 200
        /// Processes that run at the same time: enough to race, and not more than a small machine
        /// carries.
        private static let atOnce = 20

        @Test func `of two hundred decisions exactly one decides`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: gated
                    steps: [{ id: make, run: echo made > made.txt }]
                    deliverables: [{ id: made, files: [made.txt] }]
                    gate: { id: ok, identity: asserted }
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            var answers: [(name: String, finished: Finished)] = []
            for wave in stride(from: 0, to: Self.people, by: Self.atOnce) {
                let running = try (wave..<wave + Self.atOnce).map { number in
                    let decision = number.isMultiple(of: 2) ? "approve" : "reject"
                    let name = "person-\(number)"
                    let words = [decision, "r", "ok", "--as", name]
                    return (name, try sandbox.background(words))
                }
                for (name, process) in running {
                    answers.append((name, try await process.finish(within: 300)))
                }
            }
            let events = try await sandbox.events()
            let decided = events.filter { $0["type"].text == "gate.decided" }
            #expect(decided.count == 1, "decided once")
            #expect(events.filter { $0["type"].text == "gate.voted" }.count == 1)
            let winner = try #require(decided.first?["body"]["by"].text)
            let time = try #require(decided.first?["time"].text?.prefix(19))
            #expect(answers.count == Self.people)
            for (name, finished) in answers {
                if name == winner {
                    #expect(finished.status == 0, "\(finished)")
                } else {
                    #expect(finished.status == 77, "\(finished)")
                    #expect(finished.error.contains("'\(winner)'"), "who: \(finished)")
                    #expect(finished.error.contains(time), "when: \(finished)")
                }
            }
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }
    }
}
