import Foundation
import Testing

extension ProgramTests {
    /// The history, filtered, explained and followed.
    @Suite struct LogTests {
        /// A handoff is rejected, reworked and rejected again until a person is asked.
        static let refused = """
            name: refused
            requirements: { N1: A page, N2: Nothing makes it }
            phases:
              - id: make
                owner: infrastructure-orchestrator
                steps:
                  - { id: ask, agent: echo, task: echo, with: { text: made } }
                  - { id: make, needs: [ask], run: echo made > made.txt }
                deliverables:
                  - { id: made, files: [made.txt], requirements: [N1] }
                gate: { id: ok }
              - id: give
                steps:
                  - id: give
                    handoff: { to: qa-orchestrator, deliverables: [made], criteria: [Q1] }
            """

        private static func reworked() async throws -> Sandbox {
            let sandbox = try Sandbox(workflow: refused)
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let first = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(first.status == 3, "the receiver rejected it: \(first)")
            let second = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(second.status == 3, "\(second)")
            return sandbox
        }

        private func lines(_ sandbox: Sandbox, _ words: String...) async throws -> [JSON] {
            let finished = try await sandbox.orchestrate(["log", "r", "--json"] + words)
            #expect(finished.status == 0, "\(finished)")
            return try JSON.lines(finished.out)
        }

        @Test func `filters leave what they name`() async throws {
            let sandbox = try await Self.reworked()
            let all = try await sandbox.events()
            let phase = try await lines(sandbox, "--phase", "give")
            #expect(!phase.isEmpty && phase.allSatisfy { $0["phase"].text == "give" })
            let step = try await lines(sandbox, "--step", "make")
            #expect(!step.isEmpty && step.allSatisfy { $0["step"].text == "make" })
            #expect(step.count == all.count { $0["step"].text == "make" })
            let agent = try await lines(sandbox, "--agent", "qa-orchestrator")
            #expect(agent.contains { $0["type"].text == "handoff.rejected" })
            let both = try await lines(sandbox, "--agent", "echo", "--type", "message.sent")
            #expect(!both.isEmpty && both.allSatisfy { $0["type"].text == "message.sent" })
            let middle = try #require(all[all.count / 2]["time"].text)
            let until = try await lines(sandbox, "--until", middle)
            let since = try await lines(sandbox, "--since", middle)
            #expect(until.allSatisfy { ($0["time"].text ?? "~") <= middle })
            #expect(since.allSatisfy { ($0["time"].text ?? "") >= middle })
            let same = all.count { $0["time"].text == middle }
            #expect(until.count + since.count == all.count + same)
            #expect(try await lines(sandbox, "--until", "2000-01-01").isEmpty)
            let nobody = try await sandbox.orchestrate("log", "r", "--step", "mke")
            #expect(nobody.status == 66 && nobody.error.contains("'make'"), "\(nobody)")
            let elsewhere = try await sandbox.orchestrate("log", "r", "--phase", "no")
            #expect(elsewhere.status == 66, "\(elsewhere)")
            let mixed = try await sandbox.orchestrate("log", "r", "--handoffs", "--type", "gate")
            #expect(mixed.status == 64, "\(mixed)")
        }

        @Test func `handoffs show receipts, refusals and rounds`() async throws {
            let sandbox = try await Self.reworked()
            let offers = try await lines(sandbox, "--handoffs")
            #expect(offers.count >= 2, "\(offers)")
            #expect(offers.allSatisfy { $0["receipt"]["decision"].text == "rejected" })
            #expect(offers.allSatisfy { !$0["receipt"]["findings"].array.isEmpty })
            let table = try await sandbox.orchestrate("log", "r", "--handoffs")
            #expect(table.out.contains("rejected by qa-orchestrator"), "\(table)")
            #expect(table.out.contains("Q1"), "\(table)")
            let diagram = try await sandbox.orchestrate(
                "log",
                "r",
                "--handoffs",
                "--format",
                "mermaid"
            )
            #expect(diagram.out.hasPrefix("sequenceDiagram\n"), "\(diagram)")
            #expect(diagram.out.contains("--x"), "a refusal is drawn as one: \(diagram)")
            #expect(diagram.out.contains("found: Q1"), "\(diagram)")
            let none = try await sandbox.orchestrate("log", "r", "--handoffs", "--phase", "make")
            #expect(!none.out.contains("rejected"), "\(none)")
        }

