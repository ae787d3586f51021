import Testing
import Workflow

@Suite struct HandoffTests {
    private static let refused = Receipt(
        .rejected,
        criteria: [CriterionResult(id: "K1", status: .failed, evidence: "0 of 1")],
        findings: [Finding(.high, code: "K1", "nothing in it")]
    )

    /// Runs to the handoff with a partner that answers `receipt`.
    private func run(_ receipt: Receipt) async throws -> (Scheduler, Run) {
        let definition = try Samples.definition(Samples.linear)
        var simulation = Simulation(definition: definition)
        simulation.performer.receipt = receipt
        let scheduler = simulation.scheduler(MemoryJournal())
        var fold = try await scheduler.start("r", definition, simulation.started)
        while fold.run.gates["ok"]?.isOpen == true {
            fold = try await vote(scheduler, "ok", .approve)
            fold = try await scheduler.resume("r", by: "ana")
        }
        return (scheduler, fold.run)
    }

    private func vote(
        _ scheduler: Scheduler,
        _ gate: GateID,
        _ decision: GateDecision
    ) async throws -> RunFold {
        try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try run.vote(
                at: gate,
                by: Voter(name: "ana", identity: .system),
                decision,
                comment: "",
                digest: nil
            )
        }
    }

    @Test
    func `an accepted handoff completes its step with the receipt`() async throws {
        let (_, run) = try await run(ScriptedPerformer().receipt)
        #expect(run.status == .completed)
        let handoff = try #require(run.handoffs["hand-over#1.1"])
        #expect(handoff.receipt?.decision == .accepted)
        #expect(handoff.answeredBy == "partner")
        #expect(handoff.offered.deliverables.map(\.deliverable) == ["thing"])
    }

    @Test
    func `a rejected handoff goes back with its findings, three times, then a person is asked`()
        async throws
    {
        let (_, run) = try await run(Self.refused)
        #expect(run.handoffOrder.count == 3)
        #expect(run.phases[0].round == 3)
        guard case .gate(let gate) = try #require(run.waiting.first) else {
            Issue.record("expected a person to be asked")
            return
        }
        #expect(gate.gate == "hand-over-escalation")
        let sent = run.phases[0].feedback
        #expect(sent.isEmpty, "a completed phase has nothing to rework")
    }

    @Test
    func `the owner sees who rejected and why`() async throws {
        let definition = try Samples.definition(Samples.linear)
        var simulation = Simulation(definition: definition)
        simulation.performer.receipt = Self.refused
        let scheduler = simulation.scheduler(MemoryJournal())
        _ = try await scheduler.start("r", definition, simulation.started)
        _ = try await vote(scheduler, "ok", .approve)
        _ = try await scheduler.resume("r", by: "ana")
        let history = try await scheduler.journal.history(of: "r", after: 0, limit: nil)
        let messages = try history.compactMap { sealed -> Envelope? in
            guard case .messageSent(let sent) = try EventCoding.open(sealed).event else {
                return nil
            }
            return sent.envelope
        }
        let rework = try #require(messages.last { $0.step == "first" && $0.round == 2 })
        #expect(rework.feedback.first?.from == "agent:partner")
        #expect(rework.feedback.first?.findings.map(\.code) == ["K1"])
    }

    @Test(arguments: [GateDecision.approve, .reject])
    func `at the escalation a person offers it once more or ends the run`(
        decision: GateDecision
    ) async throws {
        let (scheduler, _) = try await run(Self.refused)
        _ = try await vote(scheduler, "hand-over-escalation", decision)
        let run = try await scheduler.resume("r", by: "ana").run
        switch decision {
        case .approve:
            #expect(run.handoffOrder.count == 4)
            #expect(run.gates["hand-over-escalation"]?.isOpen == true)
        default:
            #expect(run.status == .rejected(gate: "hand-over-escalation", by: "ana"))
        }
    }

    @Test
    func `nothing is handed over and no phase ends while a check fails`() async throws {
        let definition = try Samples.definition(Samples.linear)
        var simulation = Simulation(definition: definition)
        simulation.performer.verdict = CheckResult(
            .failed,
            findings: [Finding(.high, code: "S1", "unsound", file: "thing.txt", line: 3)]
        )
        let scheduler = simulation.scheduler(MemoryJournal())
        let run = try await scheduler.start("r", definition, simulation.started).run
        guard case .failed(let reason) = run.status else {
            Issue.record("expected a failed run")
            return
        }
        #expect(reason.contains("S1: unsound"))
        #expect(run.gates.isEmpty)
        #expect(run.handoffs.isEmpty)
    }

    @Test
    func `an unavailable check is shown to the approver and never reads as passed`() async throws {
        let definition = try Samples.definition(Samples.linear)
        var simulation = Simulation(definition: definition)
        simulation.performer.verdict = CheckResult(.unavailable)
        let scheduler = simulation.scheduler(MemoryJournal())
        let run = try await scheduler.start("r", definition, simulation.started).run
        let verdicts = run.gates["ok"]?.opened.subject.verdicts.map(\.verdict)
        #expect(verdicts == [.passed, .unavailable])
    }

    @Test
    func `a cancelled run withdraws what it offered`() async throws {
        let (scheduler, _) = try await run(Self.refused)
        _ = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try run.cancel(by: "ana", comment: "enough")
        }
        let run = try await scheduler.resume("r", by: "ana").run
        #expect(run.status == .cancelled(by: "ana"))
    }
}
