import Foundation
import Testing

extension ProgramTests {
    /// Changes are requested of somebody, for a bounded number of rounds, and can be seen.
    @Suite struct ChangeTests {
        static let two = """
            name: two
            phases:
              - id: draft
                owner: echo
                steps:
                  - { id: first, run: "echo first >> first" }
                  - { id: write, agent: echo, task: echo, with: { words: some } }
                  - id: print
                    needs: [write]
                    run: |
                      echo x >> rounds; cat rounds > NOTES.md; mkdir -p cost
                      printf '{"currency":"USD","monthlyTotal":"%s00"}' "$(wc -l < rounds)" \\
                        > cost/estimate.json
                deliverables:
                  - { id: notes, files: [NOTES.md, cost/estimate.json] }
                gate: { id: publish }
            """

        @Test func `changes go to a named partner as a typed message`() async throws {
            let sandbox = try Sandbox(workflow: Self.two)
            _ = try await sandbox.begin()
            let refused = try await sandbox.orchestrate(
                "request-changes",
                "r",
                "publish",
                "--to",
                "code-reviewer"
            )
            #expect(refused.status == 64, "\(refused)")
            #expect(refused.error.contains("who has: echo"), "\(refused)")
            let asked = try await sandbox.orchestrate(
                "request-changes",
                "r",
                "publish",
                "--to",
                "echo",
                "--comment",
                "shorter, please",
                "--resume"
            )
            #expect(asked.status == 3, "\(asked)")
            #expect(try sandbox.lines("ws/first").count == 1, "it is not the partner's step")
            #expect(try sandbox.lines("ws/rounds").count == 2, "what depends on it runs anew")
            let events = try await sandbox.events()
            let message = try #require(
                events.first { $0["body"]["type"].text == "changes-requested" }
            )["body"]
            #expect(message["to"].text == "echo")
            #expect(message["from"].text == "person:\(Program.user)")
            #expect(message["payload"]["comment"].text == "shorter, please")
            #expect(message["payload"]["gate"].text == "publish")
            #expect(message["payload"]["round"].int == 2)
            #expect(
                events.contains {
                    $0["type"].text == "message.handled"
                        && $0["body"]["message"] == message["message"]
                }
            )
            let work = events.last {
                $0["type"].text == "message.sent" && $0["step"].text == "write"
            }
            #expect(work?["body"]["feedback"][0]["comment"].text == "shorter, please")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `rounds are bounded and a person allows more`() async throws {
            let sandbox = try Sandbox(workflow: Self.two)
            _ = try await sandbox.begin(environment: ["ORCHESTRATE_LIMITS": "phaseRounds=2"])
            for _ in 0..<2 {
                let asked = try await sandbox.orchestrate(
                    "request-changes",
                    "r",
                    "publish",
                    "--resume"
                )
                #expect(asked.status == 3, "\(asked)")
            }
            let before = try await sandbox.events().count
            let refused = try await sandbox.orchestrate("request-changes", "r", "publish")
            #expect(refused.status == 77, "\(refused)")
            #expect(refused.error.contains("phaseRounds"), "\(refused)")
            #expect(try await sandbox.events().count == before)
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(shown.out.contains("changes requested 2 of 2 times (phaseRounds)"), "\(shown)")
            let more = try await sandbox.orchestrate(
                "request-changes",
                "r",
                "publish",
                "--more-rounds",
                "1",
                "--resume"
            )
            #expect(more.status == 3, "\(more)")
            let again = try await sandbox.orchestrate("request-changes", "r", "publish")
            #expect(again.status == 77, "\(again)")
            #expect(try await sandbox.orchestrate("approve", "r", "publish").status == 0)
        }

        @Test func `diff shows what changed since the gate asked the last time`() async throws {
            let sandbox = try Sandbox(workflow: Self.two)
            _ = try await sandbox.begin()
            let first = try await sandbox.orchestrate("diff")
            #expect(first.out.contains("asked for the first time"), "\(first)")
            #expect(first.out.contains("A NOTES.md  2 bytes"), "\(first)")
            _ = try await sandbox.orchestrate("request-changes", "r", "publish", "--resume")
            let diff = try await sandbox.orchestrate("diff", "r", "publish")
            #expect(diff.out.contains("M NOTES.md  2 → 4 bytes"), "\(diff)")
            #expect(diff.out.contains("monthlyTotal: 100 USD → 200 USD"), "\(diff)")
            #expect(diff.out.contains("@@ -1,1 +1,2 @@\n x\n+x"), "\(diff)")
            let short = try await sandbox.orchestrate("diff", "--lines", "1")
            #expect(short.out.contains("--lines is 1"), "\(short)")
            let json = try await sandbox.orchestrate("diff", "--json").json()
            #expect(json["before"]["round"].int == 1 && json["after"]["round"].int == 2)
            #expect(json["files"][0]["change"].text == "changed")
            #expect(json["files"][0]["after"]["bytes"].int == 4)
            #expect(json["figures"]["cost"][0]["after"].text == "200 USD")
            let gates = try await sandbox.orchestrate("gates")
            #expect(gates.out.contains("orchestrate diff r publish"), "\(gates)")
            #expect(try await sandbox.orchestrate("diff", "r", "nothing").status == 64)
        }
    }
}
