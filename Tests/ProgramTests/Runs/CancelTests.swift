import Foundation
import Testing

extension ProgramTests {
    @Suite struct CancelTests {
        static let family = """
            name: family
            steps:
              - id: family
                run: |
                  sh -c 'sleep 300 & echo $! > grandchild; echo $$ > middle; wait' &
                  echo $$ > child
                  wait
              - id: after
                needs: [family]
                run: touch after
            """

        @Test func `cancelling ends a running step with its children and theirs`() async throws {
            let sandbox = try Sandbox(workflow: Self.family)
            let running = try sandbox.beginInBackground()
            var pids: [pid_t] = []
            for name in ["child", "middle", "grandchild"] {
                pids.append(try await sandbox.pid("ws/\(name)"))
            }
            let cancelled = try await sandbox.orchestrate("cancel", "r", "--comment", "enough")
            #expect(cancelled.status == 0, "\(cancelled)")
            let finished = try await running.finish()
            #expect(finished.status == 4, "\(finished)")
            #expect(try finished.json()["status"].text == "cancelled")
            #expect(pids.filter(isAlive) == [])
            #expect(!sandbox.has("ws/after"))
            #expect(try await sandbox.orchestrate("resume", "r").status == 4)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `an interrupted engine takes the whole family with it`() async throws {
            let sandbox = try Sandbox(workflow: Self.family)
            let running = try sandbox.beginInBackground()
            var pids: [pid_t] = []
            for name in ["child", "middle", "grandchild"] {
                pids.append(try await sandbox.pid("ws/\(name)"))
            }
            running.send(SIGINT)
            let finished = try await running.finish()
            #expect(finished.status == 130, "\(finished)")
            #expect(pids.filter(isAlive) == [])
            // Nobody says that it is idempotent, so nobody runs it again unasked.
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(try resumed.json()["waiting"][0]["kind"].text == "effect")
        }

        @Test func `a run that waits can be cancelled and is asked nothing more`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("cancel").status == 0)
            let vote = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(vote.status != 0, "\(vote)")
            let gates = try await sandbox.orchestrate("gates", "--json").json()
            #expect(gates["gates"].array == [])
            let list = try await sandbox.orchestrate("list", "--json").json()
            #expect(list["runs"][0]["status"].text == "cancelled")
        }

        @Test func `cancelling again is as good as once`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("cancel", "r").status == 0)
            let again = try await sandbox.orchestrate("cancel", "r")
            #expect(again.status == 0, "\(again)")
            let events = try await sandbox.events()
            #expect(events.count { $0["type"].text == "run.cancelled" } == 1)
        }

        @Test func `a run that its process left behind is listed as interrupted`() async throws {
            let sandbox = try Sandbox(workflow: Samples.holding(["idempotent: true"]))
            let running = try sandbox.beginInBackground()
            _ = try await sandbox.pid("ws/pids")
            let before = try await sandbox.orchestrate("list", "--json").json()
            #expect(before["runs"][0]["status"].text == "running")
            running.send(SIGKILL)
            _ = try await running.finish()
            let after = try await sandbox.orchestrate("list", "--json").json()
            #expect(after["runs"][0]["status"].text == "interrupted")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            let end = try await sandbox.orchestrate("list", "--json").json()
            #expect(end["runs"][0]["status"].text == "completed")
        }
    }
}
