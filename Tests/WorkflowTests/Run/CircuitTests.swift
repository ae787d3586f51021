import Synchronization
import Testing
import Workflow

/// A partner that fails too often is left alone for a while; one that gives no answer at all is a
/// person's to decide about.
@Suite struct CircuitTests {
    /// Answers as `ScriptedPerformer` does, but for agents that are out of order.
    private final class Mood: Performer {
        private let inner = ScriptedPerformer()
        private let broken = Mutex<Set<AgentID>>([])
        private let findings = Mutex<[Finding]>([])
        private let deliveries = Mutex(0)

        init(_ agents: Set<AgentID>, findings: [Finding] = []) {
            broken.withLock { $0 = agents }
            self.findings.withLock { $0 = findings }
        }

        var delivered: Int { deliveries.withLock(\.self) }

        func mend() { broken.withLock { $0 = [] } }

        func perform(_ order: WorkOrder, ledger: any Ledger) async throws -> [Event] {
            guard case .message(let message) = order.task else {
                return try await inner.perform(order, ledger: ledger)
            }
            deliveries.withLock { $0 += 1 }
            let envelope = message.envelope
            guard broken.withLock({ $0.contains(envelope.to) }), let step = envelope.step else {
                return try await inner.perform(order, ledger: ledger)
            }
            let failed = StepFailed(
                step: step,
                round: envelope.round,
                attempt: envelope.attempt,
                reason: "out of order",
                findings: findings.withLock(\.self),
                isPermanent: false
            )
            return [.messageRejected(envelope.id, reason: "out of order"), .stepFailed(failed)]
        }

        func endOrphans(_ run: RunID, _ effects: [EffectRecord]) async throws {}
        func restore(_ captured: [DeliverableProduced], workspace: String) async throws {}
        func changes(since gate: GateRecord, workspace: String) async throws -> String? { nil }
    }

    /// `count` messages to one agent that do not depend on each other.
    private static func fan(_ count: Int, retry: String = "") throws -> Definition {
        let steps = (1...count).map { "  - { id: s\($0), agent: worker, task: work\(retry) }\n" }
        return try Samples.definition("name: fan\nsteps:\n" + steps.joined())
    }

    private let journal = MemoryJournal()

    private func scheduler(
        _ definition: Definition,
        _ mood: Mood,
        minutes: Int64 = 0
    ) -> Scheduler {
        var surroundings = StillSurroundings()
        surroundings.time = surroundings.time.advanced(byMilliseconds: minutes * 60_000)
        return Scheduler(
            journal: journal,
            runner: Runner(journal: journal, performer: mood, surroundings: surroundings),
            claims: FreeClaims(),
            surroundings: surroundings,
            definition: { _ in definition }
        )
    }

    private func started(
        _ definition: Definition,
        _ circuits: [RunStarted.PartnerCircuit] = []
    )
        -> RunStarted
    {
        let plain = Simulation(definition: definition).started
        return RunStarted(
            workflow: plain.workflow,
            definition: plain.definition,
            inputs: plain.inputs,
            asOf: plain.asOf,
            workspace: plain.workspace,
            startedBy: plain.startedBy,
            program: plain.program,
            circuits: circuits
        )
    }

    private func events() async throws -> [Event] {
        try await journal.history(of: "r", after: 0, limit: nil).map {
            try EventCoding.open($0).event
        }
    }

    private func opened() async throws -> [CircuitOpened] {
        try await events().compactMap {
            if case .circuitOpened(let opened) = $0 { opened } else { nil }
        }
    }

    @Test
    func `more than half of ten failed: what is left is held, and the run waits`() async throws {
        let definition = try Self.fan(9)
        let mood = Mood(["worker"])
        let fold = try await scheduler(definition, mood).start("r", definition, started(definition))
        #expect(mood.delivered == 6, "the sixth failure is one too many")
        #expect(fold.run.statusWord == "waiting")
        let opened = try #require(try await opened().first)
        #expect(opened.agent == "worker")
        #expect(opened.failures == 6)
        #expect(opened.until == StillSurroundings().time.advanced(byMilliseconds: 30 * 60_000))
        #expect(fold.run.waiting == [.timer("circuit:worker", due: opened.until)])
        let shown = try #require(RunSummary(fold.run, head: .zero).circuits.first)
        #expect(shown.held == 3)
        #expect(shown.until == opened.until)
    }

    @Test
    func `before its time nothing is delivered, after it one message is tried`() async throws {
        let definition = try Self.fan(9)
        let mood = Mood(["worker"])
        _ = try await scheduler(definition, mood).start("r", definition, started(definition))
        _ = try await scheduler(definition, mood, minutes: 20).resume("r", by: "ana")
        #expect(mood.delivered == 6)
        _ = try await scheduler(definition, mood, minutes: 30).resume("r", by: "ana")
        #expect(mood.delivered == 7, "one is tried")
        #expect(try await opened().count == 2, "it failed, so the circuit is open again")
    }

