import Foundation
import Testing

extension ProgramTests {
    /// A command that outlived its engine is ended before it may run again.
    @Suite struct OrphanTests {
        /// Each attempt notes when another one is alive beside it.
        private static func watching(_ setup: String = ":") -> String {
            """
            name: watching
            steps:
              - id: hold
                idempotent: true
                run: |
                  \(setup)
                  for pid in $(cat pids 2>/dev/null); do
                    if grep -qs '^State:.[^ZX]' /proc/$pid/status; then echo $pid >> overlap; fi
                  done
                  echo $$ >> pids
                  if [ "$(wc -l < pids)" -gt 1 ]; then exit 0; fi
                  for i in $(seq 2400); do sleep 0.05 || true; done
                  echo late > late
            """
        }

        @Test(
            arguments: [
                ":", "trap '' TERM", "trap '' TERM INT HUP; exec >/dev/null 2>&1 </dev/null",
                "(for i in $(seq 2400); do sleep 0.05; done) & echo $! > child",
            ]
        )
        func `an attempt that outlived its engine is dead before the next begins`(
            setup: String
        ) async throws {
            let sandbox = try Sandbox(workflow: Self.watching(setup))
            let running = try sandbox.beginInBackground()
            let orphan = try await sandbox.pid("ws/pids")
            running.send(SIGKILL)
            _ = try await running.finish()
            #expect(isAlive(orphan), "kill -9 leaves the command alone, or this tests nothing")
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(!isAlive(orphan))
            #expect(!sandbox.has("ws/overlap"), "two attempts were alive at once")
            #expect(!sandbox.has("ws/late"))
            #expect(try sandbox.lines("ws/pids").count == 2)
            if sandbox.has("ws/child") {
                let child = try await sandbox.pid("ws/child")
                #expect(!isAlive(child))
            }
        }

        @Test func `an orphan that left its group is waited for and named, not run beside`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: escaping
                    steps:
                      - id: hold
                        idempotent: true
                        run: |
                          echo $$ >> pids
                          if [ "$(wc -l < pids)" -gt 1 ]; then exit 0; fi
                          setsid sh -c 'echo $$ > escaped; for i in $(seq 1200); do sleep 0.1; done' &
                          for i in $(seq 2400); do sleep 0.05; done
                    """
            )
            let running = try sandbox.beginInBackground()
            let escaped = try await sandbox.pid("ws/escaped")
            running.send(SIGKILL)
            _ = try await running.finish()
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status != 0, "\(resumed)")
            #expect(resumed.error.contains("still runs"), "\(resumed)")
            #expect(!resumed.hasCrashed)
            #expect(try sandbox.lines("ws/pids").count == 1)
            kill(escaped, SIGKILL)
            try await eventually("its end") { !isAlive(escaped) }
            let again = try await sandbox.orchestrate("resume", "r")
            #expect(again.status == 0, "\(again)")
        }
    }
}
