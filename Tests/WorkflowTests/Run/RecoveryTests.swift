import Testing
import Workflow

@Suite struct RecoveryTests {
    /// Texts without what differs from lease to lease.
    private func history(_ journal: MemoryJournal, _ run: RunID) async throws -> [Event] {
        try await journal.history(of: run, after: 0, limit: nil)
            .map { try EventCoding.open($0).event }
    }

    /// A run whose first event was not stored has never been; the next one is another, with
    /// another token and so with other keys.
    private func firstAppend(_ moment: BreakingJournal.Moment) -> Int { moment == .before ? 2 : 1 }

    @Test(arguments: BreakingJournal.Moment.allCases)
    func `a run broken at any append ends as an unbroken one`(
        moment: BreakingJournal.Moment
    ) async throws {
        let definition = try Samples.definition(Samples.linear)
        let simulation = Simulation(definition: definition)
        let whole = MemoryJournal()
        _ = try await simulation.toTheEnd("r", [whole])
        let expected = try await history(whole, "r")
        #expect(expected.last == .runCompleted)
        for append in firstAppend(moment)...expected.count {
            let journal = MemoryJournal()
            let broken = BreakingJournal(journal, at: append, moment)
            _ = try await simulation.toTheEnd("r", [broken, journal])
            #expect(try await history(journal, "r") == expected, "broken at append \(append)")
        }
    }

    @Test(arguments: BreakingJournal.Moment.allCases)
    func `with parallel branches a broken run ends in the same projections`(
        moment: BreakingJournal.Moment
    ) async throws {
        let definition = try Samples.definition(Samples.fan)
        let simulation = Simulation(definition: definition)
        let whole = MemoryJournal()
        let expected = try await simulation.toTheEnd("r", [whole]).run
        let rows = try await whole.projections(of: "r")
        for append in firstAppend(moment)...expected.lastSequence {
            let journal = MemoryJournal()
            let broken = BreakingJournal(journal, at: append, moment)
            let run = try await simulation.toTheEnd("r", [broken, journal]).run
            #expect(run.steps == expected.steps, "broken at append \(append)")
            #expect(try await journal.projections(of: "r") == rows)
        }
    }

    @Test
    func `no completed step is recorded twice, wherever it breaks`() async throws {
        let definition = try Samples.definition(Samples.linear)
        for append in 1...30 {
            let journal = MemoryJournal()
            let broken = BreakingJournal(journal, at: append, .after)
            _ = try await Simulation(definition: definition).toTheEnd("r", [broken, journal])
            let completed = try await history(journal, "r").compactMap { event -> String? in
                guard case .stepCompleted(let step) = event else { return nil }
                return "\(step.step)#\(step.round)"
            }
            #expect(Set(completed).count == completed.count)
        }
    }

    @Test
    func `an idempotent command of unknown outcome is tried again with the same key`() async throws
    {
        let definition = try Samples.definition(Samples.command)
        let journal = MemoryJournal()
        // The intent is stored, the outcome is not.
        let broken = BreakingJournal(journal, at: 1, .after)
        _ = try await Simulation(definition: definition).toTheEnd("r", [broken, journal])
        let events = try await history(journal, "r")
        let keys = events.compactMap { event -> Digest? in
            if case .effectIntended(let effect) = event { effect.idempotencyKey } else { nil }
        }
        #expect(keys.count == 2)
        #expect(Set(keys).count == 1)
        #expect(events.contains { if case .effectUnknown = $0 { true } else { false } })
        #expect(events.last == .runCompleted)
    }

    /// A phase with a gate, and one that builds on it with an agent and a command.
    private static let bound = """
        name: bound
        phases:
          - id: make
            steps: [{ id: make, agent: worker, task: work }]
            deliverables: [{ id: thing, files: [thing.txt], checks: [sound] }]
            gate: { id: ok }
          - id: act
            steps:
              - { id: ask, agent: worker, task: work }
              - { id: act, needs: [ask], run: 'true', idempotent: true }
        """

    @Test(arguments: BreakingJournal.Moment.allCases)
    func `an approval that was lost is asked for again, wherever it breaks`(
        moment: BreakingJournal.Moment
    ) async throws {
        let definition = try Samples.definition(Self.bound)
        var simulation = Simulation(definition: definition)
        simulation.performer.losesApprovals = true
        let whole = MemoryJournal()
        let ended = try await simulation.toTheEnd("r", [whole]).run
        let expected = try await history(whole, "r")
        #expect(expected.last == .runCompleted)
        let decided = expected.filter { if case .gateDecided = $0 { true } else { false } }
        #expect(decided.count == 2, "what was lost was decided again")
        #expect(expected.contains(.gateVoided("ok", round: 1, reason: "it changed")))
        #expect(ended.gates["ok"]?.opened.round == 2)
        for append in firstAppend(moment)...expected.count {
            let journal = MemoryJournal()
            let broken = BreakingJournal(journal, at: append, moment)
            let run = try await simulation.toTheEnd("r", [broken, journal]).run
            #expect(run.status == .completed, "broken at append \(append)")
            #expect(run.gates["ok"]?.opened.round == 2)
            #expect(run.steps.map(\.status) == ended.steps.map(\.status))
        }
    }

    @Test
    func `a command that lost its approval is not begun, and begun with a new key`() async throws {
        let definition = try Samples.definition(
            Self.bound.replacing("- { id: ask, agent: worker, task: work }\n", with: "")
                .replacing("needs: [ask], ", with: "")
        )
        var simulation = Simulation(definition: definition)
        simulation.performer.losesApprovals = true
        let journal = MemoryJournal()
        let run = try await simulation.toTheEnd("r", [journal]).run
        #expect(run.status == .completed)
        let keys = try await history(journal, "r").compactMap { event -> Digest? in
            if case .effectIntended(let effect) = event { effect.idempotencyKey } else { nil }
        }
        #expect(keys.count == 2)
        #expect(Set(keys).count == 2, "another round, another effect")
    }
}
