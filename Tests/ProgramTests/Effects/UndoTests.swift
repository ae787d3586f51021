import Foundation
import Testing

extension ProgramTests {
    /// What a rejected run did is undone, the last first, through crashes.
    @Suite struct UndoTests {
        private static func types(_ sandbox: Sandbox) async throws -> [String] {
            try await sandbox.events().compactMap(\.["type"].text)
        }

        static let three = """
            name: three
            phases:
              - id: one
                steps:
                  - id: a
                    run: |
                      echo a >> done
                      echo 'id=$(touch hacked) "a"' >> "$ORCHESTRATE_OUTPUT"
                    env: { NAME: alpha }
                    undo: |
                      printf '%s %s\\n' "$NAME" "$ORCHESTRATE_OUTPUT_ID" >> undone
                      cat "$ORCHESTRATE_OUTPUTS" > outputs
                  - { id: b, needs: [a], agent: echo, task: echo, with: { b: 1 }, undo: echo b >> undone }
                  - { id: plain, needs: [b], run: echo plain }
                  - { id: never, needs: [b], if: 'false', run: exit 1, undo: echo never >> undone }
            # The undo of the second phase's first step fails.
              - id: two
                steps:
                  - { id: c, run: echo c, undo: echo c >> undone; exit 3 }
                  - { id: d, needs: [c], run: echo d, undo: { run: echo d >> undone } }
                gate: { id: ok }
            """

        @Test func `steps of all phases are undone in reverse order`() async throws {
            let sandbox = try Sandbox(workflow: Self.three)
            #expect(try await sandbox.begin().status == 3)
            let rejected = try await sandbox.orchestrate("reject", "r", "ok", "--json")
            #expect(rejected.status == 0, "\(rejected)")
            let report = try rejected.json()
            #expect(report["status"].text == "rejected")
            #expect(report["undo"]["undone"].array.compactMap(\.["step"].text) == ["d", "b", "a"])
            #expect(report["undo"]["left"][0]["step"].text == "c")
            #expect(
                try sandbox.lines("ws/undone") == ["d", "c", "b", "alpha $(touch hacked) \"a\""]
            )
            #expect(!sandbox.has("ws/hacked"), "an output is never a line of shell")
            let outputs = try JSON(sandbox.text("ws/outputs"))
            #expect(outputs["id"].text == "$(touch hacked) \"a\"")
            let events = try await sandbox.events()
            let types = events.compactMap(\.["type"].text)
            let intended = events.filter {
                $0["type"].text == "effect.intended" && $0["body"]["effect"]["key"].text == "undo"
            }
            #expect(intended.count == 4)
            #expect(types.count { $0 == "step.undone" } == 3)
            #expect(types.count { $0 == "step.undo-failed" } == 1)
            let tail = types.suffix(2)
            #expect(tail == ["compensation.completed", "run.rejected"], "\(types.suffix(6))")
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(shown.out.contains("not undone: c: exit code 3"), "\(shown)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 4)
            #expect(try sandbox.lines("ws/undone").count == 4, "nothing is undone twice")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        private static func holding(_ undo: String) -> String {
            """
            name: holding
            steps:
              - { id: a, run: echo a, undo: echo a >> undone }
              - id: b
                needs: [a]
                run: echo b
                undo:
                  run: |
                    echo b >> undone
                    echo $$ >> pids
                    if [ "$(wc -l < pids)" -gt 1 ]; then exit 0; fi
                    \(Samples.wait)
            \(undo)
              - { id: c, needs: [b], run: echo c, undo: echo c >> undone }
            gate: { id: ok }
            """
        }

        /// The engine was killed while it undid the second of three steps.
        private static func killed(_ undo: String = "") async throws -> Sandbox {
            let sandbox = try Sandbox(workflow: holding(undo))
            #expect(try await sandbox.begin().status == 3)
            let running = try sandbox.background("reject", "r", "ok")
            _ = try await sandbox.pid("ws/pids")
            running.send(SIGKILL)
            #expect(try await running.finish().signal == SIGKILL)
            return sandbox
        }

