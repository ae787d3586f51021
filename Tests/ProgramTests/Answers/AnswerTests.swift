import Foundation
import Testing

extension ProgramTests {
    /// The documents that other programs read, as the command line's contract has them.
    @Suite struct AnswerTests {
        /// A run that is done, with a deliverable, a gate and a handoff.
        private static func handedOver() async throws -> Sandbox {
            let sandbox = try Sandbox(
                workflow: """
                    name: handing
                    phases:
                      - id: make
                        steps:
                          - { id: ask, agent: echo, task: echo, with: { text: made } }
                          - { id: make, needs: [ask], run: echo made > made.txt }
                        deliverables:
                          - { id: made, files: [made.txt] }
                        gate: { id: ok }
                      - id: give
                        steps:
                          - id: give
                            handoff: { to: qa-orchestrator, deliverables: [made] }
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let approved = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(approved.status == 0, "\(approved)")
            return sandbox
        }

        @Test func `answers have the keys that were promised`() async throws {
            let sandbox = try await Self.handedOver()
            let list = try await sandbox.orchestrate("list", "--json").json()
            #expect(list["schema"] == .number(1))
            #expect(
                list["runs"][0].keys.isSuperset(
                    of: ["run", "workflow", "status", "started", "updated"]
                )
            )
            let made = try await sandbox.orchestrate("deliverables", "r", "--json").json()
            #expect(made["schema"] == .number(1))
            let deliverable = made["deliverables"][0]
            #expect(deliverable.keys.isSuperset(of: ["id", "producer", "files", "checks"]))
            #expect(deliverable["files"][0]["path"].text == "made.txt")
            #expect(deliverable["files"][0]["bytes"] == .number(5))

            #expect(deliverable["files"][0]["sha256"].text?.count == 64)
            for check in deliverable["checks"].array {
                #expect(check.keys.isSuperset(of: ["id", "kind", "verdict", "findings"]))
                #expect(["native", "external"].contains(check["kind"].text))
            }
            let shown = try await sandbox.orchestrate("show", "r", "--json").json()
            #expect(shown["schema"] == .number(1))
            #expect(shown["head"].text?.count == 64)
        }

        @Test func `a handoff has its receipt with evidence`() async throws {
            let sandbox = try await Self.handedOver()
            let finished = try await sandbox.orchestrate("log", "r", "--handoffs", "--json")
            let lines = try JSON.lines(finished.out)
            #expect(lines.count == 1, "\(finished)")
            #expect(
                lines[0].keys.isSuperset(
                    of: ["handoff", "from", "to", "deliverables", "criteria", "receipt"]
                )
            )
            #expect(lines[0]["to"].text == "qa-orchestrator")
            #expect(lines[0]["receipt"]["decision"].text == "accepted")
            #expect(lines[0]["receipt"]["at"].text?.hasSuffix("Z") == true)
        }

        @Test func `the log is one event a line, in order, each with its hash`() async throws {
            let sandbox = try await Self.handedOver()
            let events = try await sandbox.events()
            #expect(events.compactMap { $0["sequence"].int } == Array(1...events.count))
            #expect(events.allSatisfy { $0["run"].text == "r" })
            #expect(Set(events.compactMap { $0["hash"].text }).count == events.count)
            let times = events.compactMap { $0["time"].text }
            #expect(times.count == events.count)
            #expect(times == times.sorted(), "never before the event before")
            #expect(times.allSatisfy { $0.hasSuffix("Z") })
            #expect(events.first?["type"].text == "run.started")
            #expect(events.last?["type"].text == "run.completed")
            let head = try await sandbox.orchestrate("show", "r", "--json").json()["head"]
            #expect(events.last?["hash"] == head)
            for type in ["step.completed", "deliverable.produced", "gate.decided"] {
                let some = try await sandbox.orchestrate("log", "r", "--json", "--type", type)
                let lines = try JSON.lines(some.out)
                #expect(!lines.isEmpty && lines.allSatisfy { $0["type"].text == type })
            }
        }

        @Test func `results go to standard output and messages to standard error`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let began = try await sandbox.begin()
            #expect(began.error.contains("make"), "progress: \(began)")
            #expect(!began.out.contains("\u{1B}"))
            let failed = try await sandbox.orchestrate("show", "nobody", "--json")
            #expect(failed.out.isEmpty, "\(failed)")
            #expect(try JSON(failed.error)["error"]["code"] == .number(66), "\(failed)")
        }

        @Test(
            arguments: [
                ["list"], ["show", "r"], ["gates"], ["deliverables", "r"], ["verify"],
                ["validate", "w.yaml"], ["plan", "w.yaml"], ["graph", "w.yaml"], ["agents"],
                ["doctor"], ["schema"], ["cat", "r", "made.txt"], ["eval", "1"],
            ]
        )
        func `every command answers with one document when asked for JSON`(
            words: [String]
        ) async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            // 'doctor' would start every validator of the machine.
            let environment = words == ["doctor"] ? sandbox.withoutTools : [:]
            let finished = try await sandbox.orchestrate(
                words + ["--json"],
                environment: environment
            )
            #expect(finished.status == 0, "\(finished)")
            _ = try finished.json()
            let text = try await sandbox.orchestrate(words, environment: environment)
            #expect(text.status == 0, "\(text)")
            #expect(!text.all.contains("\u{1B}"), "no colour where no terminal is")
        }

        @Test func `planning and validating leave no trace`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let before = try sandbox.tree("home").keys
            for words in [["validate", "w.yaml"], ["plan", "w.yaml"], ["graph", "w.yaml"]] {
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 0, "\(finished)")
            }
            let plan = try await sandbox.orchestrate("plan", Program.example)
            #expect(plan.status == 0, "\(plan)")
            #expect(try sandbox.tree("home").keys == before)
            #expect(try sandbox.tree("ws").isEmpty)
        }

        @Test func `a new project is begun with a workflow that runs`() async throws {
            let sandbox = try Sandbox()
            try sandbox.makeFolder("project")
            let here = ["ORCHESTRATE_HOME": ""]
            let project = sandbox("project")
            let began = try await sandbox.orchestrate("init", environment: here, directory: project)
            #expect(began.status == 0, "\(began)")
            #expect(try sandbox.mode("project/.orchestrate") == 0o700)
            let files = try sandbox.tree("project").keys
            let workflow = try #require(files.first { $0.hasSuffix(".yaml") })
            let checked = try await sandbox.orchestrate(
                "validate",
                workflow,
                environment: here,
                directory: project
            )
            #expect(checked.status == 0, "\(checked)")
        }
    }
}