    @Test
    func `a message that is answered closes the circuit, and the rest follows`() async throws {
        let definition = try Self.fan(9)
        let mood = Mood(["worker"])
        _ = try await scheduler(definition, mood).start("r", definition, started(definition))
        mood.mend()
        let fold = try await scheduler(definition, mood, minutes: 31).resume("r", by: "ana")
        #expect(mood.delivered == 9)
        #expect(try await events().contains(.circuitClosed("worker")))
        #expect(RunSummary(fold.run, head: .zero).circuits.isEmpty)
        guard case .failed = fold.run.status else {
            Issue.record("six steps failed: \(fold.run.status)")
            return
        }
    }

    @Test
    func `a partner of its own rule is left alone sooner and shorter`() async throws {
        let definition = try Self.fan(9)
        let mood = Mood(["worker"])
        let rule = CircuitRule(failurePercent: 30, holdMinutes: 20)
        _ = try await scheduler(definition, mood).start(
            "r",
            definition,
            started(definition, [RunStarted.PartnerCircuit(agent: "worker", rule: rule)])
        )
        #expect(mood.delivered == 4)
        let until = try await opened().first?.until
        #expect(until == StillSurroundings().time.advanced(byMilliseconds: 20 * 60_000))
    }

    @Test
    func `who says no with findings has answered`() async throws {
        let definition = try Self.fan(9)
        let mood = Mood(["worker"], findings: [Finding(.high, code: "K1", "wanting")])
        let fold = try await scheduler(definition, mood).start("r", definition, started(definition))
        #expect(mood.delivered == 9)
        #expect(try await opened().isEmpty)
        guard case .failed = fold.run.status else {
            Issue.record("expected a failed run")
            return
        }
    }

    @Test
    func `one partner's circuit holds nobody else's messages`() async throws {
        let definition = try Samples.definition(
            "name: two\nsteps:\n"
                + (1...7).map { "  - { id: s\($0), agent: worker, task: work }\n" }.joined()
                + "  - { id: other, agent: partner, task: help }\n"
        )
        let mood = Mood(["worker"])
        let fold = try await scheduler(definition, mood).start("r", definition, started(definition))
        #expect(fold.run.record(of: "other")?.status == .completed)
        #expect(fold.run.record(of: "s7")?.status == .running)
    }

    @Test
    func `a wait that nobody needs any more is given up`() async throws {
        let definition = try Self.fan(7)
        let mood = Mood(["worker"])
        let scheduler = scheduler(definition, mood)
        _ = try await scheduler.start("r", definition, started(definition))
        _ = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try run.cancel(by: "ana", comment: "enough")
        }
        let fold = try await scheduler.resume("r", by: "ana")
        #expect(fold.run.status == .cancelled(by: "ana"))
        #expect(fold.run.waiting.isEmpty)
    }

    // MARK: Two more attempts, then a person

    private static let often = ", retry: { attempts: 9, backoff: { initial: 1ms } }"

    private func vote(_ scheduler: Scheduler, _ decision: GateDecision) async throws {
        _ = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try run.vote(
                at: "s1-escalation",
                by: Voter(name: "ana", identity: .system),
                decision,
                comment: "look again",
                digest: nil
            )
        }
    }

    @Test
    func `after two more attempts a person is asked, and nothing goes on by itself`() async throws {
        let definition = try Self.fan(1, retry: Self.often)
        let mood = Mood(["worker"])
        let scheduler = scheduler(definition, mood)
        let fold = try await scheduler.start("r", definition, started(definition))
        #expect(mood.delivered == 3)
        let gate = try #require(fold.run.gates["s1-escalation"])
        #expect(gate.isOpen)
        #expect(gate.opened.question.contains("'worker' did not answer after 3 attempts"))
        let again = try await scheduler.resume("r", by: "ana")
        #expect(mood.delivered == 3)
        #expect(again.run.gates["s1-escalation"]?.isOpen == true)
    }

    @Test
    func `approval tries once more, and asks again when that fails too`() async throws {
        let definition = try Self.fan(1, retry: Self.often)
        let mood = Mood(["worker"])
        let scheduler = scheduler(definition, mood)
        _ = try await scheduler.start("r", definition, started(definition))
        try await vote(scheduler, .approve)
        let failed = try await scheduler.resume("r", by: "ana")
        #expect(mood.delivered == 4)
        #expect(failed.run.gates["s1-escalation"]?.isOpen == true)
        mood.mend()
        try await vote(scheduler, .approve)
        let fold = try await scheduler.resume("r", by: "ana")
        #expect(fold.run.status == .completed)
        #expect(mood.delivered == 5)
    }

    @Test
    func `rejection ends the run`() async throws {
        let definition = try Self.fan(1, retry: Self.often)
        let scheduler = scheduler(definition, Mood(["worker"]))
        _ = try await scheduler.start("r", definition, started(definition))
        try await vote(scheduler, .reject)
        let fold = try await scheduler.resume("r", by: "ana")
        #expect(fold.run.status == .rejected(gate: "s1-escalation", by: "ana"))
    }
}
