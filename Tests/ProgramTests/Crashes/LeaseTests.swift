import Foundation
import Testing

extension ProgramTests {
    /// One writer: two processes never advance one run.
    @Suite struct LeaseTests {
        @Test func `while one process advances a run another is told who holds it`() async throws {
            let sandbox = try Sandbox(workflow: Samples.holding(["idempotent: true"]))
            let holder = try sandbox.beginInBackground()
            _ = try await sandbox.pid("ws/pids")
            for words in [["resume", "r"], ["run", "w.yaml", "--id", "r"]] {
                let other = try await sandbox.orchestrate(words)
                #expect(other.status == 75, "\(other)")
                #expect(other.error.contains("\(holder.pid)"), "it names the holder: \(other)")
            }
            // Looking is allowed meanwhile.
            for words in [["show", "r"], ["list"], ["log", "r"], ["verify", "r"], ["gates"]] {
                let looked = try await sandbox.orchestrate(words)
                #expect(looked.status == 0, "\(looked)")
            }
            try sandbox.write("", to: "ws/go")
            #expect(try await holder.finish().status == 0)
            #expect(try sandbox.lines("ws/keys").count == 1)
        }

        @Test func `of several who resume at once one works and the others say so`() async throws {
            let sandbox = try Sandbox(
                workflow: Samples.holding(["idempotent: true"], second: ":")
            )
            let first = try sandbox.beginInBackground()
            _ = try await sandbox.pid("ws/pids")
            first.send(SIGKILL)
            _ = try await first.finish()
            let resumes = try (0..<4).map { _ in try sandbox.background("resume", "r", "--json") }
            // The second attempt lasts until all others have been told.
            try await eventually("three of four to end") { resumes.count(where: \.hasEnded) == 3 }
            #expect(!sandbox.has("ws/late"), "the one that works waits")
            try sandbox.write("", to: "ws/go")
            var statuses: [Int32] = []
            for resume in resumes {
                let finished = try await resume.finish()
                statuses.append(finished.status ?? -1)
                if finished.status == 75 {
                    let names = resumes.contains { finished.error.contains("\($0.pid)") }
                    #expect(names, "it names the holder: \(finished)")
                }
            }
            #expect(statuses.sorted() == [0, 75, 75, 75])
            let events = try await sandbox.events()
            let completed = events.filter { $0["type"].text == "step.completed" }
            #expect(completed.compactMap { $0["step"].text } == ["hold", "after"])
            #expect(try sandbox.lines("ws/keys").count == 2)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a killed holder costs no wait`() async throws {
            let sandbox = try Sandbox(workflow: Samples.holding(["idempotent: true"]))
            let hour = ["ORCHESTRATE_LEASE_SECONDS": "3600"]
            let holder = try sandbox.beginInBackground(environment: hour)
            _ = try await sandbox.pid("ws/pids")
            holder.send(SIGKILL)
            _ = try await holder.finish()
            let resumed = try await sandbox.orchestrate("resume", "r", environment: hour)
            #expect(resumed.status == 0, "\(resumed)")
        }

        @Test(arguments: ["idempotent", "gated"])
        func `a holder that was stopped and woken writes nothing`(kind: String) async throws {
            let lease = ["ORCHESTRATE_LEASE_SECONDS": "0.5"]
            let sandbox = try Sandbox(workflow: Samples.holding(["idempotent: true"]))
            if kind == "gated" {
                let gate = "gate: { id: ok }\n"
                try sandbox.write(Samples.holding(["idempotent: true"]) + "\n" + gate, to: "w.yaml")
            }
            let holder = try sandbox.beginInBackground(environment: lease)
            _ = try await sandbox.pid("ws/pids")
            holder.send(SIGSTOP)
            let end: Int32 = kind == "gated" ? 3 : 0
            let second = try await Self.takenOver(sandbox, lease)
            #expect(second.status == end, "\(second)")
            let head = try await sandbox.orchestrate("show", "r", "--json").json()["head"]
            let count = try await sandbox.events().count
            holder.send(SIGCONT)
            let woken = try await holder.finish()
            #expect((woken.status ?? 0) != 0, "\(woken)")
            #expect(woken.status != 70, "\(woken)")
            #expect(!woken.hasCrashed, "\(woken)")
            #expect(try await sandbox.orchestrate("show", "r", "--json").json()["head"] == head)
            #expect(try await sandbox.events().count == count, "the woken holder wrote")
            try await Self.checkOnce(sandbox)
            if kind == "gated" {
                #expect(try await sandbox.orchestrate("approve", "ok", "--resume").status == 0)
            }
        }

        /// The engine is stopped by its own step, which then ends: its outcome arrives too late.
        @Test func `an outcome that a stopped holder brings too late is not taken`() async throws {
            let lease = ["ORCHESTRATE_LEASE_SECONDS": "0.5"]
            let sandbox = try Sandbox(
                workflow: """
                    name: stopping
                    steps:
                      - id: hold
                        idempotent: true
                        run: |
                          echo $$ >> pids; echo key >> keys
                          if [ "$(wc -l < pids)" -eq 1 ]; then kill -STOP $PPID; fi
                      - { id: after, needs: [hold], run: echo x >> after }
                    """
            )
            let holder = try sandbox.beginInBackground(environment: lease)
            let step = try await sandbox.pid("ws/pids")
            try await eventually("the step's end") { !isAlive(step) }
            let second = try await Self.takenOver(sandbox, lease)
            #expect(second.status == 0, "\(second)")
            let count = try await sandbox.events().count
            holder.send(SIGCONT)
            let woken = try await holder.finish()
            #expect((woken.status ?? 0) != 0, "\(woken)")
            #expect(!woken.hasCrashed, "\(woken)")
            #expect(try await sandbox.events().count == count, "the woken holder wrote")
            #expect(try sandbox.lines("ws/after") == ["x"])
            try await Self.checkOnce(sandbox)
        }

        /// Resumes until the stopped holder's lease is over.
        private static func takenOver(
            _ sandbox: Sandbox,
            _ lease: [String: String]
        ) async throws -> Finished {
            let deadline = ContinuousClock.now + .seconds(120)
            while true {
                let finished = try await sandbox.orchestrate("resume", "r", environment: lease)
                if finished.status != 75 || ContinuousClock.now > deadline { return finished }
            }
        }

        private static func checkOnce(_ sandbox: Sandbox) async throws {
            let completed = try await sandbox.events().filter {
                $0["type"].text == "step.completed"
            }
            let names = completed.map { "\($0["step"].text ?? "")#\($0["round"].int ?? 0)" }
            #expect(names == ["hold#1", "after#1"])
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 0, "\(verified)")
        }
    }
}
