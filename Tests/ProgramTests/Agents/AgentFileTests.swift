import Foundation
import Testing

extension ProgramTests {
    /// Agents in the workflow file, and the example that ships.
    @Suite struct AgentFileTests {
        @Test(
            arguments: [
                ("tools: ['Reed']", "unknown tool 'Reed'"),
                ("tools: ['Read(']", "is no grant of a tool"),
                ("tools: ['Task(nobody)']", "unknown agent 'nobody'"),
                ("secrets: { A: nothing }", "no secret input 'nothing'"),
                ("approvers: ['role:nobody']", "unknown role 'nobody'"),
                ("sandbox: perhaps", "one of"),
            ]
        )
        func `a mistake is found before a run begins`(key: String, words: String) async throws {
            let bed = try AgentBed("done()", agent: key.hasPrefix("tools") ? [] : [key])
            if key.hasPrefix("tools") {
                let text = try bed.sandbox.text("w.yaml")
                try bed.sandbox.write(
                    text.replacingOccurrences(of: "tools: []", with: key),
                    to: "w.yaml"
                )
            }
            let validated = try await bed.sandbox.orchestrate("validate", "w.yaml")
            #expect(validated.status == 65, "\(validated)")
            #expect(validated.all.contains(words), "\(validated)")
            #expect(validated.all.contains("w.yaml:"), "\(validated)")
        }

        @Test func `a built-in agent is no command, and a command is there`() async throws {
            let sandbox = try Sandbox([
                "builtin.yaml": """
                name: builtin
                agents: { echo: { command: [./echo] } }
                steps: [{ id: a, agent: echo, task: echo }]
                """,
                "narrow.yaml": """
                name: narrow
                agents: { echo: { network: true } }
                steps: [{ id: a, agent: echo, task: echo }]
                """,
                "absent.yaml": """
                name: absent
                agents: { ghost: { command: [./ghost] } }
                steps: [{ id: a, agent: ghost, task: haunt }]
                """,
            ])
            let builtIn = try await sandbox.orchestrate("validate", "builtin.yaml")
            #expect(builtIn.status == 65 && builtIn.all.contains("cannot be replaced"))
            let narrow = try await sandbox.orchestrate("validate", "narrow.yaml")
            #expect(narrow.status == 65 && narrow.all.contains("for agents that are a command"))
            let absent = try await sandbox.orchestrate("run", "absent.yaml")
            #expect(absent.status == 65, "\(absent)")
            #expect(absent.error.contains("there is no file './ghost'"), "\(absent)")
            #expect(try await sandbox.orchestrate("list", "--json").json()["runs"].array.isEmpty)
        }

        @Test func `a criterion that the command does not declare is a mistake`() async throws {
            let bed = try AgentBed(
                "done()",
                agent: ["criteria: [X1]"],
                rest: """
                      - id: give
                        needs: [work]
                        handoff: { to: worker, deliverables: [made], criteria: [X1, X2] }
                    deliverables:
                      - id: made
                        files: [made.txt]

                    """
            )
            let validated = try await bed.sandbox.orchestrate("validate", "w.yaml")
            #expect(validated.status == 65, "\(validated)")
            #expect(validated.all.contains("executes no criterion 'X2'"), "\(validated)")
        }

        @Test(arguments: AgentBed.kinds)
        func `the example in Python writes, hands over and is accepted`(
            kind: String
        ) async throws {
            guard try await AgentBed.isHere(kind) else { return }
            let sandbox = try Sandbox()
            let example = Program.project + "/workflows/examples/release-notes.yaml"
            let run = try await sandbox.orchestrate(
                "run",
                example,
                "--id",
                "r",
                "--workspace",
                sandbox.workspace,
                environment: ["ORCHESTRATE_SANDBOX": kind]
            )
            #expect(run.status == 0, "\(run)")
            let notes = try sandbox.text("ws/docs/NOTES.md")
            #expect(notes.hasPrefix("# Version 1.0\n\n## Added\n\n- a page\n- a picture\n"))
            let log = try await sandbox.orchestrate("log", "r", "--handoffs", "--json")
            let handoff = try #require(try JSON.lines(log.out).first)
            #expect(handoff["to"].text == "editor")
            #expect(handoff["receipt"]["decision"].text == "accepted")
            #expect(
                handoff["criteria"].array.compactMap { $0["status"].text } == [
                    "passed", "passed",
                ]
            )
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `who accepts without having measured accepts nothing`() async throws {
            let bed = try AgentBed(
                """
                if doc["message"]["type"] == "handoff-offered":
                    say({"type": "result", "receipt": {"decision": "accepted", "criteria": []}})
                else:
                    done()
                """,
                prepare: "echo a > made.txt",
                agent: ["criteria: [X1]"],
                rest: """
                      - id: give
                        needs: [work]
                        handoff: { to: worker, deliverables: [made], criteria: [X1] }
                        timeout: 60s
                    deliverables:
                      - id: made
                        files: [made.txt]

                    """
            )
            let text = try bed.sandbox.text("w.yaml").replacingOccurrences(
                of: "    task: go\n",
                with: "    task: go\n    produces: [made]\n"
            )
            try bed.sandbox.write(text, to: "w.yaml")
            let run = try await bed.run()
            #expect(run.status == 1, "\(run)")
            let failure = try await bed.failure()
            #expect(failure.contains("without a result for criterion X1"), "\(failure)")
            #expect(try await bed.events("handoff.accepted").isEmpty)
        }
    }
}
