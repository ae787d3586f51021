/// Begins, advances and changes runs: the engine as a program sees it.
///
/// - `start` and `resume` take the run's lease and advance it
/// - `vote`, `settle`, `cancel` append a decision, without a lease, from any process
/// - `load` folds a run to look at it
package struct Scheduler: Sendable {
    package let journal: any Journal
    package let runner: Runner
    package let claims: any RunClaims
    package let surroundings: any Surroundings
    /// Reads a stored definition again.
    package let definition: @Sendable (String) throws -> Definition
    /// Whether a run was only brought here to be looked at.
    package let isAuditOnly: @Sendable (RunID) -> Bool

    package init(
        journal: any Journal,
        runner: Runner,
        claims: any RunClaims,
        surroundings: any Surroundings,
        definition: @escaping @Sendable (String) throws -> Definition,
        isAuditOnly: @escaping @Sendable (RunID) -> Bool = { _ in false }
    ) {
        self.journal = journal
        self.runner = runner
        self.claims = claims
        self.surroundings = surroundings
        self.definition = definition
        self.isAuditOnly = isAuditOnly
    }

    private func refuseIfAuditOnly(_ run: RunID) throws(AuditOnly) {
        if isAuditOnly(run) { throw AuditOnly(run: run) }
    }

    /// A run as its journal has it.
    ///
    /// - Throws: `JournalError.unknownRun`, or an error for a history that cannot be read.
    package func load(_ run: RunID) async throws -> RunFold {
        let history = try await journal.history(of: run, after: 0, limit: nil)
        guard let first = history.first else { throw JournalError.unknownRun(run) }
        guard case .runStarted(let started) = try EventCoding.open(first).event else {
            throw BrokenHistory(
                reason: "the journal of run '\(run)' does not begin with run.started"
            )
        }
        guard let source = try await journal.definition(started.definition) else {
            throw BrokenHistory(
                reason:
                    "definition \(started.definition.short) of run '\(run)' is not in the journal"
            )
        }
        let definition = try definition(source)
        guard Digest(of: source) == started.definition else {
            throw BrokenHistory(
                reason: "the stored definition of run '\(run)' does not match its digest "
                    + started.definition.short
            )
        }
        return try RunFold(id: run, definition: definition, history: history)
    }

    /// Begins a run and advances it until nothing can move.
    ///
    /// - Throws: `JournalError.runExists` when the id is taken, `.held` when somebody else is
    ///   beginning it at this moment.
    package func start(
        _ id: RunID,
        _ definition: Definition,
        _ started: RunStarted
    ) async throws
        -> RunFold
    {
        try await underLease(of: id, in: started.workspace) { lease in
            // What follows at once from the start is written down with it.
            let fold = RunFold(
                id: id,
                definition: definition,
                started: started,
                at: surroundings.now(),
                token: lease.token
            )
            return try await runner.advance(fold, under: lease)
        }
    }

    /// Advances a run that waits or that a crash left behind; a failed one is tried again.
    ///
    /// - Throws: `JournalError.held` when another process holds the run.
    package func resume(_ id: RunID, by who: String) async throws -> RunFold {
        try await resume(load(id), by: who)
    }

    /// The same for a run that was loaded already; what was appended since is read first.
    ///
    /// A failed run begins again at `step` too, when one is given; `validators` is the policy for
    /// external validators from now on, nil leaves it.
    package func resume(
        _ loaded: RunFold,
        by who: String,
        from step: StepID? = nil,
        validators: ValidatorPolicy? = nil
    ) async throws -> RunFold {
        try refuseIfAuditOnly(loaded.run.id)
        return try await underLease(of: loaded.run.id, in: loaded.run.started.workspace) { lease in
            var fold = loaded
            let tail = try await journal.history(
                of: fold.run.id,
                after: fold.confirmedSequence,
                limit: nil
            )
            _ = try fold.follow(tail)
            let set = validators.map { fold.run.setValidators($0, by: who) } ?? []
            let facts = set + fold.run.retry(by: who, from: step)
            if !facts.isEmpty {
                fold.add(facts, token: lease.token, at: surroundings.now())
                try await journal.append(fold.batch(token: lease.token, statusWord: "running"))
                fold.confirm().forEach(runner.observer)
            }
            return try await runner.advance(fold, under: lease)
        }
    }

    private func underLease(
        of id: RunID,
        in workspace: String,
        _ body: (Lease) async throws -> RunFold
    ) async throws -> RunFold {
        let claim = try claims.claim(id, workspace: workspace)
        let request = LeaseRequest(
            run: id,
            holder: surroundings.holder,
            now: surroundings.leaseNow(),
            durationMilliseconds: runner.limits.leaseMilliseconds,
            // Nobody holds the lock, so the last holder is gone, whatever its lease says.
            evenIfHeld: claim != nil
        )
        let lease: Lease
        do {
            lease = try await journal.takeLease(request)
        } catch {
            guard case .held(let present) = error else { throw error }
            throw JournalError.held(try await settledLease(present))
        }
        defer { claim?.giveBack() }
        do {
            let fold = try await body(lease)
            try await journal.release(lease)
            return fold
        } catch {
            try? await journal.release(lease)
            throw error
        }
    }

    /// The lease of whoever holds the run's lock, who may have taken the lock and not the lease yet.
    private func settledLease(_ lease: Lease) async throws -> Lease {
        var lease = lease
        for _ in 0..<Self.looksForHolder {
            if claims.holder(of: lease.run) == lease.holder.process { break }
            try await surroundings.sleep(milliseconds: Self.lookMilliseconds)
            lease = try await journal.lease(of: lease.run) ?? lease
        }
        return lease
    }

    private static let looksForHolder = 40
    private static let lookMilliseconds: Int64 = 50

    /// Appends what `facts` makes of the run's present state, without a lease; whoever appends
    /// first in between is read, and the facts are made anew.
    ///
    /// What has expired is appended before, as by everybody who writes.
    ///
    /// - Returns: the run as it stands then.
    /// - Throws: what `facts` throws; only what has expired was appended then.
    package func amend(
        _ id: RunID,
        _ facts: (Run) throws -> [Event]
    ) async throws -> RunFold {
        try await decide(id) { run, _ in try facts(run) }
    }

    /// The same for facts that are bound to the place in the journal at which they are made, and
    /// that may take their time.
    ///
    /// - Throws: what `facts` throws, or `AuditOnly`.
    package func decide(
        _ id: RunID,
        _ facts: (Run, Head) async throws -> [Event]
    ) async throws -> RunFold {
        try refuseIfAuditOnly(id)
        while true {
            var fold = try await load(id)
            if let found = fold.run.proofs.firstBreak {
                throw BrokenHistory(
                    reason: "run '\(id)', \(found); 'orchestrate verify \(id)' says more"
                )
            }
            let now = surroundings.now()
            do {
                let due = fold.run.due(at: now)
                if !due.isEmpty {
                    fold.add(due, token: 0, at: now)
                    try await append(&fold)
                }
                let events = try await facts(fold.run, fold.head)
                let done = surroundings.now()
                // Facts may have taken their time, and what they were made of may have expired.
                if done > now, !fold.run.expired(at: done).isEmpty { continue }
                if !events.isEmpty {
                    fold.add(events, token: 0, at: done)
                    try await append(&fold)
                }
                return fold
            } catch let error as JournalError {
                guard case .conflict = error else { throw error }
            }
        }
    }

    private func append(_ fold: inout RunFold) async throws {
        try await journal.append(fold.batch(token: nil, statusWord: fold.run.statusWord))
        fold.confirm().forEach(runner.observer)
    }
}

/// The locks that tell a run whose holder is gone from one that is held.
package protocol RunClaims: Sendable {
    /// Takes the run's lock and its workspace's; nil when another process holds the run.
    ///
    /// - Throws: `WorkspaceHeld` when another run works in the workspace, or an error of the file
    ///   system.
    func claim(_ run: RunID, workspace: String) throws -> (any RunClaim)?

    /// The process that took the lock last, to name it; nil when it is not known.
    func holder(of run: RunID) -> Int?
}

/// Another run works in the workspace at this moment.
package struct WorkspaceHeld: Error, Sendable, CustomStringConvertible {
    package let workspace: String

    package init(workspace: String) { self.workspace = workspace }

    package var description: String { "another run works in \(workspace)" }
}

/// A run was imported to be looked at; it goes on where it was exported, and nowhere else.
package struct AuditOnly: Error, Sendable, CustomStringConvertible {
    package let run: RunID

    package init(run: RunID) { self.run = run }

    package var description: String {
        "run '\(run)' was imported for audit: it can be looked at and verified, not gone on with"
    }
}

/// A run's lock, held until it is given back or the process ends.
package protocol RunClaim: Sendable {
    func giveBack()
}
