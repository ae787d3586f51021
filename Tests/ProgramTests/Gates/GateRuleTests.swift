import Foundation
import Testing

extension ProgramTests {
    /// What checks measured changes what a gate needs, and it is written down why.
    @Suite struct GateRuleTests {
        /// A plan that a check measures, and a gate with `rules`.
        private static func planned(
            _ changes: String,
            minimum: Int = 1,
            digest: String = "planDigest",
            rules: String
        ) -> String {
            """
            name: planned
            steps:
              - id: plan
                run: |
                  mkdir -p p
                  printf '%s' '{"\(digest)":"d","changes":[\(changes)]}' > p/plan.json
            deliverables:
              - { id: P, files: [p/plan.json], checks: [plan-safety] }
            gate:
              id: ok
              identity: asserted
              minimum: \(minimum)
              rules:
            \(rules.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
            roles: { director: [dora] }
            """
        }

        private static let destroys =
            #"{"action":"destroy","type":"aws_subnet","address":"aws_subnet.a"}"#

        private static let raising = """
            - if: '${{ facts.destroys > 0 }}'
              minimum: 2
              because: two people for what is destroyed
            """

        @Test func `a rule that holds raises what is needed`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.planned(Self.destroys, rules: Self.raising)
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 2)
            #expect(gate["rules"][0]["facts"]["destroys"].int == 1)
            #expect(gate["rules"][0]["because"].text == "two people for what is destroyed")
            #expect(gate["facts"]["files"].int == 1)
            let first = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(first.status == 0, "\(first)")
            let between = try await sandbox.orchestrate("resume", "r")
            #expect(between.status == 3, "one of two: \(between)")
            #expect(between.out.contains("since facts.destroys > 0 (destroys 1)"), "\(between)")
            let opened = try await sandbox.events().first { $0["type"].text == "gate.opened" }
            #expect(opened?["body"]["demand"]["rules"][0]["facts"]["destroys"].int == 1)
            let log = try await sandbox.orchestrate("log", "r").out
            #expect(log.contains("rule: minimum 2"), "\(log)")
            let second = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ben")
            #expect(second.status == 0, "\(second)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a rule that does not hold changes nothing`() async throws {
            let sandbox = try Sandbox(workflow: Self.planned("", rules: Self.raising))
            _ = try await sandbox.begin()
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 1)
            #expect(gate["rules"].array.isEmpty)
            #expect(gate["facts"]["destroys"].int == 0, "it was looked at all the same")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(vote.status == 0, "\(vote)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
        }

        @Test func `a fact that nobody could measure counts as if the rule held`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.planned("", digest: "none", rules: Self.raising)
            )
            _ = try await sandbox.begin()
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 2, "fail closed: \(gate)")
            #expect(gate["rules"][0]["reason"].text == "not measured: destroys")
        }

        @Test func `a rule names who decides in its case`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.planned(
                    Self.destroys,
                    rules: "- { if: facts.destroys > 0, approvers: ['role:director'] }"
                )
            )
            _ = try await sandbox.begin()
            let other = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(other.status == 77, "\(other)")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "dora")
            #expect(vote.status == 0, "\(vote)")
        }

        @Test func `a rule lowers only where it says so`() async throws {
            let lowering = "- { if: facts.destroys == 0, minimum: 1, lowers: true }"
            let calm = try Sandbox(
                workflow: Self.planned("", minimum: 2, rules: lowering)
            )
            _ = try await calm.begin()
            var gate = try await calm.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 1)
            let risky = try Sandbox(
                workflow: Self.planned(Self.destroys, minimum: 2, rules: lowering)
            )
            _ = try await risky.begin()
            gate = try await risky.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 2)
            let unmeasured = try Sandbox(
                workflow: Self.planned("", minimum: 2, digest: "none", rules: lowering)
            )
            _ = try await unmeasured.begin()
            gate = try await unmeasured.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 2, "what is not known lowers nothing")
            let silent = try Sandbox(
                workflow: Self.planned(
                    "",
                    minimum: 2,
                    rules: "- { if: facts.destroys == 0, minimum: 1 }"
                )
            )
            let refused = try await silent.begin()
            #expect(refused.status == 65, "\(refused)")
            #expect(refused.error.contains("lowers: true"), "\(refused)")
        }

        @Test func `what changed since the gate was open last is counted`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: changed
                    steps: [{ id: make, run: 'echo a > a.txt; echo b > b.txt' }]
                    deliverables: [{ id: made, files: [a.txt, b.txt] }]
                    gate:
                      id: ok
                      identity: asserted
                      rules: [{ if: facts.changedFiles > 0, minimum: 2 }]
                    """
            )
            _ = try await sandbox.begin()
            var gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["facts"]["changedFiles"].int == 2, "all of them are new")
            try sandbox.write("edited\n", to: "ws/a.txt")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ana")
            #expect(vote.status == 5, "\(vote)")
            gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["facts"]["changedFiles"].int == 1)
            #expect(gate["minimum"].int == 2)
        }

        @Test func `an unknown fact is found before the run, with the nearest name`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.planned("", rules: "- { if: facts.destroyed > 0, minimum: 2 }")
            )
            let began = try await sandbox.begin()
            #expect(began.status == 65, "\(began)")
            #expect(began.error.contains("unknown fact 'destroyed'"), "\(began)")
            #expect(began.error.contains("did you mean 'destroys'"), "\(began)")
        }
    }
}
