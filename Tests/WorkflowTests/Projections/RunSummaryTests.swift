import Testing
import Workflow

@Suite("A run's summary")
struct RunSummaryTests {
    private static func waitingRun() async throws -> RunFold {
        let simulation = Simulation(definition: try Samples.definition(Samples.linear))
        let scheduler = simulation.scheduler(MemoryJournal())
        return try await scheduler.start("r", simulation.definition, simulation.started)
    }

    @Test func `shows where a run is that waits at a gate`() async throws {
        let fold = try await Self.waitingRun()
        let summary = RunSummary(fold.run, head: fold.head.hash)
        #expect(summary.status == "waiting")
        #expect(summary.reason == nil)
        #expect(summary.phases.map(\.status) == [.open, .notStarted])
        #expect(summary.phases[0].steps.map(\.status) == ["success", "success", "success"])
        #expect(summary.phases[0].steps.map(\.agent) == ["worker", nil, "worker"])
        #expect(summary.deliverables.map { $0.produced == nil } == [false])
        #expect(summary.waiting.count == 1)
        #expect(summary.failures.isEmpty)
        #expect(summary.head == fold.head.hash)
    }

    @Test func `says why a run failed`() async throws {
        let definition = try Samples.definition(Samples.command)
        let started = Simulation(definition: definition).started
        let record = RecordedEvent(
            sequence: 1,
            time: Timestamp(milliseconds: 0),
            hash: .zero,
            event: .runStarted(started)
        )
        var run = Run(id: "r", definition: definition, started: started, record: record)
        let begun = StepStarted(
            step: "act",
            phase: run.phase(at: 0).id,
            round: 1,
            attempt: 1,
            idempotencyKey: .zero,
            input: .zero
        )
        let failed = StepFailed(
            step: "act",
            round: 1,
            attempt: 1,
            reason: "exit code 3",
            findings: [Finding(.high, code: "x", "broken")],
            isPermanent: true
        )
        let events: [Event] = [
            .phaseStarted(run.phase(at: 0).id, round: 1), .stepStarted(begun), .stepFailed(failed),
            .runFailed(reason: "step 'act' failed"),
        ]
        for (index, event) in events.enumerated() {
            run.apply(
                RecordedEvent(
                    sequence: index + 2,
                    time: Timestamp(milliseconds: 0),
                    hash: .zero,
                    event: event
                )
            )
        }
        let summary = RunSummary(run, head: .zero)
        #expect(summary.status == "failed")
        #expect(summary.reason == "step 'act' failed")
        let failure = try #require(summary.failures.first)
        #expect(failure.subject == "step 'act'")
        #expect(failure.reason == "exit code 3")
        #expect(failure.command == "act")
        #expect(failure.findings.map(\.code) == ["x"])
    }

    @Test func `never counts an unavailable check as passed`() {
        let counts = VerdictCounts([.passed, .unavailable, .unavailable, .notApplicable, .failed])
        #expect(counts.passed == 1)
        #expect(counts.unavailable == 2)
        #expect(counts.notApplicable == 1)
        #expect(counts.failed == 1)
    }
}
