import Testing
import Workflow

@Suite struct VotingTests {
    private static let text = """
        name: gated
        roles: { editor: [ana, ben], lawyer: [cy] }
        phases:
          - id: write
            owner: worker
            steps:
              - { id: draft, agent: worker, task: work }
            deliverables:
              - { id: thing, files: [thing.txt], checks: [sound] }
            gate: { id: ok, approvers: ['role:editor', 'user:dee'], minimum: 2, expires: 1h }
        """

    private func waiting(_ text: String = VotingTests.text) async throws -> (Scheduler, Run) {
        let definition = try Samples.definition(text)
        let scheduler = Simulation(definition: definition).scheduler(MemoryJournal())
        let started = Simulation(definition: definition).started
        return (scheduler, try await scheduler.start("r", definition, started).run)
    }

    private func ballot(
        _ run: Run,
        _ name: String,
        _ decision: GateDecision = .approve,
        identity: GateDeclaration.Identity = .system,
        digest: String? = nil
    ) throws(Refusal) -> [Event] {
        try run.vote(
            at: "ok",
            by: Voter(name: name, identity: identity),
            decision,
            comment: "because",
            digest: digest
        )
    }

    @Test
    func `the run waits at its gate with the digest of what is asked`() async throws {
        let (_, run) = try await waiting()
        guard case .gate(let gate) = try #require(run.waiting.first) else {
            Issue.record("expected a gate")
            return
        }
        let subject = GateSubject(
            definition: run.definition.digest,
            gate: "ok",
            round: 1,
            files: gate.subject.files,
            verdicts: gate.subject.verdicts
        )
        #expect(gate.subject.digest == subject.digest)
        #expect(gate.subject.verdicts.map(\.check) == ["files", "sound"])
    }

    @Test
    func `one of two approvals does not decide, two do`() async throws {
        let (scheduler, _) = try await waiting()
        let one = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try ballot(run, "ana")
        }
        #expect(one.run.gates["ok"]?.isOpen == true)
        #expect(try ballot(one.run, "ana") == [])
        #expect(throws: Refusal.alreadyVoted(who: "ana", gate: "ok")) {
            try ballot(one.run, "ana", .reject)
        }
        let two = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try ballot(run, "dee")
        }
        #expect(two.run.gates["ok"]?.isOpen == false)
        let done = try await scheduler.resume("r", by: "ana")
        #expect(done.run.status == .completed)
    }

    @Test(arguments: ["cy", "eve", "ANA", ""])
    func `who is not named may not decide`(name: String) async throws {
        let (_, run) = try await waiting()
        let approvers = ["role:editor", "user:dee"]
        #expect(throws: Refusal.notAllowed(who: name, gate: "ok", approvers: approvers)) {
            try ballot(run, name)
        }
    }

    @Test
    func `an asserted name is refused where the gate does not take it`() async throws {
        let (_, run) = try await waiting()
        #expect(throws: Refusal.assertedIdentity("ok")) {
            try ballot(run, "ana", identity: .asserted)
        }
    }

    @Test
    func `a digest that is not the present one is refused`() async throws {
        let (_, run) = try await waiting()
        let digest = try #require(run.gates["ok"]?.opened.subject.digest)
        #expect(throws: Refusal.staleDigest("ok", given: "abc", current: digest)) {
            try ballot(run, "ana", digest: "abc")
        }
        #expect(throws: Refusal.self) { try ballot(run, "ana", digest: "") }
        #expect(try ballot(run, "ana", digest: digest.short).count == 1)
    }

    @Test
    func `the same decision again is taken for granted, another one is told who decided`()
        async throws
    {
        let (scheduler, _) = try await waiting()
        let rejected = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try ballot(run, "ana", .reject)
        }
        #expect(try ballot(rejected.run, "ana", .reject) == [])
        #expect(throws: Refusal.self) { try ballot(rejected.run, "ana", .approve) }
        #expect(throws: Refusal.self) { try ballot(rejected.run, "ben", .reject) }
        let ended = try await scheduler.resume("r", by: "ana")
        #expect(ended.run.status == .rejected(gate: "ok", by: "ana"))
    }

    @Test
    func `a gate whose time is over takes no vote and approves nothing`() async throws {
        let definition = try Samples.definition(Self.text)
        let journal = MemoryJournal()
        let simulation = Simulation(definition: definition)
        _ = try await simulation.scheduler(journal).start("r", definition, simulation.started)
        var later = simulation
        later.surroundings.time = simulation.surroundings.time.advanced(byMilliseconds: 3_600_000)
        await #expect(throws: Refusal.expired("ok", at: later.surroundings.time)) {
            try await later.scheduler(journal).amend("r") { (run: Run) throws -> [Event] in
                try ballot(run, "ana")
            }
        }
        let scheduler = later.scheduler(journal)
        let run = try await scheduler.load("r").run
        #expect(run.gates["ok"]?.isOpen == false)
        #expect(run.status.isOpen || run.status == .failed(reason: "gate 'ok' expired"))
        let resumed = try await scheduler.resume("r", by: "ana").run
        #expect(resumed.status == .failed(reason: "gate 'ok' expired without a decision"))
        let again = try await scheduler.resume("r", by: "ana").run
        #expect(again.gates["ok"]?.opened.round == 2)
        #expect(again.gates["ok"]?.isOpen == true)
    }

    @Test
    func `request-changes begins a new round with the comment for the owner`() async throws {
        let (scheduler, before) = try await waiting()
        _ = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
            try ballot(run, "ben", .requestChanges)
        }
        let run = try await scheduler.resume("r", by: "ben").run
        #expect(run.phases[0].round == 2)
        #expect(run.phases[0].feedback == [Feedback(from: "person:ben", comment: "because")])
        #expect(run.gates["ok"]?.isOpen == true)
        #expect(
            run.gates["ok"]?.opened.subject.digest != before.gates["ok"]?.opened.subject.digest
        )
    }

    @Test
    func `two hundred decisions at once decide once`() async throws {
        let (scheduler, _) = try await waiting(
            Self.text.replacing("minimum: 2", with: "minimum: 1")
        )
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                let name = ["ana", "ben", "dee"][number % 3]
                let decision: GateDecision = number % 2 == 0 ? .approve : .reject
                group.addTask {
                    do {
                        _ = try await scheduler.amend("r") { (run: Run) throws -> [Event] in
                            try ballot(run, name, decision)
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted >= 1)
        let history = try await scheduler.journal.history(of: "r", after: 0, limit: nil)
        #expect(history.count { $0.type == "gate.decided" } == 1)
    }
}
