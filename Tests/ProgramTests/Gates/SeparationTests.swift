import Foundation
import Testing

extension ProgramTests {
    /// Who had a part in it does not decide about it, and that it was tried is on record.
    @Suite struct SeparationTests {
        private static func gated(
            _ gate: String,
            step: String = "run: echo made > made.txt"
        )
            -> String
        {
            """
            name: gated
            steps:
              - id: make
                \(step)
            deliverables:
              - id: made
                files: [made.txt]
            gate: { id: ok, identity: asserted, \(gate) }
            roles: { editor: [ana, ben], security: [sue] }
            """
        }

        private func refusals(_ sandbox: Sandbox) async throws -> [JSON] {
            try await sandbox.events().filter { $0["type"].text == "gate.vote-refused" }
        }

        @Test func `who started the run does not approve where the file says so`() async throws {
            let sandbox = try Sandbox(workflow: Self.gated("not: [requester]"))
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            for words in [[], ["--as", Program.user]] {
                for decision in ["approve", "reject"] {
                    let vote = try await sandbox.orchestrate([decision, "r", "ok"] + words)
                    #expect(vote.status == 77, "\(vote)")
                    #expect(vote.error.contains("not: requester"), "why: \(vote)")
                }
            }
            let found = try await refusals(sandbox)
            #expect(found.count == 4)
            #expect(found.allSatisfy { $0["body"]["by"].text == Program.user })
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["not"][0]["rule"].text == "requester")
            #expect(gate["not"][0]["people"].array == [.string(Program.user)])
            #expect(try await sandbox.orchestrate("resume", "r").status == 3)
            let other = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(other.status == 0, "\(other)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `who made something of it does not approve it`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated(
                    "not: producer",
                    step: "run: if [ ! -e made.txt ]; then echo made > made.txt; exit 79; fi"
                )
            )
            _ = try await sandbox.begin()
            let settled = try await sandbox.orchestrate("settle", "r", "make", "--done")
            #expect(settled.status == 0, "\(settled)")
            let waits = try await sandbox.orchestrate("resume", "r")
            #expect(waits.status == 3, "\(waits)")
            #expect(waits.out.contains("who may not: producer"), "\(waits)")
            // The step that made it is no person, and nobody may borrow its name.
            for name in [Program.user, "main", "make"] {
                let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
                guard gate["not"][0]["people"].array.contains(.string(name)) else { continue }
                let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", name)
                #expect(vote.status == 77, "\(name): \(vote)")
                #expect(vote.error.contains("took part in making"), "\(vote)")
            }
            let people = try await refusals(sandbox).compactMap { $0["body"]["by"].text }
            #expect(people.contains(Program.user), "the one who answered for the effect")
            #expect(people.count == 2, "and the step: \(people)")
            let other = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--as",
                "ana",
                "--resume"
            )
            #expect(other.status == 0, "\(other)")
        }

        @Test func `one approver is not two, whatever is tried`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated("approvers: ['role:editor'], minimum: 2")
            )
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana").status == 0)
            let again = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(again.status == 0, "the same again is nothing new: \(again)")
            let votes = try await sandbox.events().filter { $0["type"].text == "gate.voted" }
            #expect(votes.count == 1)
            let other = try await sandbox.orchestrate("reject", "r", "ok", "--as", "ana")
            #expect(other.status == 77, "\(other)")
            #expect(try await refusals(sandbox).count == 1)
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["needed"].int == 1)
            #expect(gate["votes"][0]["by"].text == "ana")
            #expect(try await sandbox.orchestrate("resume", "r").status == 3)
        }

        @Test func `a role that is required has to be among those who approve`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated("minimum: 2, require: [{ role: security }]")
            )
            _ = try await sandbox.begin()
            for name in ["ana", "ben"] {
                let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", name)
                #expect(vote.status == 0, "\(vote)")
            }
            let between = try await sandbox.orchestrate("resume", "r")
            #expect(between.status == 3, "two, but none of security: \(between)")
            #expect(between.out.contains("1 of role security"), "\(between)")
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["neededOfRoles"][0]["role"].text == "security")
            let last = try await sandbox.orchestrate("approve", "r", "ok", "--as", "sue")
            #expect(last.status == 0, "\(last)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
        }

        @Test func `a run that its requester makes impossible does not start`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: gated
                    steps: [{ id: make, run: 'true' }]
                    gate: { id: ok, approvers: ['role:crew'], minimum: 2, not: [requester] }
                    roles: { crew: [ana, '\(Program.user)'] }
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 65, "\(began)")
            #expect(began.error.contains("only 1 person may decide"), "\(began)")
        }
    }
}
