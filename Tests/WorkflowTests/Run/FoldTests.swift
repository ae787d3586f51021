import Testing
import Workflow

@Suite struct FoldTests {
    private func history(_ text: String) async throws -> (Definition, [RecordedEvent]) {
        let definition = try Samples.definition(text)
        let journal = MemoryJournal()
        _ = try await Simulation(definition: definition).toTheEnd("r", [journal])
        let sealed = try await journal.history(of: "r", after: 0, limit: nil)
        return (definition, try sealed.map { try EventCoding.open($0) })
    }

    @Test(arguments: [Samples.linear, Samples.fan, Samples.command])
    func `folding a prefix and then the rest equals folding the whole`(text: String) async throws {
        let (definition, records) = try await history(text)
        let whole = try Run(id: "r", definition: definition, history: records)
        for cut in 1...records.count {
            var run = try Run(id: "r", definition: definition, history: records.prefix(cut))
            for record in records.dropFirst(cut) { run.apply(record) }
            #expect(run.picture == whole.picture, "cut at \(cut)")
        }
    }

    @Test(arguments: [Samples.linear, Samples.fan, Samples.command])
    func `deciding twice from one state gives the same decision`(text: String) async throws {
        let (definition, records) = try await history(text)
        for cut in 1...records.count {
            let run = try Run(id: "r", definition: definition, history: records.prefix(cut))
            #expect(run.decide() == run.decide())
            let again = try Run(id: "r", definition: definition, history: records.prefix(cut))
            #expect(run.decide() == again.decide())
        }
    }

    @Test
    func `a history whose columns say another time or type than its text is refused`() async throws
    {
        let definition = try Samples.definition(Samples.linear)
        let journal = MemoryJournal()
        _ = try await Simulation(definition: definition).toTheEnd("r", [journal])
        let history = try await journal.history(of: "r", after: 0, limit: nil)
        _ = try RunFold(id: "r", definition: definition, history: history)
        for index in history.indices {
            let event = history[index]
            let later = Timestamp(milliseconds: event.time.milliseconds + 1)
            for (time, type) in [(later, event.type), (event.time, "run.paused")] {
                var changed = history
                changed[index] = SealedEvent(
                    run: event.run,
                    sequence: event.sequence,
                    time: time,
                    type: type,
                    text: event.text,
                    previousHash: event.previousHash,
                    hash: event.hash
                )
                #expect(throws: EventCodingError.self) {
                    try RunFold(id: "r", definition: definition, history: changed)
                }
            }
        }
    }

    @Test
    func `a history with a hole is refused`() async throws {
        var (definition, records) = try await history(Samples.linear)
        records.remove(at: 3)
        #expect(throws: BrokenHistory.self) {
            try Run(id: "r", definition: definition, history: records)
        }
        #expect(throws: BrokenHistory.self) {
            try Run(id: "r", definition: definition, history: [])
        }
    }

    @Test(arguments: 0..<200)
    func `any interleaving of completions reaches the same final state`(seed: UInt64) async throws {
        let definition = try Samples.definition(Samples.fan)
        let expected = try await ordered(definition, seed: 0)
        let run = try await ordered(definition, seed: seed)
        #expect(run.status == .completed)
        #expect(run.steps == expected.steps)
    }

    /// Runs by hand: all work is performed, and its outcomes are taken in an order that the seed
    /// decides.
    private func ordered(_ definition: Definition, seed: UInt64) async throws -> Run {
        let simulation = Simulation(definition: definition)
        let time = simulation.surroundings.time
        var random = SeededGenerator(seed: seed)
        var fold = RunFold(
            id: "r",
            definition: definition,
            started: simulation.started,
            at: time,
            token: 1
        )
        while fold.run.status.isOpen {
            let decision = fold.run.decide()
            if !decision.facts.isEmpty {
                fold.add(decision.facts, token: 1, at: time)
                continue
            }
            let work = try #require(decision.work.randomElement(using: &random))
            let order = try #require(try fold.run.order(for: work, token: 1))
            let events = try await simulation.performer.perform(order, ledger: NoLedger())
            fold.add(events, token: 1, at: time)
        }
        return fold.run
    }
}

/// Nothing in these workflows records in the middle of its work.
struct NoLedger: Ledger {
    func record(_ events: [Event]) async throws {}
    func confirmLease() async throws {}
}

/// The same numbers for the same seed, in every process.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

extension Run {
    /// All that a run knows, in an order that does not depend on the process.
    var picture: [String] {
        let deliverables = deliverableOrder.map { "\(String(describing: self.deliverables[$0]))" }
        return [
            "\(status)", "\(lastSequence)", "\(currentPhase)", "\(active)", "\(steps)", "\(phases)",
            "\(gateOrder)", "\(handoffOrder)", "\(openEffects)", "\(waiting)", "\(decide())",
        ] + deliverables
    }
}
