import Testing
import Workflow

@testable import orchestrate

@Suite("A history, written")
struct HistoryRenderingTests {
    private static let offered = HandoffOffered(
        handoff: "hand-over#1.1",
        step: "hand-over",
        round: 1,
        from: "scribe",
        to: "press",
        deliverables: [.init(deliverable: "page", manifest: RenderingSamples.produced.manifest)],
        criteria: ["K1"]
    )

    private static let receipt = Receipt(
        .accepted,
        criteria: [CriterionResult(id: "K1", status: .passed, evidence: "3 of 3")]
    )

    private func entry(_ sequence: Int, _ event: Event) -> TimelineEntry {
        var timeline = Timeline()
        return timeline.apply(RenderingSamples.record(sequence, event))
    }

    private func handoffs() -> [HandoffHistory.Entry] {
        var history = HandoffHistory()
        history.apply(RenderingSamples.record(1, .handoffOffered(Self.offered)))
        history.apply(
            RenderingSamples.record(2, .handoffAnswered("hand-over#1.1", by: "press", Self.receipt))
        )
        return history.entries
    }

    @Test func `as a table`() {
        let failed = StepFailed(
            step: "write",
            round: 2,
            attempt: 1,
            reason: "said\u{7}no",
            findings: [Finding(.high, code: "x", "one"), Finding(.low, code: "y", "two")]
        )
        let lines = LogTable.lines([entry(42, .stepFailed(failed))], header: true, .plain)
        #expect(
            lines == [
                "    #  TIME                      TYPE                   WHAT",
                "   42  2026-01-31T08:00:00.042Z  step.failed            "
                    + "write, round 2: said\u{FFFD}no; one and 1 more",
            ]
        )
    }

    @Test func `as JSON Lines`() {
        let line = LogJSON.line(entry(7, .phaseStarted("draft", round: 1)), run: "r1")
        #expect(
            line == """
                {"schema":1,"run":"r1","sequence":7,"time":"2026-01-31T08:00:00.007Z",\
                "type":"phase.started","phase":"draft","round":1,\
                "hash":"\(Digest(of: "7"))","body":{"phase":"draft","round":1}}
                """
        )
    }

    @Test func `of handoffs with their evidence`() throws {
        let entry = try #require(handoffs().first)
        let json = try JSONReader.value(of: LogJSON.line(entry))
        #expect(json["handoff"] == "hand-over#1.1")
        #expect(json["deliverables"] == ["page"])
        #expect(json["criteria"] == [["id": "K1", "status": "passed", "evidence": "3 of 3"]])
        #expect(json["receipt"]?["decision"] == "accepted")
        #expect(json["receipt"]?["at"] == "2026-01-31T08:00:00.002Z")
        #expect(
            HandoffTable.lines([entry], header: true, .plain) == [
                "hand-over#1.1  scribe → press  2026-01-31T08:00:00.001Z",
                "  offers page (\(RenderingSamples.produced.manifest.short))",
                "  accepted by press at 2026-01-31T08:00:00.002Z",
                "    CRITERION  STATUS  EVIDENCE",
                "    K1         passed  3 of 3",
            ]
        )
    }

    @Test func `as a diagram in which no name is syntax`() {
        let lines = SequenceDiagram.lines(handoffs: handoffs())
        #expect(
            lines == [
                "sequenceDiagram",
                "  participant p0 as scribe",
                "  participant p1 as press",
                "  p0->>p1: handoff hand-over#35;1.1: page",
                "  p1-->>p0: accepted (1 passed)",
            ]
        )
        #expect(Mermaid.text("a;b\"<c>#") == "a#59;b#quot;#lt;c#gt;#35;")
    }

    @Test(arguments: [
        ("2h", RenderingSamples.start - 7_200_000),
        ("2026-01-31", RenderingSamples.start - 28_800_000),
        ("2026-01-31T08:00:01Z", RenderingSamples.start + 1000),
    ])
    func `since a time or a while ago`(text: String, milliseconds: Int64) throws {
        let since = try #require(Since(text))
        let now = Timestamp(milliseconds: RenderingSamples.start)
        #expect(since.time(before: now) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: ["", "h", "2w", "-1h", "yesterday"])
    func `since nothing that is no time`(text: String) { #expect(Since(text) == nil) }
}
