import Synchronization
import Workflow

/// Performs every piece of work at once, always with the same outcome.
struct ScriptedPerformer: Performer {
    var receipt = Receipt(
        .accepted,
        criteria: [CriterionResult(id: "K1", status: .passed, evidence: "1 of 1")]
    )
    var verdict = CheckResult(.passed)
    /// Counts what was performed, by its description.
    var tally = Tally()
    /// Whether the files of a gate are found changed the first time something builds on them.
    var losesApprovals = false

    func perform(_ order: WorkOrder, ledger: any Ledger) async throws -> [Event] {
        tally.count(order.work)
        if losesApprovals, let gate = order.approved.first, gate.round == 1 {
            let voided = Event.gateVoided(gate.gate, round: gate.round, reason: "it changed")
            return Self.stopped(order.task) + [voided]
        }
        switch order.task {
        case .command(let command): return Self.completed(command)
        case .probe(let command):
            return [
                .effectCompleted(
                    EffectCompleted(
                        effect: command.effect,
                        isDone: true,
                        result: .object([:]),
                        evidence: "probe"
                    )
                )
            ]
        case .message(let message): return answered(message)
        case .capture(let declaration, let phase, let round, let producer):
            return [
                .deliverableProduced(
                    DeliverableProduced(
                        deliverable: declaration.id,
                        phase: phase,
                        round: round,
                        producer: producer,
                        files: declaration.files.map {
                            DeliverableFile(path: $0, digest: Digest(of: $0), bytes: 1)
                        },
                        missing: []
                    )
                )
            ]
        case .check(let check, let produced, _):
            return [
                .deliverableChecked(
                    DeliverableChecked(
                        deliverable: produced.deliverable,
                        check: check,
                        kind: .native,
                        manifest: produced.manifest,
                        result: verdict
                    )
                )
            ]
        case .offer(let offer):
            return [
                .handoffOffered(offer.offered),
                .messageSent(MessageSent(envelope: offer.envelope)),
            ]
        case .undo(let undo):
            let step = UndoneStep(step: undo.command.step, round: undo.command.round)
            return [.stepUndone(StepUndone(step: step, attempt: undo.command.attempt))]
        case .timer: return []
        }
    }

    private static func stopped(_ task: WorkOrder.Assignment) -> [Event] {
        switch task {
        case .command(let command):
            [
                .effectCompleted(
                    EffectCompleted(
                        effect: command.effect,
                        isDone: false,
                        result: .object([:]),
                        evidence: "approval"
                    )
                )
            ]
        case .message(let message): [.messageRejected(message.envelope.id, reason: "it changed")]
        default: []
        }
    }

    private static func completed(_ command: CommandOrder) -> [Event] {
        [
            .effectCompleted(
                EffectCompleted(
                    effect: command.effect,
                    isDone: true,
                    result: .object([:]),
                    evidence: "exit"
                )
            ),
            .stepCompleted(
                StepCompleted(
                    step: command.step,
                    round: command.round,
                    attempt: command.attempt,
                    outputs: .object([:])
                )
            ),
        ]
    }

    private func answered(_ message: MessageOrder) -> [Event] {
        let envelope = message.envelope
        let handled = Event.messageHandled(envelope.id, outputs: envelope.payload)
        guard let step = envelope.step else { return [handled] }
        let completed = Event.stepCompleted(
            StepCompleted(
                step: step,
                round: envelope.round,
                attempt: envelope.attempt,
                outputs: envelope.payload
            )
        )
        guard let handoff = message.handoff else { return [handled, completed] }
        let answer = Event.handoffAnswered(handoff.handoff, by: envelope.to, receipt)
        return receipt.decision == .accepted ? [handled, answer, completed] : [handled, answer]
    }

    func endOrphans(_ run: RunID, _ effects: [EffectRecord]) async throws {}

    func restore(_ captured: [DeliverableProduced], workspace: String) async throws {}

    func changes(since gate: GateRecord, workspace: String) async throws -> String? { nil }
}

/// How often each piece of work was performed.
final class Tally: Sendable {
    private let counts = Mutex<[Work: Int]>([:])

    func count(_ work: Work) { counts.withLock { $0[work, default: 0] += 1 } }

    var all: [Work: Int] { counts.withLock(\.self) }
}

/// A clock that stands still, but for timers, which are over at once.
struct StillSurroundings: Surroundings {
    var time = Timestamp(milliseconds: 1_790_000_000_000)
    let holder = Holder(process: 1, host: "simulated", user: "ana")

