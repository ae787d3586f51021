import Foundation
import Testing

extension ProgramTests {
    /// Decisions at a gate, each command a process of its own.
    @Suite struct DecisionTests {
        @Test func `approving lets the run go on`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let began = try await sandbox.begin()
            let digest = try #require(try began.json()["waiting"][0]["digest"].text)
            let open = try await sandbox.orchestrate("gates", "--json").json()["gates"]
            #expect(open.array.count == 1)
            #expect(open[0]["run"].text == "r")
            #expect(open[0]["gate"].text == "ok")
            #expect(open[0]["digest"].text == digest)
            #expect(open[0]["minimum"] == .number(1))
            #expect(open[0]["approvers"] == .array([.string("anyone")]))
            #expect(open[0].keys.isSuperset(of: ["since", "expires"]))
            let before = try await sandbox.orchestrate("resume", "r")
            #expect(before.status == 3, "nobody decided yet: \(before)")
            let approved = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--digest",
                digest,
                "--comment",
                "within budget"
            )
            #expect(approved.status == 0, "\(approved)")
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(try resumed.json()["status"].text == "completed")
            #expect(try await sandbox.orchestrate("gates", "--json").json()["gates"].array == [])
            let log = try await sandbox.orchestrate("log", "r", "--json")
            #expect(log.out.contains("within budget"))
        }

        @Test func `a gate is named by itself, by its run, or not at all`() async throws {
            for words in [[], ["ok"], ["r"], ["r", "ok"]] {
                let sandbox = try Sandbox(workflow: Samples.gated)
                _ = try await sandbox.begin()
                let approved = try await sandbox.orchestrate(["approve"] + words)
                #expect(approved.status == 0, "\(approved)")
            }
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.orchestrate("run", "w.yaml", "--id", "ok")
            let both = try await sandbox.orchestrate("approve", "ok")
            #expect(both.status == 64, "it is a run and a gate: \(both)")
        }

        @Test func `the same decision again is 0 and another is told who decided`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let began = try await sandbox.begin()
            let digest = try #require(try began.json()["waiting"][0]["digest"].text)
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            let events = try await sandbox.events()
            for words in [["approve", "r", "ok"], ["approve", "r", "ok", "--digest", digest]] {
                let again = try await sandbox.orchestrate(words)
                #expect(again.status == 0, "\(again)")
            }
            for decision in ["reject", "request-changes"] {
                let other = try await sandbox.orchestrate(decision, "r", "ok")
                #expect(other.status == 77, "\(other)")
                #expect(other.error.contains(Program.user), "who: \(other)")
                let decided = events.first { $0["type"].text == "gate.decided" }
                let time = try #require(decided?["time"].text?.prefix(19))
                #expect(other.error.contains(time), "when: \(other)")
            }
            #expect(try await sandbox.events().count == events.count, "nothing was written")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            let late = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(late.status == 0, "the same again, even after the end: \(late)")
            let contrary = try await sandbox.orchestrate("reject", "r", "ok")
            #expect(contrary.status == 77, "\(contrary)")
        }

        @Test func `many who decide at once make one decision`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let votes = try (0..<8).map { number in
                try sandbox.background(number.isMultiple(of: 2) ? "approve" : "reject", "r", "ok")
            }
            var statuses: [Int32?] = []
            for vote in votes { statuses.append(try await vote.finish().status) }
            let events = try await sandbox.events()
            let decided = events.filter { $0["type"].text == "gate.decided" }
            #expect(decided.count == 1)
            #expect(statuses.allSatisfy { $0 == 0 || $0 == 77 }, "\(statuses)")
            #expect(
                statuses.count { $0 == 0 } == 4,
                "one side was told that it is done: \(statuses)"
            )
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == (statuses[0] == 0 ? 0 : 4), "\(resumed)")
        }

        static let owned = """
            name: owned
            phases:
              - id: draft
                owner: echo
                steps:
                  - { id: write, agent: echo, task: echo, with: { words: some } }
                  - id: print
                    needs: [write]
                    run: echo x >> rounds; cat rounds > NOTES.md
                deliverables:
                  - { id: notes, files: [NOTES.md] }
                gate: { id: publish }
            """

        @Test func `asking for changes begins a new round with the comment`() async throws {
            let sandbox = try Sandbox(workflow: Self.owned)
            let first = try await sandbox.begin().json()["waiting"][0]["digest"].text
            let asked = try await sandbox.orchestrate(
                "request-changes",
                "r",
                "publish",
                "--comment",
                "shorter, please"
            )
            #expect(asked.status == 0, "\(asked)")
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            let second = try resumed.json()["waiting"][0]["digest"].text
            #expect(second != first, "a new round asks about a new digest")
            #expect(try sandbox.lines("ws/rounds").count == 2)
            let events = try await sandbox.events()
            let rounds = events.filter { $0["type"].text == "step.completed" }
                .compactMap { event in event["step"].text.map { "\($0)#\(event["round"].int ?? 0)" }
                }
            #expect(rounds == ["write#1", "print#1", "write#2", "print#2"])
            let log = try await sandbox.orchestrate("log", "r", "--json").out
            let reopened = log.split(separator: "\n").first { $0.contains("phase.reopened") }
            #expect(reopened?.contains("shorter, please") == true, "\(reopened ?? "")")
            let stale = try await sandbox.orchestrate(
                "approve",
                "r",
                "publish",
                "--digest",
                first ?? ""
            )
            #expect(stale.status == 5, "\(stale)")
            #expect(
                try await sandbox.orchestrate("approve", "r", "publish", "--resume").status == 0
            )
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a phase without an owner cannot be sent back`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let asked = try await sandbox.orchestrate("request-changes", "r", "ok")
            #expect(asked.status == 64, "\(asked)")
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
        }

        @Test func `a step may not decide for a person`() async throws {
            let sandbox = try Sandbox([
                "w.yaml": Samples.gated,
                "thief.yaml": """
                name: thief
                steps:
                  - id: steal
                    run: |
                      for words in "approve r ok" "reject r ok" "request-changes r ok"; do
                        code=0; "$PROGRAM" $words || code=$?; echo "$code" >> codes
                      done
                """,
            ])
            _ = try await sandbox.begin()
            let thief = try await sandbox.orchestrate(
                "run",
                "thief.yaml",
                "--workspace",
                "theft",
                environment: ["PROGRAM": Program.path]
            )
            #expect(thief.status == 0, "\(thief)")
            #expect(try sandbox.lines("theft/codes") == ["77", "77", "77"])
            #expect(
                try await sandbox.orchestrate("gates", "r", "--json").json()["gates"].array.count
                    == 1
            )
        }

        @Test func `a decision in the middle of a phase is a step`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: middle
                    steps:
                      - { id: before, run: echo x >> before }
                      - { id: ask, needs: [before], approval: { title: 'Shall it go on?' } }
                      - id: after
                        needs: [ask]
                        env: { BY: '${{ steps.ask.outputs.by }}' }
                        run: printf %s "$BY" > by
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            #expect(try began.json()["waiting"][0]["gate"].text == "ask")
            let approved = try await sandbox.orchestrate("approve", "ask", "--resume")
            #expect(approved.status == 0, "\(approved)")
            #expect(try sandbox.text("ws/by") == Program.user)
            #expect(try sandbox.lines("ws/before") == ["x"])
        }
    }
}
