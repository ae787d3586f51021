import Foundation
import Testing

extension ProgramTests {
    /// Definitions of agents that other systems use, read and made typed.
    @Suite struct AgentImportTests {
        /// In the shape of a short definition: handoffs are points of lists, and no tools are named.
        private static let short = """
            ---
            name: harbour-orchestrator
            description: Harbour orchestrator: berths, cranes and the tide.
            ---

            ## Phases

            ### Phase 1: Survey & Sounding

            **Objective**: Know the ground

            **Activities**:

            1. **Soundings**: Measure the depth

            **Deliverables**:

            - Charts with depths
            - A list of wrecks

            ## Tool Permissions & Usage

            - **Read**: Read charts
            - **WebFetch**: Read the tide tables
            - **Teleport**: Move ships

            ## Integration Protocols

            ### Handoff From

            - **pilot-orchestrator**: Receives ships that arrive

            ### Handoff To

            - **dock-orchestrator**: Provides berths

            ### Collaboration With

            - **weather-agent**: Align with the forecast
            - **All captains**: Be polite

            ## Targets

            - **Turnaround**: Time at the berth (target: <2 hours)
            - **Availability**: >99.9% of all tides
            - **Signals** ‚ùå never late, within 30 minutes

            ```
            - **Nothing**: <1 second, since this is a picture
            ```
            """

        /// In the shape of a long definition: handoffs have headings, triggers, inputs and criteria.
        private static let long = """
            ---
            name: dock-orchestrator
            version: 2.1.0
            category: orchestrator
            description: Dock orchestrator
            tools: Read, Write, Bash(tide *), Task
            sideways: yes
            ---

            ## Integration Protocols

            ### Handoff From

            #### harbour-orchestrator
            **Trigger**: A berth is free

            **Expected Input**:
            - The ship's draught
            - Its cargo

            ### Handoff To

            #### warehouse-orchestrator
            **Trigger**: Cargo is ashore

            **Information Provided**:
            - The manifest

            **Success Criteria**:
            - Every crate is counted
            - Nothing is wet

            #### customs-agent
            **Trigger**: A crate is sealed

            ## Success Criteria

            ### Reliability
            - **Recovery**: <2 hour RTO, <15 minute RPO for critical berths
            - **Growth**: Handle 10x as many ships
            - **Coverage**: 100% of the berths are lit
            """

        private static let mesh = """
            metadata:
              name: crane-developer
              description: Moves what is heavy from here to there
              version: 1.4.0
              category: specialist
              tools: [Read, Write, Edit, Bash]
            mission:
              summary: Moves heavy things.
            qualityStandards:
              testing:
                unit: { minimum: 80 }
              performance:
                - { name: lift, target: '<60', unit: seconds }
            integrationProtocols:
              handoffFrom:
                - agent: dock-orchestrator
                  context: A crate is on the quay
                  acceptanceCriteria: [It has a weight]
              handoffTo:
                - agent: code-reviewer
                  deliverables: [A plan]
                  qualityGates: []
            """

        private static let openCode = """
            ---
            description: Watches the tide
            mode: subagent
            tools:
              read: true
              write: false
              webfetch: true
              patch: true
            permission:
              bash:
                "git log *": allow
                "git push": ask
            ---
            ## MISSION
            Watch, and tell @harbour-orchestrator when it turns.
            """

        private func imported(_ files: [String: String]) async throws -> (Sandbox, JSON) {
            let sandbox = try Sandbox(files)
            let words = ["agents", "import"] + files.keys.sorted() + ["--json"]
            let finished = try await sandbox.orchestrate(words)
            #expect(finished.status == 0, "\(finished)")
            return (sandbox, try finished.json()["agents"])
        }

        private func unresolved(_ agent: JSON) -> [String] {
            agent["unresolved"].array.map { "\($0["line"].int ?? 0): \($0["text"].text ?? "")" }
        }

        @Test func `a short definition is read, and what it lacks is named`() async throws {
            let agent = try await imported(["short.md": Self.short]).1[0]
            #expect(agent["id"].text == "harbour-orchestrator")
            #expect(agent["format"].text == "claude-code")
            #expect(
                agent["description"].text == "Harbour orchestrator: berths, cranes and the tide."
            )
            #expect(agent["grants"].array.compactMap(\.text) == ["Read", "WebFetch"])
            #expect(agent["handoffFrom"][0]["agent"].text == "pilot-orchestrator")
            #expect(agent["handoffFrom"][0]["trigger"].text == "Receives ships that arrive")
            #expect(agent["handoffTo"][0]["agent"].text == "dock-orchestrator")
            #expect(agent["collaborators"].array.count == 2)
            #expect(agent["phases"][0]["title"].text == "Survey & Sounding")
            #expect(agent["phases"][0]["objective"].text == "Know the ground")
            #expect(agent["phases"][0]["activities"].array.compactMap(\.text) == ["Soundings"])
            #expect(agent["phases"][0]["deliverables"].array.count == 2)
            #expect(agent["mended"].int == 1)
            let missing = unresolved(agent)
            for text in [
                "1: it has no version", "25: tool 'Teleport' has no counterpart here",
                "31: handoff from 'pilot-orchestrator' states no expected input",
                "35: handoff to 'dock-orchestrator' states no success criteria",
                "40: 'All captains' is no id of an agent",
            ] {
                #expect(missing.contains(text), "\(text) in \(missing)")
            }
        }

