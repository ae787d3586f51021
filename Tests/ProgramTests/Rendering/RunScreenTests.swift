import Testing
import Workflow

@testable import orchestrate

@Suite("The screen of a run")
struct RunScreenTests {
    private func screen(_ run: Run, cost: CostSummary? = nil) -> RunScreen {
        let summary = RunSummary(run, head: Digest(of: "head"))
        return RunScreen(
            summary: summary,
            status: summary.status,
            cost: cost,
            now: Timestamp(milliseconds: RenderingSamples.start + 3_600_000)
        )
    }

    @Test func `shows all that a person needs to decide`() throws {
        let run = try RenderingSamples.waiting()
        let gate = try #require(run.gates["publish"]?.opened)
        let definition = run.definition.digest.short
        let expected = """
            run r1  waiting
              workflow   notes (definition \(definition))
              started    2026-01-31T08:00:00.001Z by ana, last event 59m59s ago
              workspace  /home/ana/space

            phases
              ▶ draft  Write it  2 of 2 steps
                ✓ collect  run  success
                ✓ write  agent → scribe  success
              · give  0 of 1 steps

            made
              DELIVERABLE  TITLE     FILES  DIGEST        CHECKS
              page         The page      1  \(RenderingSamples.produced.manifest.short)  1 passed, 1 unavailable
              1 of 1 deliverables; checks: 1 passed, 1 unavailable

            waits for
              gate 'publish': Fit to print?
                asks about 1 file; checks: 1 passed, 1 unavailable
                digest \(gate.subject.digest)
                who may decide: anyone
                until 2026-01-31T10:00:00.009Z (in 1h)
                not checked: 1 check, spelling
                why: orchestrate deliverables; what is missing: scripts/install-validators
                changes: orchestrate diff r1 publish

            head \(Digest(of: "head")) (event 10)
            next: orchestrate approve r1 publish --digest \(gate.subject.digest.short) \
            && orchestrate resume r1
            """
        #expect(screen(run).lines(.plain).joined(separator: "\n") == expected)
    }

    @Test func `says what to type next`() throws {
        let summary = RunSummary(try RenderingSamples.waiting(), head: .zero)
        let now = Timestamp(milliseconds: RenderingSamples.start)
        let next = { (status: String) in
            RunScreen(summary: summary, status: status, cost: nil, now: now).nextCommand
        }
        #expect(next("interrupted") == "orchestrate resume r1")
        #expect(next("failed") == "orchestrate resume r1")
        #expect(next("running") == "orchestrate log r1 --follow")
        #expect(next("completed") == "orchestrate log r1 --handoffs")
        #expect(next("cancelled") == nil)
    }

    @Test func `shows a cost estimate that was captured`() throws {
        let text = """
            {"currency": "USD", "monthlyTotal": "11.05", "budget": {"monthly": "15", "hard": true},
             "unpriced": ["x"], "lines": []}
            """
        let cost = try #require(CostSummary(Array(text.utf8)))
        #expect(
            cost.lines == ["monthlyTotal 11.05 USD", "budget: monthly 15", "1 without a price"]
        )
        #expect(CostSummary(Array("[1]".utf8)) == nil)
    }

    @Test func `answers in JSON with lower camel case keys`() throws {
        let json = screen(try RenderingSamples.waiting()).json
        #expect(json["schema"] == 1)
        #expect(json["status"] == "waiting")
        #expect(json["checks"]?["unavailable"] == 1)
        #expect(json["waiting"]?.arrayValue?.first?["kind"] == "gate")
        #expect(json["phases"]?.arrayValue?.map { $0["status"] } == ["open", "not-started"])
    }
}
