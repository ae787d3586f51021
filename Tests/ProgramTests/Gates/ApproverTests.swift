import Foundation
import Testing

extension ProgramTests {
    /// Who may decide, how many it takes, and until when.
    @Suite struct ApproverTests {
        private static func gated(_ gate: String, roles: String = "{}") -> String {
            """
            name: gated
            steps:
              - id: make
                run: echo made > made.txt
            deliverables:
              - id: made
                files: [made.txt]
            gate: { id: ok, \(gate) }
            roles: \(roles)
            """
        }

        @Test func `who is not named may not decide`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated("approvers: ['role:editor']", roles: "{ editor: [ana] }")
            )
            _ = try await sandbox.begin()
            for decision in ["approve", "reject"] {
                let vote = try await sandbox.orchestrate(decision, "r", "ok")
                #expect(vote.status == 77, "\(vote)")
                #expect(vote.error.contains("role:editor"), "who may: \(vote)")
            }
            #expect(try await sandbox.orchestrate("resume", "r").status == 3)
        }

        @Test func `the operating system's user may decide where it is named`() async throws {
            for approver in ["'user:\(Program.user)'", "'role:crew'"] {
                let sandbox = try Sandbox(
                    workflow: Self.gated(
                        "approvers: [\(approver)]",
                        roles: "{ crew: [ana, '\(Program.user)'] }"
                    )
                )
                _ = try await sandbox.begin()
                // Variables are not the operating system.
                let vote = try await sandbox.orchestrate(
                    "approve",
                    "r",
                    "ok",
                    environment: ["USER": "eve", "LOGNAME": "eve"]
                )
                #expect(vote.status == 0, "\(vote)")
            }
        }

        @Test func `an asserted name is refused unless the gate takes it`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(vote.status == 77, "\(vote)")
            #expect(try await sandbox.events().allSatisfy { $0["type"].text != "gate.voted" })
        }

        @Test func `two people have to approve where two are asked for`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated(
                    "approvers: ['role:editor'], minimum: 2, identity: asserted",
                    roles: "{ editor: [ana, ben] }"
                )
            )
            _ = try await sandbox.begin()
            let first = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--as",
                "ana",
                "--json"
            )
            #expect(first.status == 0, "\(first)")
            let stranger = try await sandbox.orchestrate("approve", "r", "ok", "--as", "eve")
            #expect(stranger.status == 77, "\(stranger)")
            let unnamed = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(unnamed.status == 77, "\(unnamed)")
            _ = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            let between = try await sandbox.orchestrate("resume", "r")
            #expect(between.status == 3, "one person is not two: \(between)")
            let second = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ben")
            #expect(second.status == 0, "\(second)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            let log = try await sandbox.orchestrate("log", "r", "--json").out
            #expect(log.contains("asserted"), "it is recorded how it is known who decided")
        }

        @Test func `the same approval again is 0 while another person is waited for`() async throws
        {
            let sandbox = try Sandbox(
                workflow: Self.gated(
                    "approvers: ['role:editor'], minimum: 2, identity: asserted",
                    roles: "{ editor: [ana, ben] }"
                )
            )
            _ = try await sandbox.begin()
            _ = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            let again = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(again.status == 0, "the same person, decision and digest: \(again)")
        }

        @Test func `one rejection is enough where two approvals are needed`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated(
                    "approvers: ['role:editor'], minimum: 2, identity: asserted",
                    roles: "{ editor: [ana, ben] }"
                )
            )
            _ = try await sandbox.begin()
            _ = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(try await sandbox.orchestrate("reject", "r", "ok", "--as", "ben").status == 0)
            #expect(try await sandbox.orchestrate("resume", "r").status == 4)
        }

        @Test func `a gate that fewer people can decide than it needs is invalid`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated(
                    "approvers: ['role:editor'], minimum: 3",
                    roles: "{ editor: [ana, ben] }"
                )
            )
            #expect(try await sandbox.begin().status == 65)
        }

        @Test func `a vote after the time is refused and no time ever approves`() async throws {
            let sandbox = try Sandbox(workflow: Self.gated("expires: 1s"))
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let text = try #require(try began.json()["waiting"][0]["expires"].text)
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            let expires = try format.parse(text)
            try await eventually("the gate's time to pass") { Date() > expires }
            let vote = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(vote.status == 77, "\(vote)")
            #expect(vote.error.contains("expired"), "\(vote)")
            let events = try await sandbox.events()
            #expect(events.contains { $0["type"].text == "gate.expired" })
            #expect(!events.contains { $0["type"].text == "gate.voted" })
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect([1, 3, 4].contains(resumed.status), "\(resumed)")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `after its time a gate can be opened anew and decided`() async throws {
            let sandbox = try Sandbox(workflow: Self.gated("expires: 5s"))
            _ = try await sandbox.begin()
            var resumed = try await sandbox.orchestrate("resume", "r", "--json")
            let deadline = Date() + 180
            while try await sandbox.events().allSatisfy({ $0["type"].text != "gate.expired" }) {
                resumed = try await sandbox.orchestrate("resume", "r", "--json")
                try #require(Date() < deadline)
            }
            for _ in 0..<8 where resumed.status != 0 {
                let vote = try await sandbox.orchestrate("approve", "r", "ok", "--resume", "--json")
                if vote.status == 0 {
                    resumed = vote
                } else {
                    resumed = try await sandbox.orchestrate("resume", "r", "--json")
                }
            }
            #expect(resumed.status == 0, "\(resumed)")
        }
    }
}
