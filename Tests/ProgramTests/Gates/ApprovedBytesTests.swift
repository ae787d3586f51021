import Foundation
import Testing

extension ProgramTests {
    /// Between an approval and the effect that builds on it no byte changes.
    @Suite struct ApprovedBytesTests {
        private static let phases = """
            name: bound
            phases:
              - id: make
                steps:
                  - { id: make, run: 'echo made > made.txt; echo more > more.txt' }
                deliverables: [{ id: made, files: [made.txt, more.txt] }]
                gate: { id: ok }
              - id: act
                steps:
                  - id: look
                    run: echo look >> looked; \(Samples.wait)
                  - { id: act, needs: [look], run: 'cat made.txt >> acted' }
            """

        private func types(_ sandbox: Sandbox) async throws -> [String] {
            try await sandbox.events().compactMap { $0["type"].text }
        }

        @Test func `a byte that changes after the approval voids it before anything acts`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.phases)
            let began = try await sandbox.begin()
            let digest = try #require(try began.json()["waiting"][0]["digest"].text)
            try sandbox.write("", to: "ws/go")
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            try sandbox.write("forged\n", to: "ws/made.txt")
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(resumed.error.contains("'made.txt' changed in the workspace"), "\(resumed)")
            #expect(!sandbox.has("ws/looked"), "nothing ran")
            #expect(!sandbox.has("ws/acted"), "nothing ran")
            let all = try await types(sandbox)
            let voided = try #require(all.firstIndex(of: "gate.voided"))
            #expect(try #require(all.firstIndex(of: "gate.decided")) < voided)
            #expect(try #require(all.lastIndex(of: "gate.opened")) > voided)
            let new = try #require(try resumed.json()["waiting"][0]["digest"].text)
            #expect(new != digest)
            let stale = try await sandbox.orchestrate("approve", "r", "ok", "--digest", digest)
            #expect(stale.status == 5, "\(stale)")
            let fresh = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--digest",
                new,
                "--resume"
            )
            #expect(fresh.status == 0, "\(fresh)")
            #expect(try sandbox.text("ws/acted") == "forged\n", "as it was approved in the end")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `the step that acts looks right before, not only the first after the gate`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.phases)
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            let running = try sandbox.background(["resume", "r"])
            try await eventually("the first step", within: 120) { sandbox.has("ws/looked") }
            try sandbox.write("forged\n", to: "ws/made.txt")
            try sandbox.write("", to: "ws/go")
            let resumed = try await running.finish(within: 120)
            #expect(resumed.status == 3, "\(resumed)")
            #expect(!sandbox.has("ws/acted"), "it did not act on what nobody approved")
            #expect(try await types(sandbox).contains("gate.voided"))
        }

        @Test func `an approval in the middle of a phase holds for what needs it`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: bound
                    steps:
                      - { id: make, run: echo made > made.txt, produces: [made] }
                      - { id: ask, needs: [make], approval: { id: ok } }
                      - { id: act, needs: [ask], run: cat made.txt >> acted }
                    deliverables: [{ id: made, files: [made.txt] }]
                    """
            )
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            try sandbox.write("forged\n", to: "ws/made.txt")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(!sandbox.has("ws/acted"))
            let fresh = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(fresh.status == 0, "\(fresh)")
            #expect(try sandbox.text("ws/acted") == "forged\n")
        }

        @Test func `a file that is gone is laid out again, and the approval stands`() async throws {
            let sandbox = try Sandbox(workflow: Self.phases)
            _ = try await sandbox.begin()
            try sandbox.write("", to: "ws/go")
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            try FileManager.default.removeItem(atPath: sandbox("ws/made.txt"))
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(try sandbox.text("ws/acted") == "made\n")
        }

        @Test func `what a later step is declared to rewrite voids nothing`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: bound
                    phases:
                      - id: make
                        steps: [{ id: make, run: echo made > made.txt }]
                        deliverables: [{ id: made, files: [made.txt] }]
                        gate: { id: ok }
                      - id: act
                        steps:
                          - { id: rewrite, run: echo again > made.txt, produces: [again] }
                          - { id: act, needs: [rewrite], run: cat made.txt >> acted }
                        deliverables: [{ id: again, files: [made.txt] }]
                    """
            )
            _ = try await sandbox.begin()
            let resumed = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(try sandbox.text("ws/acted") == "again\n")
        }
    }
}
