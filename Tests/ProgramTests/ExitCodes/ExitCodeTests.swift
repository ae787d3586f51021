import Foundation
import Testing

extension ProgramTests {
    /// One way to each exit status; the subjects' own tests have the others.
    @Suite struct ExitCodeTests {
        @Test func `a run that completes ends with 0`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            let report = try finished.json()
            #expect(report["schema"] == .number(1))
            #expect(report["run"].text == "r")
            #expect(report["status"].text == "completed")
            #expect(report["waiting"].array == [])
            #expect(report["head"].text?.count == 64)
            #expect(report["workspace"].text == sandbox.workspace)
        }

        @Test func `a run that fails ends with 1 and says why`() async throws {
            let sandbox = try Sandbox(workflow: Samples.failing)
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(try finished.json()["status"].text == "failed")
            #expect(finished.all.contains("exit code 7"))
            #expect(finished.all.contains("no such luck"))
        }

        @Test func `a run that waits at a gate ends with 3`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let finished = try await sandbox.begin()
            #expect(finished.status == 3, "\(finished)")
            let report = try finished.json()
            #expect(report["status"].text == "waiting")
            #expect(report["waiting"][0]["kind"].text == "gate")
            #expect(report["waiting"][0]["gate"].text == "ok")
            #expect(report["waiting"][0]["digest"].text?.count == 64)
        }

        @Test func `rejecting returns 0 and the rejected run 4`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let rejected = try await sandbox.orchestrate("reject", "r", "ok", "--comment", "no")
            #expect(rejected.status == 0, "\(rejected)")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 4, "\(resumed)")
            let again = try await sandbox.begin()
            #expect(again.status == 4, "\(again)")
            #expect(try again.json()["status"].text == "rejected")
        }

        @Test func `cancelling returns 0 and the cancelled run 4`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let cancelled = try await sandbox.orchestrate("cancel", "r")
            #expect(cancelled.status == 0, "\(cancelled)")
            let again = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(again.status == 4, "\(again)")
            #expect(try again.json()["status"].text == "cancelled")
        }

        @Test func `a digest that does not hold is 5`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let stale = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--digest",
                "0123456789ab"
            )
            #expect(stale.status == 5, "\(stale)")
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
        }

        @Test(
            arguments: [
                ["no-such-command"], ["run"], ["run", "w.yaml", "--no-such-option"],
                ["run", "w.yaml", "--id", "with space"], ["run", "w.yaml", "--id", "../up"],
                ["run", "w.yaml", "--input", "noequals"], ["approve", "a", "b", "c"],
                ["settle", "r", "make"], ["settle", "r", "make", "--done", "--fail"],
                ["approve", "r"], ["approve", "r", "no-such-gate"], ["validate"],
                ["settle", "r", "make", "--done"],
            ]
        )
        func `a command that is given wrongly is 64`(words: [String]) async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            _ = try await sandbox.begin()
            let finished = try await sandbox.orchestrate(words)
            #expect(finished.status == 64, "\(finished)")
            #expect(!finished.error.isEmpty)
            #expect(finished.out.isEmpty)
        }

        @Test func `an invalid file is 65 with every mistake and its place`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: wrong
                    steps:
                      - id: one
                        rum: echo
                      - id: two
                        run: echo
                        needs: [three]
                    """
            )
            for command in ["run", "validate"] {
                let finished = try await sandbox.orchestrate(command, "w.yaml")
                #expect(finished.status == 65, "\(finished)")
                #expect(finished.all.contains("w.yaml:4:"), "\(finished)")
                #expect(finished.all.contains("'rum'"), "\(finished)")
                #expect(finished.all.contains("w.yaml:7:"), "\(finished)")
                #expect(finished.all.contains("three"), "\(finished)")
            }
            #expect(!sandbox.has("home/journal.sqlite"), "nothing was begun")
        }

        @Test(arguments: ["1 +", "nofunction()", "'open"])
        func `an expression with a mistake is 65`(expression: String) async throws {
            let sandbox = try Sandbox()
            let finished = try await sandbox.orchestrate("eval", expression)
            #expect(finished.status == 65, "\(finished)")
        }

        @Test func `an expression has its value as JSON`() async throws {
            let sandbox = try Sandbox(["c.json": #"{"inputs": {"a": [1, 2]}}"#])
            let finished = try await sandbox.orchestrate(
                "eval",
                "inputs.a[1] == 2 && format('{0}!', 'hi')",
                "--contexts",
                "c.json"
            )
            #expect(finished.status == 0, "\(finished)")
            #expect(try finished.json() == .string("hi!"))
        }

        @Test(arguments: [["resume", "nobody"], ["run", "missing.yaml"], ["run", "ws"]])
        func `what is not there is 66`(words: [String]) async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            _ = try await sandbox.begin()
            let finished = try await sandbox.orchestrate(words)
            #expect(finished.status == 66, "\(finished)")
        }

        @Test func `an interrupted run ends with 130 or 143 and can be resumed`() async throws {
            for (signal, status) in [(SIGINT, Int32(130)), (SIGTERM, 143)] {
                let sandbox = try Sandbox(workflow: Samples.holding(["idempotent: true"]))
                let running = try sandbox.beginInBackground()
                let step = try await sandbox.pid("ws/pids")
                running.send(signal)
                let finished = try await running.finish()
                #expect(finished.status == status, "\(finished)")
                #expect(!isAlive(step), "the step's command outlived the program")
                #expect(try finished.json()["status"].text == "interrupted")
                let resumed = try await sandbox.orchestrate("resume", "r")
                #expect(resumed.status == 0, "\(resumed)")
                #expect(!sandbox.has("ws/late"))
            }
        }
    }
}
