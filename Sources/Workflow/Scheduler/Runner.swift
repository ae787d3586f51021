/// Advances one run until nothing of it can move: it has ended, or it waits.
///
/// The loop is small: apply an outcome, decide until no further fact follows, append the outcome
/// and those facts as one transaction, start the work that is not in flight, wait for the next
/// outcome. It is the only writer of the run, so there is no lock; what others append meanwhile
/// (a vote, a cancellation) it meets as a conflict or at its next look, and takes in.
package struct Runner: Sendable {
    package let journal: any Journal
    package let performer: any Performer
    package let surroundings: any Surroundings
    package let limits: RunnerLimits
    /// Told every event that is on disk, in order.
    package let observer: @Sendable (RecordedEvent) -> Void

    package init(
        journal: any Journal,
        performer: any Performer,
        surroundings: any Surroundings,
        limits: RunnerLimits = .standard,
        observer: @escaping @Sendable (RecordedEvent) -> Void = { _ in }
    ) {
        self.journal = journal
        self.performer = performer
        self.surroundings = surroundings
        self.limits = limits
        self.observer = observer
    }

    /// Advances the run that `fold` holds under `lease`.
    ///
    /// - Returns: the run as it stands when nothing can move, or when this task was cancelled.
    /// - Throws: `JournalError`, or what the performer threw, when nothing more can be written;
    ///   what was acknowledged is in the journal, and the run can be resumed.
    package func advance(_ fold: RunFold, under lease: Lease) async throws -> RunFold {
        let fold = try await advanceOnce(fold, under: lease, isContinued: false)
        guard fold.run.isCompensating, !Task.isCancelled, !fold.run.decide().work.isEmpty else {
            return fold
        }
        // What was under way has been ended; what it did is undone by tasks that are not.
        return try await advanceOnce(fold, under: lease, isContinued: true)
    }

    private func advanceOnce(
        _ fold: RunFold,
        under lease: Lease,
        isContinued: Bool
    ) async throws -> RunFold {
        let inbox = Inbox<News>()
        return try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                var loop = RunnerLoop(runner: self, fold: fold, lease: lease, inbox: inbox)
                loop.isContinued = isContinued
                group.addTask { [surroundings, limits] in
                    while !Task.isCancelled {
                        try? await surroundings.sleep(milliseconds: limits.lookMilliseconds)
                        inbox.put(.tick)
                    }
                }
                defer { group.cancelAll() }
                try await loop.run(in: &group)
                return loop.fold
            }
        } onCancel: {
            inbox.put(.interrupted)
        }
    }
}

/// The bounds that a runner keeps; each has a name, so that what is met can be said.
package struct RunnerLimits: Sendable, Hashable {
    /// Facts that are written as one transaction at most.
    package var factsPerTransaction = 512
    /// Between two looks at what others appended, and at the lease.
    package var lookMilliseconds: Int64 = 250
    /// A timer that is due later than this is not waited for: the process ends, and a later
    /// `resume` goes on.
    package var timerWaitMilliseconds: Int64 = 60_000
    package var leaseMilliseconds: Int64 = 15_000

    package static let standard = RunnerLimits()

    package init() {}
}

/// What a run's loop learns.
enum News: Sendable {
    case outcome(Work, Result<[Event], any Error>)
    case records([Event], CheckedContinuation<Void, any Error>)
    case tick
    case interrupted
}

/// Brings what happens in the middle of a piece of work to the loop, and waits until it is on disk.
struct InboxLedger: Ledger {
    let inbox: Inbox<News>
    let journal: any Journal
    let lease: Lease

    func record(_ events: [Event]) async throws {
        try await withCheckedThrowingContinuation { inbox.put(.records(events, $0)) }
    }

    func confirmLease() async throws {
        guard let current = try await journal.lease(of: lease.run),
            current.token == lease.token
        else {
            let current = try await journal.lease(of: lease.run)
            throw JournalError.fenced(
                run: lease.run,
                token: lease.token,
                current: current?.token ?? 0,
                by: current?.holder
            )
        }
    }
}
