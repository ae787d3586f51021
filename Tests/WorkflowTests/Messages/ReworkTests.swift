import Testing
import Workflow

/// Which steps run anew when a partner refuses what it was offered.
@Suite struct ReworkTests {
    /// `build` makes what is handed over and is not the owner's; `aside` has no part in it.
    private static let delegated = """
        name: delegated
        phases:
          - id: make
            owner: worker
            steps:
              - { id: plan, agent: worker, task: work, with: { n: 1 } }
              - { id: build, agent: partner, task: help, with: { n: 2 }, produces: [thing] }
              - { id: aside, agent: partner, task: help, with: { n: 3 }, produces: [other] }
              - { id: after, needs: [build], set: { done: yes-it-is } }
            deliverables:
              - { id: thing, files: [thing.txt], checks: [sound] }
              - { id: other, files: [other.txt], checks: [sound] }
          - id: give
            owner: worker
            steps:
              - id: hand-over
                handoff: { to: partner, deliverables: [thing], criteria: [K1] }
        """

    @Test func `who made what was refused makes it anew, though the phase is another's`()
        async throws
    {
        let definition = try Samples.definition(Self.delegated)
        var simulation = Simulation(definition: definition)
        simulation.performer.receipt = Receipt(
            .rejected,
            criteria: [CriterionResult(id: "K1", status: .failed, evidence: "0 of 1")],
            findings: [Finding(.high, code: "K1", "nothing in it")]
        )
        let scheduler = simulation.scheduler(MemoryJournal())
        let run = try await scheduler.start("r", definition, simulation.started).run
        #expect(run.handoffOrder.count == 3, "offered anew each time")
        let history = try await scheduler.journal.history(of: "r", after: 0, limit: nil)
        let events = try history.map { try EventCoding.open($0).event }
        let reopened = events.compactMap { event -> [StepID]? in
            guard case .phaseReopened(let reopened) = event else { return nil }
            return reopened.steps
        }
        #expect(reopened.count == 2)
        for steps in reopened { #expect(steps == ["plan", "build", "after", "hand-over"]) }
        let sent = events.compactMap { event -> Envelope? in
            guard case .messageSent(let sent) = event else { return nil }
            return sent.envelope
        }
        #expect(sent.filter { $0.step == "build" }.map(\.round) == [1, 2, 3])
        #expect(sent.filter { $0.step == "aside" }.map(\.round) == [1])
        let rework = try #require(sent.last { $0.step == "build" })
        #expect(rework.feedback.first?.findings.map(\.code) == ["K1"])
    }
}
