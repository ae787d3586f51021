/// One run's loop: its state between two outcomes.
struct RunnerLoop {
    let runner: Runner
    private(set) var fold: RunFold
    private var lease: Lease
    private let inbox: Inbox<News>
    private var inFlight: Set<Work> = []
    /// Outcomes that are not on disk yet, kept for the case of a conflict.
    private var fresh: [(work: Work?, events: [Event])] = []
    private var waitingRecords: [CheckedContinuation<Void, any Error>] = []
    private var isInterrupted = false
    /// What followed from the state when it was put on disk last.
    private var decision = Decision()
    private var isCancelling = false
    private var isTickDue = false
    /// Signatures that were verified, the earliest of the run's claims.
    private var confirmedClaims = 0
    private var fault: (any Error)?
    /// Whether this process has just gone through what an earlier one may have left.
    var isContinued = false

    init(runner: Runner, fold: RunFold, lease: Lease, inbox: Inbox<News>) {
        self.runner = runner
        self.fold = fold
        self.lease = lease
        self.inbox = inbox
    }

    private var run: Run { fold.run }

    mutating func run(in group: inout ThrowingTaskGroup<Void, any Error>) async throws {
        if !isContinued { try await recover() }
        while true {
            if fault == nil {
                await attempt { loop in try await loop.settle() }
            }
            if fault == nil, !isInterrupted, !isCancelling { start(in: &group) }
            if shouldStop { break }
            if fault != nil || isWorkUnwanted { stopWork(&group) }
            refuseRecordsAfterFault()
            for news in await inbox.take() { take(news) }
            if isTickDue, fault == nil {
                isTickDue = false
                await attempt { loop in try await loop.look() }
            }
        }
        if let fault { throw fault }
    }

    /// Keeps the first fault; what is in flight is ended before it is thrown.
    private mutating func attempt(
        _ body: (inout RunnerLoop) async throws -> Void
    ) async {
        do {
            try await body(&self)
        } catch {
            fault = fault ?? error
        }
    }

    private var shouldStop: Bool {
        if fault != nil || isInterrupted { return inFlight.isEmpty }
        return inFlight.allSatisfy(isLeftAlone)
    }

    /// Whoever waits for a record to be on disk would wait for ever.
    private mutating func refuseRecordsAfterFault() {
        guard let fault else { return }
        for continuation in waitingRecords { continuation.resume(throwing: fault) }
        waitingRecords = []
    }

    /// Timers that are due too late to be waited for do not keep a process.
    private func isLeftAlone(_ work: Work) -> Bool {
        guard case .timer(_, let due) = work else { return false }
        let wait = due.milliseconds - runner.surroundings.now().milliseconds
        return wait > runner.limits.timerWaitMilliseconds
    }

    private mutating func stopWork(_ group: inout ThrowingTaskGroup<Void, any Error>) {
        guard !isCancelling else { return }
        isCancelling = true
        group.cancelAll()
    }

    /// Whether what is under way is wanted no longer; undoing is, until the run has ended.
    private var isWorkUnwanted: Bool {
        !run.status.isOpen || (run.isEnding && !run.isCompensating)
    }

    // MARK: Recovery

    /// Ends what an earlier process may have left half done.
    ///
    /// After a crash nothing is in flight: the effects that were intended are unknown from now on,
    /// and all else is simply decided again.
    private mutating func recover() async throws {
        let interrupted = run.interruptedEffects
        if !interrupted.isEmpty {
            try await runner.performer.endOrphans(run.id, interrupted)
            admit(
                nil,
                interrupted.map {
                    .effectUnknown(
                        $0.intended.effect,
                        reason: "the process that ran it is gone"
                    )
                }
            )
        }
        admit(nil, run.due(at: runner.surroundings.now()))
        let workspace = run.started.workspace
        try await runner.performer.layOut(run.openEdits, workspace: workspace)
        try await runner.performer.restore(run.captured, workspace: workspace)
        for id in run.gateOrder {
            guard let gate = run.gates[id], gate.isOpen else { continue }
            if let reason = try await runner.performer.changes(since: gate, workspace: workspace) {
                admit(nil, [.gateVoided(id, round: gate.opened.round, reason: reason)])
            }
        }
    }

    // MARK: Facts

    /// Decides until no further fact follows, and puts all of it on disk.
    private mutating func settle() async throws {
        admit(nil, run.expiredWaivers(at: runner.surroundings.now()))
        try await confirmDecisions()
        while true {
            decision = isInterrupted ? Decision() : run.decide()
            if decision.facts.isEmpty { break }
            add(decision.facts)
            if fold.pendingCount >= runner.limits.factsPerTransaction { try await append() }
        }
        try await append()
        for continuation in waitingRecords { continuation.resume() }
        waitingRecords = []
    }