        @Test func `a kill in the middle asks what became of that undo and goes on from there`()
            async throws
        {
            let sandbox = try await Self.killed()
            for _ in 0..<2 {
                let resumed = try await sandbox.orchestrate("resume", "r", "--json")
                #expect(resumed.status == 3, "\(resumed)")
                let waiting = try resumed.json()["waiting"]
                #expect(waiting.array.count == 1)
                #expect(waiting[0]["kind"].text == "effect")
                #expect(waiting[0]["step"].text == "b" && waiting[0]["key"].text == "undo")
            }
            #expect(try sandbox.lines("ws/undone") == ["c", "b"], "it is not run again")
            #expect(try await sandbox.orchestrate("settle", "r", "b", "--done").status == 0)
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 4, "\(resumed)")
            #expect(try sandbox.lines("ws/undone") == ["c", "b", "a"])
            let types = try await Self.types(sandbox)
            #expect(types.contains("effect.unknown") && types.contains("effect.settled"))
            #expect(types.count { $0 == "step.undone" } == 3)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `an idempotent undo is run again after a kill`() async throws {
            let sandbox = try await Self.killed("      idempotent: true")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 4, "\(resumed)")
            #expect(try sandbox.lines("ws/undone") == ["c", "b", "b", "a"])
            #expect(try await Self.types(sandbox).count { $0 == "compensation.started" } == 1)
        }

        @Test func `a failed run is undone on demand and what nobody knows is listed`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: broken
                    steps:
                      - { id: a, run: echo a, undo: echo a >> undone }
                      - { id: b, needs: [a], run: exit 1, undo: echo b >> undone }
                      - id: c
                        needs: [a]
                        run: exit 1
                        undo: { run: echo c >> undone, when: attempted }
                    """
            )
            #expect(try await sandbox.begin().status == 1)
            let cancelled = try await sandbox.orchestrate("cancel", "r", "--undo")
            #expect(cancelled.status == 0, "\(cancelled)")
            #expect(cancelled.out.contains("not undone: b: its outcome is unknown"), "\(cancelled)")
            #expect(try sandbox.lines("ws/undone") == ["c", "a"])
            let types = try await Self.types(sandbox)
            #expect(types.last == "run.cancelled")
            #expect(types.contains("compensation.requested"))
            #expect(try await sandbox.orchestrate("resume", "r").status == 4)
        }

        @Test func `a plain cancel undoes nothing`() async throws {
            let sandbox = try Sandbox(workflow: Self.three)
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("cancel", "r").status == 0)
            #expect(!sandbox.has("ws/undone"))
        }

        @Test func `a rejection ends what runs and then undoes it`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: beside
                    steps:
                      - { id: a, run: echo a, undo: echo a >> undone }
                      - { id: ask, needs: [a], approval: { id: ok } }
                      - id: long
                        needs: [a]
                        run: echo $$ > pids; \(Samples.wait)
                        undo: { run: echo long >> undone, when: attempted }
                    """
            )
            let running = try sandbox.beginInBackground()
            let command = try await sandbox.pid("ws/pids")
            let rejected = try await sandbox.orchestrate("reject", "r", "ok")
            #expect(rejected.status == 0, "\(rejected)")
            let finished = try await running.finish()
            #expect(finished.status == 4, "\(finished)")
            #expect(try sandbox.lines("ws/undone") == ["long", "a"])
            #expect(!isAlive(command))
        }

        @Test func `data may not stand in the command`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: pasted
                    steps:
                      - { id: a, run: echo a, undo: "echo ${{ steps.a.outputs.stdout }}" }
                      - { id: b, set: { x: 1 }, undo: echo b }
                    """
            )
            let found = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(found.status == 65, "\(found)")
            #expect(found.all.contains("'${{ }}' is refused inside 'undo'"), "\(found)")
            #expect(found.all.contains("'undo' has no effect in a step with 'set'"), "\(found)")
        }
    }
}
