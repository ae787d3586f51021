import Testing
import Workflow

/// Every event but the first has a cause, causes come first, and all ways lead to the start.
@Suite struct CausesTests {
    /// Two phases with all that can happen in one: commands, agents, conditions, checks, handoffs,
    /// gates in the middle and at the end.
    static let rich = """
        name: rich
        requirements:
          Q1: The thing
          Q2: Nobody makes it
        phases:
          - id: make
            owner: worker
            steps:
              - { id: act, run: 'true', idempotent: true }
              - id: build
                needs: [act]
                agent: worker
                task: work
                with: { n: 1 }
                produces: [thing]
              - { id: never, needs: [act], if: 'false', set: { x: 1 } }
              - { id: look, needs: [build], check: thing }
              - { id: ask, needs: [look], approval: { identity: asserted } }
              - { id: sum, needs: [build], set: { v: '${{ steps.build.outputs.n }}' } }
            deliverables:
              - { id: thing, files: [thing.txt], checks: [sound], requirements: [Q1] }
            gate: { id: ok }
          - id: give
            owner: worker
            steps:
              - id: hand-over
                handoff: { to: partner, deliverables: [thing], criteria: [K1] }
        """

    /// A history in which the seed decides what is done first, what fails, who refuses.
    static func history(
        _ text: String,
        seed: UInt64
    ) async throws -> (Definition, [RecordedEvent], Run) {
        let definition = try Samples.definition(text)
        var simulation = Simulation(definition: definition)
        let time = simulation.surroundings.time
        var random = SeededGenerator(seed: seed)
        for _ in 0..<8 { _ = random.next() }
        var fold = RunFold(
            id: "r",
            definition: definition,
            started: simulation.started,
            at: time,
            token: 1
        )
        let refusal = Receipt(
            .rejected,
            criteria: [CriterionResult(id: "K1", status: .failed, evidence: "0 of 1")],
            findings: [Finding(.high, code: "k1", "nothing there")]
        )
        let acceptance = simulation.performer.receipt
        for _ in 0..<400 where fold.run.status.isOpen {
            let decision = fold.run.decide()
            if !decision.facts.isEmpty {
                fold.add(decision.facts, token: 1, at: time)
            } else if let work = decision.work.randomElement(using: &random) {
                let order = try #require(try fold.run.order(for: work, token: 1))
                simulation.performer.receipt = random.next() % 3 == 0 ? refusal : acceptance
                let events = try await simulation.performer.perform(order, ledger: NoLedger())
                fold.add(events, token: 1, at: time)
            } else {
                let open = fold.run.gateOrder.first { fold.run.gates[$0]?.isOpen == true }
                guard let gate = open else { break }
                let decision: GateDecision =
                    random.next() % 4 == 0
                    ? .requestChanges : random.next() % 9 == 0 ? .reject : .approve
                let votes = try fold.run.vote(
                    at: gate,
                    by: Voter(name: "ana", identity: .system),
                    decision,
                    comment: "",
                    digest: nil
                )
                fold.add(votes, token: 1, at: time)
            }
        }
        let head = fold.batch(token: 1, statusWord: fold.run.statusWord)
        return (definition, try head.events.map { try EventCoding.open($0) }, fold.run)
    }

    @Test(arguments: 0..<40)
    func `causes precede their effects, and none is missing`(seed: UInt64) async throws {
        for text in [Self.rich, Samples.linear, Samples.fan, Samples.command] {
            let (definition, records, _) = try await Self.history(text, seed: seed)
            #expect(records.count > 5)
            var causes = Causes(definition)
            for record in records {
                let found = causes.apply(record)
                #expect(found.isEmpty == (record.sequence == 1), "\(record.event)")
                #expect(found.allSatisfy { $0.sequence < record.sequence && $0.sequence > 0 })
                #expect(Set(found.map(\.sequence)).count == found.count, "each once")
                #expect(found == found.sorted { $0.sequence > $1.sequence }, "nearest first")
            }
        }
    }

    @Test(arguments: 0..<20)
    func `every way leads to the start`(seed: UInt64) async throws {
        let (definition, records, _) = try await Self.history(Self.rich, seed: seed)
        for record in records {
            for all in [false, true] {
                let path = CausalPath(to: record.sequence, in: records, of: definition, all: all)
                #expect(path.links.first?.entry.record.sequence == record.sequence)
                #expect(path.links.last?.entry.record.sequence == 1)
                let shown = Set(path.links.map(\.entry.record.sequence))
                for link in path.links {
                    let followed = all ? link.causes : Array(link.causes.prefix(1))
                    #expect(followed.allSatisfy { shown.contains($0.sequence) })
                }
                #expect(path.requirements.allSatisfy { $0.id == "Q1" })
            }
        }
    }

    @Test func `a receipt leads back over offer, check, message and gate to the requirement`()
        async throws
    {
        let (definition, records, _) = try await Self.accepted()
        let receipt = try #require(
            records.last { if case .handoffAnswered = $0.event { true } else { false } }
        )
        let path = CausalPath(to: receipt.sequence, in: records, of: definition, all: true)
        let types = Set(path.links.map(\.entry.type))
        for type in [
            "handoff.offered", "step.started", "deliverable.checked", "deliverable.produced",
            "message.handled", "message.sent", "gate.decided", "gate.voted", "gate.opened",
            "phase.completed", "run.started",
        ] {
            #expect(types.contains(type), "\(type)")
        }
        #expect(path.requirements.map(\.id) == ["Q1"])
        #expect(path.requirements.map(\.title) == ["The thing"])
    }

    @Test func `rework is because of the decision that asked for it`() async throws {
        for seed in 0..<60 {
            let (definition, records, _) = try await Self.history(Self.rich, seed: UInt64(seed))
            var causes = Causes(definition)
            for record in records {
                let found = causes.apply(record)
                guard case .phaseReopened = record.event else { continue }
                let nearest = try #require(found.first)
                let cause = records[nearest.sequence - 1].event
                switch cause {
                case .gateDecided(_, _, .requestChanges, _), .handoffAnswered: return
                default: Issue.record("reopened because of \(cause)")
                }
            }
        }
        Issue.record("no seed led to rework")
    }

    private static func accepted() async throws -> (Definition, [RecordedEvent], Run) {
        for seed in 0..<60 {
            let history = try await history(rich, seed: UInt64(seed))
            if history.2.status == .completed { return history }
        }
        throw Nothing()
    }

    private struct Nothing: Error {}
}