        @Test func `why leads from a rework back to the requirement`() async throws {
            let sandbox = try await Self.reworked()
            let events = try await sandbox.events()
            let last = try #require(events.last { $0["type"].text == "gate.opened" })
            let number = String(last["sequence"].int ?? 0)
            let why = try await sandbox.orchestrate(
                "log",
                "r",
                "--why",
                number,
                "--json",
                "--all"
            ).json()
            #expect(why["event"].int == last["sequence"].int)
            let path = why["path"].array
            #expect(path.first?["sequence"].int == last["sequence"].int)
            #expect(path.last?["type"].text == "run.started")
            let types = Set(path.compactMap { $0["type"].text })
            for type in [
                "phase.reopened", "handoff.rejected", "handoff.offered", "deliverable.produced",
                "step.completed", "effect.completed", "message.handled", "gate.decided",
            ] { #expect(types.contains(type), "\(type) in \(types.sorted())") }
            for link in path {
                let own = link["sequence"].int ?? 0
                #expect(link["causes"].array.isEmpty == (own == 1))
                #expect(link["causes"].array.allSatisfy { ($0["sequence"].int ?? own) < own })
            }
            #expect(why["requirements"].array.map { $0["id"].text } == ["N1"])
            #expect(why["requirements"][0]["title"].text == "A page")

            // The same event by its hash.
            let hash = try #require(last["hash"].text)
            let table = try await sandbox.orchestrate("log", "r", "--why", String(hash.prefix(12)))
            #expect(table.status == 0 && table.out.contains("because of"), "\(table)")
            #expect(table.out.contains("N1  A page"), "\(table)")
            let diagram = try await sandbox.orchestrate(
                "log",
                "r",
                "--why",
                number,
                "--format",
                "mermaid"
            )
            #expect(diagram.out.hasPrefix("flowchart TD\n"), "\(diagram)")
            #expect(diagram.out.contains("-->|"), "\(diagram)")
            #expect(diagram.out.contains("-.->|for| r0"), "\(diagram)")
        }

        @Test(arguments: ["0", "100000", "zzzz", "ab", "-1"])
        func `why of no event is refused`(event: String) async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            _ = try await sandbox.begin()
            let finished = try await sandbox.orchestrate(["log", "r", "--why=\(event)"])
            #expect(finished.status == 66, "\(finished)")
            let mixed = try await sandbox.orchestrate("log", "r", "--why", "1", "--agent", "x")
            #expect(mixed.status == 64, "\(mixed)")
        }

        @Test func `follow shows what another process does, filtered, and ends with the run`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: followed
                    steps:
                      - id: hold
                        run: |
                          echo $$ > pids
                          \(Samples.wait)
                      - { id: after, needs: [hold], run: 'true' }
                    """
            )
            let running = try sandbox.beginInBackground()
            _ = try await sandbox.pid("ws/pids")
            let follower = try sandbox.background(
                "log",
                "r",
                "--follow",
                "--json",
                "--step",
                "after"
            )
            let everything = try sandbox.background("log", "r", "--follow", "--json")
            try await eventually("the beginning is shown", within: 120) {
                everything.out.contains("run.started")
            }
            #expect(!follower.hasEnded && !everything.hasEnded)
            try sandbox.write("", to: "ws/go")
            let done = try await running.finish(within: 120)
            #expect(done.status == 0, "\(done)")
            let followed = try await follower.finish(within: 120)
            #expect(followed.status == 0, "\(followed)")
            let lines = try JSON.lines(followed.out)
            #expect(lines.contains { $0["type"].text == "step.completed" }, "\(followed)")
            #expect(lines.allSatisfy { $0["step"].text == "after" })
            let all = try JSON.lines(try await everything.finish(within: 120).out)
            #expect(all.compactMap { $0["sequence"].int } == Array(1...all.count))
            #expect(all.last?["type"].text == "run.completed")
        }
    }
}