    func now() -> Timestamp { time }
    func leaseNow() -> LeaseTime { LeaseTime(boot: "simulated", milliseconds: 0) }

    func sleep(milliseconds: Int64) async throws {
        // The runner's regular look never comes; everything else is over at once.
        guard milliseconds == RunnerLimits.standard.lookMilliseconds else { return }
        try await Task.sleep(for: .seconds(3600))
    }
}

/// A journal whose power goes at a chosen append, before or after it was stored.
actor BreakingJournal: Journal {
    enum Moment: Sendable, CaseIterable {
        case before
        case after
    }

    private let inner: MemoryJournal
    private var left: Int
    private let moment: Moment

    init(_ inner: MemoryJournal, at append: Int, _ moment: Moment) {
        self.inner = inner
        left = append
        self.moment = moment
    }

    private static let broken = JournalError.unavailable(path: "memory", reason: "power cut")

    func append(_ batch: Batch) async throws(JournalError) {
        left -= 1
        if left == 0, moment == .before { throw Self.broken }
        if left < 0 { throw Self.broken }
        try await inner.append(batch)
        if left == 0 { throw Self.broken }
    }

    func history(
        of run: RunID,
        after sequence: Int,
        limit: Int?
    ) async throws(JournalError)
        -> [SealedEvent]
    { try await inner.history(of: run, after: sequence, limit: limit) }
    func head(of run: RunID) async throws(JournalError) -> Head? { try await inner.head(of: run) }
    func definition(_ digest: Digest) async throws(JournalError) -> String? {
        try await inner.definition(digest)
    }
    func runs(limit: Int, before cursor: RunID?) async throws(JournalError) -> [RunRow] {
        try await inner.runs(limit: limit, before: cursor)
    }
    func runs(withPrefix prefix: String, limit: Int) async throws(JournalError) -> [RunRow] {
        try await inner.runs(withPrefix: prefix, limit: limit)
    }
    func openGates(of run: RunID?) async throws(JournalError) -> [GateRow] {
        try await inner.openGates(of: run)
    }
    func takeLease(_ request: LeaseRequest) async throws(JournalError) -> Lease {
        try await inner.takeLease(request)
    }
    func renew(_ lease: Lease, until expiry: LeaseTime) async throws(JournalError) {
        try await inner.renew(lease, until: expiry)
    }
    func release(_ lease: Lease) async throws(JournalError) { try await inner.release(lease) }
    func lease(of run: RunID) async throws(JournalError) -> Lease? {
        try await inner.lease(of: run)
    }
}

/// Claims in one process: never held by another.
struct FreeClaims: RunClaims {
    struct Claim: RunClaim { func giveBack() {} }
    func claim(_ run: RunID, workspace: String) throws -> (any RunClaim)? { Claim() }
    func holder(of run: RunID) -> Int? { nil }
}

/// Runs a definition in memory, with every gate approved.
struct Simulation {
    let definition: Definition
    var performer = ScriptedPerformer()
    var surroundings = StillSurroundings()

    func scheduler(_ journal: any Journal) -> Scheduler {
        let definition = definition
        return Scheduler(
            journal: journal,
            runner: Runner(journal: journal, performer: performer, surroundings: surroundings),
            claims: FreeClaims(),
            surroundings: surroundings,
            definition: { _ in definition }
        )
    }

    var started: RunStarted {
        RunStarted(
            workflow: definition.name,
            definition: definition.digest,
            inputs: .object([:]),
            asOf: Timestamp(milliseconds: 1_790_000_000_000).date,
            workspace: "/nowhere",
            startedBy: "ana",
            program: "test"
        )
    }

    /// Advances until the run has ended, approving what is asked and resuming what broke.
    func toTheEnd(_ run: RunID, _ journals: [any Journal]) async throws -> RunFold {
        var rest = journals
        var journal = rest.removeFirst()
        while true {
            do {
                let scheduler = scheduler(journal)
                let fold =
                    try await journal.head(of: run) == nil
                    ? scheduler.start(run, definition, started)
                    : scheduler.resume(run, by: "ana")
                guard fold.run.status.isOpen else { return fold }
                for gate in fold.run.gateOrder where fold.run.gates[gate]?.isOpen == true {
                    _ = try await scheduler.amend(run) { (state: Run) throws -> [Event] in
                        try state.vote(
                            at: gate,
                            by: Voter(name: "ana", identity: .system),
                            .approve,
                            comment: "",
                            digest: nil
                        )
                    }
                }
            } catch JournalError.unavailable where !rest.isEmpty {
                journal = rest.removeFirst()
            }
        }
    }
}