    /// Nothing is decided upon a decision that does not hold.
    private mutating func confirmDecisions() async throws {
        if let found = run.proofs.firstBreak {
            let hint = "'orchestrate verify \(run.id)' says more"
            throw BrokenHistory(reason: "run '\(run.id)', \(found); \(hint)")
        }
        let claims = run.proofs.claims
        guard claims.count > confirmedClaims else { return }
        try await runner.performer.confirm(Array(claims[confirmedClaims...]), of: run)
        confirmedClaims = claims.count
    }

    private mutating func add(_ events: [Event]) {
        guard !events.isEmpty else { return }
        fold.add(events, token: lease.token, at: runner.surroundings.now())
    }

    private mutating func admit(_ work: Work?, _ events: [Event]) {
        guard !events.isEmpty, work.map(run.admits) ?? run.status.isOpen else { return }
        fresh.append((work, events))
        add(events)
    }

    private mutating func append() async throws {
        while fold.hasPending {
            do {
                try await runner.journal.append(
                    fold.batch(token: lease.token, statusWord: statusWord)
                )
                fresh = []
                fold.confirm().forEach(runner.observer)
                return
            } catch {
                guard case .conflict = error else { throw error }
                try await yieldToOthers()
            }
        }
    }

    /// Somebody else appended first: their facts come before ours, which are decided anew.
    private mutating func yieldToOthers() async throws {
        let seen = fold.confirmedSequence
        let history = try await runner.journal.history(of: run.id, after: 0, limit: nil)
        fold = try RunFold(id: run.id, definition: run.definition, history: history)
        for sealed in history where sealed.sequence > seen {
            runner.observer(try EventCoding.open(sealed))
        }
        try await confirmDecisions()
        let outcomes = fresh
        fresh = []
        for outcome in outcomes { admit(outcome.work, outcome.events) }
        while true {
            decision = isInterrupted ? Decision() : run.decide()
            if decision.facts.isEmpty { return }
            add(decision.facts)
        }
    }

    /// In the middle of deciding, and when nothing was decided, the state itself is asked.
    private var statusWord: String {
        decision.facts.isEmpty && !isInterrupted ? run.statusWord(decision) : run.statusWord
    }

    // MARK: Work

    private mutating func start(in group: inout ThrowingTaskGroup<Void, any Error>) {
        guard !isWorkUnwanted else { return }
        for work in decision.work where !inFlight.contains(work) {
            if isLeftAlone(work) { continue }
            start(work, in: &group)
        }
    }

    private mutating func start(
        _ work: Work,
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) {
        inFlight.insert(work)
        let inbox = inbox
        do throws(ExpressionError) {
            guard let order = try run.order(for: work, token: lease.token) else {
                inFlight.remove(work)
                return
            }
            let performer = runner.performer
            let surroundings = runner.surroundings
            let ledger = InboxLedger(inbox: inbox, journal: runner.journal, lease: lease)
            group.addTask {
                do {
                    if case .timer(let timer, let due) = order.task {
                        let wait = due.milliseconds - surroundings.now().milliseconds
                        try await surroundings.sleep(milliseconds: max(0, wait))
                        inbox.put(.outcome(work, .success([.timerFired(timer)])))
                        return
                    }
                    let events = try await performer.perform(order, ledger: ledger)
                    inbox.put(.outcome(work, .success(events)))
                } catch {
                    inbox.put(.outcome(work, .failure(error)))
                }
            }
        } catch {
            inbox.put(.outcome(work, .success(run.failure(of: work, reason: "\(error)"))))
        }
    }

    // MARK: News

    private mutating func take(_ news: News) {
        switch news {
        case .outcome(let work, .success(let events)):
            inFlight.remove(work)
            admit(work, events)
        case .outcome(let work, .failure(let error)):
            inFlight.remove(work)
            if error is CancellationError {
                admit(work, run.ended(work, isCancelled: run.isEnding))
            } else {
                fault = fault ?? error
            }
        case .records(let events, let continuation):
            admit(nil, events)
            waitingRecords.append(continuation)
        case .interrupted:
            isInterrupted = true
            isCancelling = true
        case .tick:
            isTickDue = true
        }
    }

    /// What others appended meanwhile, what has expired, and whether the lease is still ours.
    private mutating func look() async throws {
        let now = runner.surroundings.now()
        if let head = try await runner.journal.head(of: run.id),
            head.sequence > fold.confirmedSequence, !fold.hasPending
        {
            let tail = try await runner.journal.history(
                of: run.id,
                after: fold.confirmedSequence,
                limit: nil
            )
            try fold.follow(tail).forEach(runner.observer)
        }
        admit(nil, run.due(at: now))
        try await renewWhenHalfOver()
    }

    private mutating func renewWhenHalfOver() async throws {
        let now = runner.surroundings.leaseNow()
        let left = lease.expires.milliseconds - now.milliseconds
        guard left < runner.limits.leaseMilliseconds / 2 else { return }
        let until = LeaseTime(
            boot: now.boot,
            milliseconds: now.milliseconds + runner.limits.leaseMilliseconds
        )
        try await runner.journal.renew(lease, until: until)
        lease = Lease(run: lease.run, holder: lease.holder, token: lease.token, expires: until)
    }
}
