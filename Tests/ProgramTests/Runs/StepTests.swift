import Foundation
import Testing

extension ProgramTests {
    /// What a step does, with what it is given, and what it gives.
    @Suite struct StepTests {
        @Test func `a step is tried again as often as it says`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: again
                    steps:
                      - id: third-time
                        run: |
                          echo "$ORCHESTRATE_ATTEMPT $ORCHESTRATE_IDEMPOTENCY_KEY" >> tries
                          test "$(wc -l < tries)" -eq 3
                        retry: { attempts: 3, backoff: { initial: 20ms, factor: 2, max: 1s } }
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            let tries = try sandbox.lines("ws/tries").map {
                $0.split(separator: " ").map(String.init)
            }
            #expect(tries.compactMap(\.first) == ["1", "2", "3"])
            #expect(Set(tries.compactMap(\.last)).count == 1, "one key for all attempts")
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(types.count { $0 == "step.failed" } == 2)
            #expect(types.count { $0 == "timer.fired" } == 2, "it waited in between")
            #expect(types.count { $0 == "step.completed" } == 1)
        }

        @Test func `a step that never succeeds is tried no more often than it says`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: never
                    steps:
                      - id: fails
                        run: echo x >> tries; false
                        retry: { attempts: 3, backoff: { initial: 1ms } }
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(try sandbox.lines("ws/tries").count == 3)
        }

        @Test func `a failed run that is resumed tries its failed steps again`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: mended
                    steps:
                      - { id: fine, run: echo x >> fine }
                      - { id: fails, needs: [fine], run: test -e mended }
                      - { id: after, needs: [fails], run: echo x >> after }
                    """
            )
            #expect(try await sandbox.begin().status == 1)
            try sandbox.write("", to: "ws/mended")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(try sandbox.lines("ws/fine") == ["x"], "what was completed did not run again")
            #expect(try sandbox.lines("ws/after") == ["x"])
            let last = try await sandbox.events().last {
                $0["type"].text == "step.completed" && $0["step"].text == "fails"
            }
            #expect(last?["round"].int == 2)
        }

        @Test func `a step that takes too long is ended with all it started`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: slow
                    steps:
                      - id: slow
                        timeout: 3s
                        run: |
                          sleep 300 & echo $! > grandchild
                          echo $$ > child
                          wait
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(finished.all.contains("timed out"), "\(finished)")
            for name in ["child", "grandchild"] {
                let pid = try await sandbox.pid("ws/\(name)")
                #expect(!isAlive(pid), "\(name) is alive")
            }
        }

        @Test func `a step that ignores being asked to end is ended all the same`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: stubborn
                    steps:
                      - id: stubborn
                        timeout: 3s
                        run: |
                          trap '' TERM INT HUP
                          echo $$ > child
                          for i in 1 2 3 4 5 6 7 8 9; do sleep 30; done
                    """
            )
            let finished = try await sandbox.begin(
                environment: ["ORCHESTRATE_LIMITS": "graceMilliseconds=1000"]
            )
            #expect(finished.status == 1, "\(finished)")
            let child = try await sandbox.pid("ws/child")
            #expect(!isAlive(child))
        }

        @Test func `what a step left running ends with it`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: daemon
                    steps:
                      - id: leaves
                        run: sleep 300 & echo $! > left; echo done
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            let left = try await sandbox.pid("ws/left")
            try await eventually("its end") { !isAlive(left) }
        }

        @Test func `a step is skipped when its condition is false`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: conditions
                    inputs: { go: { default: 'no' } }
                    steps:
                      - { id: off, if: "inputs.go == 'yes'", run: touch off }
                      - { id: on, if: "${{ inputs.go == 'NO' }}", run: touch on }
                      - { id: fails, needs: [on], run: exit 3 }
                      - { id: unreached, needs: [fails], run: touch unreached }
                      - { id: tidy, needs: [fails], if: always(), run: touch tidy }
                      - { id: alarm, needs: [fails], if: failure(), run: touch alarm }
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            let made = try sandbox.tree("ws").keys.sorted()
            #expect(made == ["alarm", "on", "tidy"])
            let events = try await sandbox.events()
            let skipped = events.filter { $0["type"].text == "step.skipped" }
                .compactMap { $0["step"].text }
            #expect(Set(skipped) == ["off", "unreached"])
        }

        @Test func `large output is cut and that is said`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: loud
                    steps:
                      - id: loud
                        run: yes 0123456789abcdef | head -c 8000000
                      - id: next
                        needs: [loud]
                        env: { TEXT: '${{ steps.loud.outputs.stdout }}' }
                        run: printf %s "$TEXT" | wc -c > size
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            #expect(finished.error.contains("cut"), "\(finished)")
            #expect(finished.error.contains("8000000"), "it says how much there was: \(finished)")
            let kept = try sandbox.tree("home").values.reduce(0) { $0 + $1.count }
            #expect(kept < 4_000_000, "the state grew by \(kept) bytes")
        }

        @Test func `output is neither text nor whole and does no harm`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: bytes
                    steps:
                      - id: bytes
                        run: printf '\\377\\000\\033[2J\\033]0;title\\007'; printf '\\033[31mred' >&2
                      - id: fails
                        needs: [bytes]
                        run: printf '\\033]0;owned\\007 why' >&2; false
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(!finished.all.contains("\u{1B}"), "it rules no terminal")
            for words in [["show", "r"], ["log", "r"], ["list"]] {
                let shown = try await sandbox.orchestrate(words)
                #expect(!shown.all.contains("\u{1B}"), "\(shown)")
            }
        }
    }
}