        @Test func `numbers become typed targets`() async throws {
            let agents = try await imported(["long.md": Self.long, "short.md": Self.short]).1
            let found = agents.array.flatMap { $0["targets"].array }.map { target in
                let number = target["value"].int.map(String.init) ?? ""
                return "\(target["name"].text ?? "") \(target["comparison"].text ?? "") \(number) "
                    + (target["unit"].text ?? "")
            }
            #expect(
                found == [
                    "Recovery: RTO < 2 hours", "Recovery: RPO < 15 minutes", "Growth = 10 factor",
                    "Coverage = 100 percent", "Turnaround < 2 hours", "Availability > 99 percent",
                    "Signals <= 30 minutes",
                ]
            )
            #expect(agents[1]["targets"][1]["value"] == .number(99.9))
            #expect(agents[1]["targets"][0]["text"].text == "<2 hours")
        }

        @Test func `a long definition keeps triggers, inputs and criteria`() async throws {
            let agent = try await imported(["long.md": Self.long]).1[0]
            #expect(agent["version"].text == "2.1.0")
            #expect(
                agent["grants"].array.compactMap(\.text) == [
                    "Read", "Write", "Bash(tide *)", "Task",
                ]
            )
            let from = agent["handoffFrom"][0]
            #expect(from["trigger"].text == "A berth is free")
            #expect(
                from["expectedInput"].array.compactMap(\.text) == [
                    "The ship's draught", "Its cargo",
                ]
            )
            let to = agent["handoffTo"][0]
            #expect(to["provided"].array.compactMap(\.text) == ["The manifest"])
            #expect(to["criteria"].array.count == 2)
            let missing = unresolved(agent)
            #expect(missing.contains("7: the key 'sideways' is not understood"), "\(missing)")
            #expect(
                missing.contains("33: handoff to 'customs-agent' states no success criteria"),
                "\(missing)"
            )
        }

        @Test func `a definition in YAML names its empty criteria`() async throws {
            let agent = try await imported(["crane.yaml": Self.mesh]).1[0]
            #expect(agent["format"].text == "ai-mesh")
            #expect(agent["handoffFrom"][0]["criteria"].array.count == 1)
            #expect(
                agent["targets"].array.compactMap { $0["unit"].text } == ["seconds", "percent"]
            )
            let missing = unresolved(agent)
            #expect(
                missing.contains {
                    $0.contains("'handoffTo' of 'code-reviewer' states no criteria")
                },
                "\(missing)"
            )
        }

        @Test func `switches and permissions become grants`() async throws {
            let agent = try await imported(["tide.md": Self.openCode]).1[0]
            #expect(agent["format"].text == "opencode")
            #expect(agent["id"].text == "tide")
            #expect(
                agent["grants"].array.compactMap(\.text) == ["Read", "WebFetch", "Bash(git log *)"]
            )
            #expect(agent["collaborators"][0]["agent"].text == "harbour-orchestrator")
            let missing = unresolved(agent)
            #expect(missing.contains { $0.contains("'patch' has no counterpart") }, "\(missing)")
            #expect(missing.contains { $0.contains("'git push: ask'") }, "\(missing)")
        }

        @Test func `what is written is valid in a workflow`() async throws {
            let files = ["long.md": Self.long, "crane.yaml": Self.mesh, "tide.md": Self.openCode]
            let sandbox = try Sandbox(files)
            let words = ["agents", "import"] + files.keys.sorted() + ["--output", "agents.yaml"]
            let finished = try await sandbox.orchestrate(words)
            #expect(finished.status == 0, "\(finished)")
            let fragment = try sandbox.text("agents.yaml")
            #expect(fragment.contains("'Bash(tide *)'"), "\(fragment)")
            try sandbox.write(
                "name: pasted\n\(fragment)steps:\n  - { id: a, agent: tide, task: watch }\n",
                to: "w.yaml"
            )
            let validated = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(validated.status == 0, "\(validated)")
        }

        @Test func `a folder is looked through, and what is no agent is refused`() async throws {
            let sandbox = try Sandbox([
                "none.txt": "nothing", "torn.yaml": "a: [", "plain.yaml": "a: 1",
            ])
            try sandbox.makeFolder(".claude/agents")
            try sandbox.write(Self.long, to: ".claude/agents/dock.md")
            let folder = try await sandbox.orchestrate("agents", "import", ".", "--json")
            #expect(folder.status == 65, "a file that is no agent is said: \(folder)")
            let kept = try await sandbox.orchestrate("agents", "import", ".claude/agents", "--json")
            #expect(try kept.json()["agents"][0]["id"].text == "dock-orchestrator")
            for file in ["none.txt", "torn.yaml"] {
                let refused = try await sandbox.orchestrate("agents", "import", file)
                #expect(refused.status == 65, "\(refused)")
                #expect(refused.error.contains("\(file):1:1: error:"), "\(refused)")
            }
            #expect(try await sandbox.orchestrate("agents", "import", "absent.md").status == 66)
        }
    }
}
