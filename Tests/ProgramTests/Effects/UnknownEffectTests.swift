import Foundation
import Testing

extension ProgramTests {
    /// The engine is killed while a command runs: nobody knows what the command did.
    @Suite struct UnknownEffectTests {
        /// A run whose engine was killed while its step `hold` ran.
        private static func killed(_ keys: [String] = []) async throws -> Sandbox {
            let sandbox = try Sandbox(workflow: Samples.holding(keys))
            let running = try sandbox.beginInBackground()
            _ = try await sandbox.pid("ws/pids")
            running.send(SIGKILL)
            let finished = try await running.finish()
            #expect(finished.signal == SIGKILL)
            return sandbox
        }

        private static func waiting(_ sandbox: Sandbox) async throws {
            for _ in 0..<2 {
                let resumed = try await sandbox.orchestrate("resume", "r", "--json")
                #expect(resumed.status == 3, "\(resumed)")
                let waiting = try resumed.json()["waiting"]
                #expect(waiting.array.count == 1)
                #expect(waiting[0]["kind"].text == "effect")
                #expect(waiting[0]["step"].text == "hold")
            }
            #expect(try sandbox.lines("ws/keys").count == 1, "it was not run again")
            #expect(try await sandbox.events().contains { $0["type"].text == "effect.unknown" })
        }

        private static func completed(_ sandbox: Sandbox, runs: Int) async throws {
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 0, "\(resumed)")
            let keys = try sandbox.lines("ws/keys")
            #expect(keys.count == runs, "\(keys)")
            #expect(Set(keys).count == 1, "the same key each time: \(keys)")
            let completed = try await sandbox.events().filter {
                $0["type"].text == "step.completed" && $0["step"].text == "hold"
            }
            #expect(completed.count == 1)
            #expect(!sandbox.has("ws/late"), "the first attempt was ended")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a step that is not idempotent waits for a person who says it was done`()
            async throws
        {
            let sandbox = try await Self.killed()
            try await Self.waiting(sandbox)
            let settled = try await sandbox.orchestrate(
                "settle",
                "r",
                "hold",
                "--done",
                "--output",
                "k=by hand = yes"
            )
            #expect(settled.status == 0, "\(settled)")
            try await Self.completed(sandbox, runs: 1)
            #expect(try sandbox.text("ws/after") == "by hand = yes")
            let again = try await sandbox.orchestrate("settle", "r", "hold", "--done")
            #expect(again.status == 64, "nothing is unknown any more: \(again)")
        }

        @Test func `a person may have it tried again with the same key`() async throws {
            let sandbox = try await Self.killed()
            try await Self.waiting(sandbox)
            let settled = try await sandbox.orchestrate("settle", "r", "hold", "--retry")
            #expect(settled.status == 0, "\(settled)")
            try await Self.completed(sandbox, runs: 2)
        }

        @Test func `a person may say that it failed`() async throws {
            let sandbox = try await Self.killed()
            try await Self.waiting(sandbox)
            let settled = try await sandbox.orchestrate("settle", "r", "hold", "--fail")
            #expect(settled.status == 0, "\(settled)")
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 1, "\(resumed)")
            #expect(try sandbox.lines("ws/keys").count == 1)
            #expect(!sandbox.has("ws/after"))
        }

        @Test func `an idempotent step runs again with the same key`() async throws {
            let sandbox = try await Self.killed(["idempotent: true"])
            try await Self.completed(sandbox, runs: 2)
        }

        @Test func `the step's own word beats idempotence`() async throws {
            let asking = try await Self.killed(["idempotent: true", "onUnknown: ask"])
            try await Self.waiting(asking)
            let retrying = try await Self.killed(["onUnknown: retry"])
            try await Self.completed(retrying, runs: 2)
            let failing = try await Self.killed(["onUnknown: fail"])
            let resumed = try await failing.orchestrate("resume", "r")
            #expect(resumed.status == 1, "\(resumed)")
            #expect(try failing.lines("ws/keys").count == 1)
        }

        @Test func `a command may say itself that it does not know`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: unsure
                    steps:
                      - id: hold
                        run: echo x >> keys; echo half of it is there >&2; exit 79
                        probe: 'test -e found && exit 0; echo looked in vain >&2; exit 2'
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            #expect(began.out.contains("looked in vain"), "\(began)")
            #expect(try sandbox.lines("ws/keys").count == 1, "it was not run again")
            let log = try await sandbox.orchestrate("log", "r")
            #expect(log.out.contains("half of it is there"), "\(log)")
            let settled = try await sandbox.orchestrate("settle", "r", "hold", "--done", "--resume")
            #expect(settled.status == 0, "\(settled)")
        }

        @Test func `a command that was ended has no known outcome when there is a probe`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: ended
                    steps:
                      - id: hold
                        timeout: 3s
                        run: sleep 300
                        probe: 'true'
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 0, "the probe says that it was done: \(began)")
            let events = try await sandbox.events()
            #expect(events.contains { $0["type"].text == "effect.unknown" })
        }

        @Test func `a probe that says done completes the step`() async throws {
            let sandbox = try await Self.killed(["probe: test -s keys"])
            try await Self.completed(sandbox, runs: 1)
        }

        @Test func `a probe that says not done has it run`() async throws {
            let sandbox = try await Self.killed(["probe: exit 1"])
            try await Self.completed(sandbox, runs: 2)
        }

        @Test func `a probe that cannot tell leaves it to a person`() async throws {
            let sandbox = try await Self.killed(["probe: 'echo x >> probed; exit 7'"])
            try await Self.waiting(sandbox)
            #expect(try sandbox.lines("ws/probed").count >= 1)
            #expect(try await sandbox.orchestrate("settle", "r", "hold", "--done").status == 0)
            try await Self.completed(sandbox, runs: 1)
        }

        @Test func `the probe gets the key of what it asks about`() async throws {
            let sandbox = try await Self.killed([
                "probe: 'test \"$(tail -n 1 keys)\" = \"$ORCHESTRATE_IDEMPOTENCY_KEY\"'"
            ])
            try await Self.completed(sandbox, runs: 1)
        }

        @Test func `an engine that is killed again and again asks a person in the end`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: deadly
                    steps:
                      - id: deadly
                        idempotent: true
                        run: echo x >> tries; kill -KILL $PPID; sleep 60
                    """
            )
            var last = try await sandbox.begin()
            var rounds = 0
            while last.signal == SIGKILL, rounds < 40 {
                last = try await sandbox.orchestrate("resume", "r", "--json")
                rounds += 1
            }
            #expect(last.status == 3, "attempts are bounded, crashes count: \(last)")
            #expect(try last.json()["waiting"][0]["kind"].text == "effect")
        }

        @Test func `a step cannot settle itself`() async throws {
            let sandbox = try await Self.killed()
            try await Self.waiting(sandbox)
            try sandbox.write(
                """
                name: thief
                steps:
                  - id: steal
                    run: code=0; "$PROGRAM" settle r hold --done || code=$?; echo $code > code
                """,
                to: "thief.yaml"
            )
            let thief = try await sandbox.orchestrate(
                "run",
                "thief.yaml",
                "--workspace",
                "theft",
                environment: ["PROGRAM": Program.path]
            )
            #expect(thief.status == 0, "\(thief)")
            #expect(try sandbox.lines("theft/code") == ["77"])
            try await Self.waiting(sandbox)
        }
    }
}
