import Foundation
import Testing

extension ProgramTests {
    /// What a failed run tries again.
    @Suite struct RetryTests {
        private static let workflow = """
            name: retry
            steps:
              - { id: made, run: echo x >> made }
              - { id: unwanted, if: 1 == 2, run: 'true' }
              - { id: fails, needs: [made], run: test -e go }
              - { id: after, needs: [fails], run: echo x >> after }
            """

        private static func again(_ more: String...) async throws -> (Sandbox, [String]) {
            let sandbox = try Sandbox(workflow: workflow)
            let began = try await sandbox.begin()
            #expect(began.status == 1, "\(began)")
            try sandbox.write("", to: "ws/go")
            let resumed = try await sandbox.orchestrate(["resume", "r"] + more)
            #expect(resumed.status == 0, "\(resumed)")
            let events = try await sandbox.events()
            let started = events.filter { $0["type"].text == "step.started" }
                .filter { $0["round"].int == 2 }
            return (sandbox, started.compactMap { $0["step"].text })
        }

        @Test func `what failed and what it held up, not what nobody wanted`() async throws {
            let (sandbox, started) = try await Self.again()
            #expect(started == ["fails", "after"])
            #expect(try sandbox.lines("ws/made").count == 1)
            let log = try await sandbox.orchestrate("log", "r", "--type", "step.skipped")
            #expect(log.out.components(separatedBy: "unwanted").count == 2, "once: \(log)")
        }

        @Test func `from an earlier step on where that is asked for`() async throws {
            let (sandbox, started) = try await Self.again("--from", "made")
            #expect(started == ["made", "fails", "after"])
            #expect(try sandbox.lines("ws/made").count == 2)
        }

        @Test func `only a run that failed begins again in the middle`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            _ = try await sandbox.begin()
            let resumed = try await sandbox.orchestrate("resume", "r", "--from", "make")
            #expect(resumed.status == 64, "\(resumed)")
        }
    }
}
