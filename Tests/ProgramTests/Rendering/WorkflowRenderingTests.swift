import Testing
import Workflow

@testable import orchestrate

@Suite("A workflow, written")
struct WorkflowRenderingTests {
    @Test func `as a Mermaid graph`() throws {
        let lines = GraphDrawing(try RenderingSamples.definition()).mermaid
        #expect(
            lines == [
                "flowchart TD",
                "  subgraph ph0[\"Write it\"]",
                "    s0[\"collect (run)\"]",
                "    s1[\"write (agent scribe)\"]",
                "    g0{\"gate publish\"}",
                "  end",
                "  subgraph ph1[\"give\"]",
                "    s2[\"hand-over (handoff press)\"]",
                "  end",
                "  s0 --> s1",
                "  s1 --> g0",
                "  g0 -.-> s2",
            ]
        )
    }

    @Test func `as a dot graph`() throws {
        let lines = GraphDrawing(try RenderingSamples.definition()).dot
        #expect(lines.first == "digraph \"notes\" {")
        #expect(lines.contains("    g0 [label=\"gate publish\", shape=diamond];"))
        #expect(lines.contains("  g0 -> s2 [style=dashed];"))
        #expect(lines.last == "}")
    }

    @Test func `as a plan`() throws {
        let plan = PlanText(
            definition: try RenderingSamples.definition(),
            inputs: .object([:]),
            kinds: ["links": .native, "spelling": .external]
        )
        #expect(
            plan.lines(.plain).dropFirst().joined(separator: "\n") == """

                phase draft  Write it  owner scribe
                  step collect  run
                    git log
                  step write  agent → scribe, after collect
                    task write
                  deliverable page  The page
                    files NOTES.md
                    checks native: links; external: spelling
                  gate publish Fit to print?: waits for 1 of anyone, expires after 2h

                phase give
                  step hand-over  handoff → press
                    offers page; criteria K1

                2 phases, 3 steps, 1 deliverable, 1 gate, 0 inputs, 2 checks (1 by external tools)
                """
        )
        let phases = plan.json["phases"]?.arrayValue
        #expect(phases?.first?["gate"]?["expiresAfterMilliseconds"] == 7_200_000)
    }

    @Test func `as a list of agents`() {
        let card = AgentCard(
            id: "scribe",
            summary: "Writes.",
            accepts: [
                MessageSchema(
                    type: "write",
                    summary: "Writes a page.",
                    fields: [.init("title", .string, required: true, "above it")]
                )
            ],
            criteria: ["K1"],
            tools: ["Read", "Write"],
            atOnce: 1
        )
        #expect(
            AgentList(agents: [card], isDetailed: true).lines(.plain) == [
                "scribe", "  Writes.", "  accepts   write: Writes a page.",
                "    title (string, required): above it", "  criteria  K1",
                "  tools     Read, Write",
                "  circuit   opens after more than 5 failures in 10 deliveries, for 30 minutes",
            ]
        )
    }

    @Test(arguments: [
        ("3.6.23", false), ("3.7.0", true), ("3.40.1", true), ("3.51.2", true), ("3.51.3", false),
        ("4.0.0", false), ("unknown", false),
    ])
    func `with the versions of SQLite that need one writer`(version: String, isBroken: Bool) {
        var report = DoctorReport(home: nil)
        report.settings = ["version": version]
        #expect(report.hasResetBug == isBroken)
    }
}
