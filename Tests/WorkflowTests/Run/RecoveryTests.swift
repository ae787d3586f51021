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
}
