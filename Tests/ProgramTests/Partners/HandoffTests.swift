import Foundation
import Testing

extension ProgramTests {
    /// A receiver of a handoff executes its criteria on the bytes that it gets.
    @Suite struct HandoffTests {
        /// The first bytes hold a password; what runs again reads why, and mends it.
        private static let reworked = """
            name: reworked
            phases:
              - id: write
                owner: echo
                steps:
                  - id: make
                    run: |
                      echo "# Notes" > notes.md
                      printf '%s' "${ORCHESTRATE_FEEDBACK:-}" > ../feedback.json
                      case "${ORCHESTRATE_FEEDBACK:-}" in
                        *'"code":"C6"'*) echo "password: in the secrets manager" >> notes.md ;;
                        *) echo "password: correct-horse" >> notes.md ;;
                      esac
                    produces: [notes]
                  - id: hand-over
                    needs: [make]
                    handoff: { to: deployment-orchestrator, deliverables: [notes], criteria: [C6] }
                deliverables:
                  - { id: notes, files: [notes.md] }
            """

        @Test func `what is rejected goes back with its findings, is reworked and accepted`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.reworked)
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            let events = try await sandbox.events()
            let types = events.compactMap { $0["type"].text }
            #expect(
                types.filter { $0.hasPrefix("handoff.") } == [
                    "handoff.offered", "handoff.rejected", "handoff.offered", "handoff.accepted",
                ]
            )
            #expect(types.contains("phase.reopened"))
            let feedback = try JSON(try sandbox.text("feedback.json"))
            #expect(feedback[0]["from"].text == "agent:deployment-orchestrator")
            #expect(feedback[0]["findings"][0]["code"].text == "C6")
            let log = try await sandbox.orchestrate("log", "r", "--handoffs", "--json")
            let handoffs = try JSON.lines(log.out)
            #expect(handoffs.map { $0["receipt"]["decision"].text } == ["rejected", "accepted"])
            #expect(handoffs[0]["criteria"][0]["evidence"].text?.contains("1 credentials") == true)
            #expect(handoffs[1]["criteria"][0]["evidence"].text?.contains("0 credentials") == true)
            #expect(try sandbox.text("ws/notes.md").contains("in the secrets manager"))
        }

        @Test func `what is never mended is offered three times, then a person is asked`()
            async throws
        {
            let stubborn = Self.reworked.replacing("*'\"code\":\"C6\"'*)", with: "never)")
            let sandbox = try Sandbox(workflow: stubborn)
            let finished = try await sandbox.begin()
            #expect(finished.status == 3, "\(finished)")
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(types.count { $0 == "handoff.rejected" } == 3)
            #expect(!types.contains("handoff.accepted"))
            let waiting = try finished.json()["waiting"]
            #expect(waiting[0]["gate"].text == "hand-over-escalation")
        }

        private static let unsaid = """
            name: unsaid
            phases:
              - id: write
                owner: echo
                steps:
                  - { id: make, run: 'echo "{}" > notes.json', produces: [notes] }
                  - id: hand-over
                    needs: [make]
                    handoff: { to: qa-orchestrator, deliverables: [notes], criteria: [Q4] }
                deliverables:
                  - { id: notes, files: [notes.json] }
            """

        @Test func `a receiver that cannot judge asks a person, whose answer is in the receipt`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.unsaid)
            let asked = try await sandbox.begin()
            #expect(asked.status == 3, "\(asked)")
            let again = try await sandbox.orchestrate("resume", "r")
            #expect(again.status == 3, "nothing goes on by itself: \(again)")
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "hand-over-escalation",
                "--comment",
                "no personal data is held"
            )
            #expect(vote.status == 0, "\(vote)")
            let finished = try await sandbox.orchestrate("resume", "r")
            #expect(finished.status == 0, "\(finished)")
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(
                types.filter { $0.hasPrefix("handoff.") } == [
                    "handoff.offered", "handoff.needs-input", "handoff.offered", "handoff.accepted",
                ]
            )
            let log = try await sandbox.orchestrate("log", "r", "--handoffs", "--json")
            let last = try #require(try JSON.lines(log.out).last)
            #expect(last["criteria"][0]["status"].text == "unavailable")
            #expect(
                last["criteria"][0]["evidence"].text?.contains("no personal data is held") == true
            )
        }
    }
}
