import Testing
import Workflow

@Suite struct CompensationTests {
    static let file = """
        name: undone
        phases:
          - id: one
            steps:
              - { id: a, run: ls, undo: { run: rm a, idempotent: true } }
              - { id: b, needs: [a], run: ls }
          - id: two
            steps:
              - { id: c, run: ls, undo: { run: rm c, idempotent: true } }
              - { id: d, needs: [c], run: ls, undo: { run: rm d, idempotent: true } }
            gate: { id: ok }
        """

    /// A run that waits at its gate, rejected.
    private func rejected(_ simulation: Simulation) async throws -> MemoryJournal {
        let journal = MemoryJournal()
        let scheduler = simulation.scheduler(journal)
        _ = try await scheduler.start("r", simulation.definition, simulation.started)
        let fold = try await scheduler.amend("r") { (state: Run) throws -> [Event] in
            try state.vote(
                at: "ok",
                by: Voter(name: "ana", identity: .system),
                .reject,
                comment: "",
                digest: nil
            )
        }
        #expect(fold.run.status.isOpen, "something has to be undone first")
        #expect(fold.run.isRejected)
        return journal
    }

    private func events(_ journal: MemoryJournal) async throws -> [Event] {
        try await journal.history(of: "r", after: 0, limit: nil)
            .map { try EventCoding.open($0).event }
    }

    @Test(arguments: BreakingJournal.Moment.allCases)
    func `broken at any append, every step is undone once, the last first`(
        moment: BreakingJournal.Moment
    ) async throws {
        let simulation = Simulation(definition: try Samples.definition(Self.file))
        for append in 1...12 {
            let journal = try await rejected(simulation)
            let broken = BreakingJournal(journal, at: append, moment)
            let first = try? await simulation.scheduler(broken).resume("r", by: "ana")
            let run = try await simulation.scheduler(journal).resume("r", by: "ana").run
            #expect(run.status == .rejected(gate: "ok", by: "ana"), "broken at append \(append)")
            #expect(first == nil || append > 3, "it did break")
            let events = try await events(journal)
            let undone = events.compactMap { event -> StepID? in
                if case .stepUndone(let undone) = event { undone.step.step } else { nil }
            }
            #expect(undone == ["d", "c", "a"], "broken at append \(append)")
            #expect(run.compensation?.left.isEmpty == true)
            #expect(events.count { if case .compensationStarted = $0 { true } else { false } } == 1)
        }
    }

    @Test
    func `an undo gets one key for all of its attempts, another than its step's`() async throws {
        let simulation = Simulation(definition: try Samples.definition(Self.file))
        let journal = try await rejected(simulation)
        // The intent of the first undo is stored, its outcome is not.
        let broken = BreakingJournal(journal, at: 1, .after)
        _ = try? await simulation.scheduler(broken).resume("r", by: "ana")
        _ = try await simulation.scheduler(journal).resume("r", by: "ana")
        let intents = try await events(journal).compactMap { event -> EffectIntended? in
            guard case .effectIntended(let effect) = event, effect.effect.owner == "d" else {
                return nil
            }
            return effect
        }
        let undos = intents.filter { $0.effect.key == UndoneStep.effectKey }
        #expect(undos.map(\.attempt) == [1, 2])
        #expect(Set(undos.map(\.idempotencyKey)).count == 1)
        #expect(Set(intents.map(\.idempotencyKey)).count == 2)
    }

    @Test
    func `an edit is open until its bytes are captured and names its editor`() async throws {
        let definition = try Samples.definition(
            """
            name: edited
            steps: [{ id: make, run: ls }]
            deliverables: [{ id: notes, files: [NOTES.md] }]
            gate: { id: ok }
            """
        )
        let simulation = Simulation(definition: definition)
        let journal = MemoryJournal()
        let scheduler = simulation.scheduler(journal)
        let began = try await scheduler.start("r", definition, simulation.started)
        let seen = try #require(began.run.gates["ok"]?.opened.subject.digest)
        let edited = try await scheduler.amend("r") { (state: Run) throws -> [Event] in
            try state.edit(
                "NOTES.md",
                at: "ok",
                by: Voter(name: "ana", identity: .system),
                digest: seen,
                after: Digest(of: "new"),
                bytes: 3,
                diff: .zero
            )
        }
        #expect(edited.run.openEdits.map(\.path) == ["NOTES.md"])
        #expect(edited.run.deliverables["notes"]?.produced == nil, "it is captured anew")
        #expect(edited.run.gates["ok"]?.isOpen == false)
        #expect(edited.run.deliverables["notes"]?.editors == ["ana"])
        let resumed = try await scheduler.resume("r", by: "ana")
        #expect(resumed.run.openEdits.isEmpty)
        #expect(resumed.run.gates["ok"]?.isOpen == true)
        #expect(throws: Refusal.self) {
            try resumed.run.edit(
                "NOTES.md",
                at: "ok",
                by: Voter(name: "ana", identity: .asserted),
                digest: seen,
                after: Digest(of: "new"),
                bytes: 3,
                diff: .zero
            )
        }
    }
}
