// What every store asks of a batch before it looks at anything stored, and in which order it
// refuses: one text of the rules for all of them.
extension Batch {
    /// Whether the batch begins a run.
    var isFirst: Bool { after.sequence == 0 }

    /// The run's end when the batch has been appended.
    var end: Head { events.last?.head ?? after }

    /// Refuses a batch whose events do not follow its position: a store must never hold a chain
    /// that is broken from the start.
    func check(path: String) throws(JournalError) {
        var head = after
        for event in events {
            guard event.run == run, event.sequence == head.sequence + 1,
                event.previousHash == head.hash, event.time >= head.time
            else {
                let place = "event \(event.sequence) of run '\(event.run)'"
                let position = "\(head.sequence) of run '\(run)'"
                throw .corrupt(path: path, reason: "\(place) does not follow \(position)")
            }
            head = event.head
        }
        guard !isFirst || !events.isEmpty else {
            throw .corrupt(path: path, reason: "run '\(run)' would begin without an event")
        }
    }

    /// Whether the batch fits a run that ends at `head`, which is nil when there is no such run,
    /// and whose lease is `lease`.
    func admit(head: Head?, lease: StoredLease?) throws(JournalError) {
        if isFirst, head != nil { throw .runExists(run) }
        if !isFirst, head == nil { throw .unknownRun(run) }
        if let token, lease?.admits(token) != true {
            throw .fenced(
                run: run,
                token: token,
                current: lease?.token ?? 0,
                by: lease?.lease?.holder
            )
        }
        if let head, head.sequence != after.sequence || head.hash != after.hash {
            throw .conflict(run: run, expected: after.sequence, found: head.sequence)
        }
    }

    /// The derived rows that a new run begins with.
    var firstProjections: RunProjections {
        RunProjections(
            run: run,
            definition: definition?.digest ?? .zero,
            started: events.first?.time ?? after.time
        )
    }
}

/// A run's lease as a store keeps it: the token outlives the holder.
struct StoredLease: Sendable, Hashable {
    var token: Int
    /// Nil after it was given back.
    var lease: Lease?

    /// Whether the holder of `token` may write.
    ///
    /// An expiry alone takes no right away: it only lets somebody else take the run.
    func admits(_ token: Int) -> Bool { lease != nil && token == self.token }

    func isHeld(by lease: Lease) -> Bool {
        admits(lease.token) && self.lease?.holder == lease.holder
    }

    /// The lease that answers `request` when `stored` is what the store has.
    static func answer(
        _ request: LeaseRequest,
        stored: StoredLease?
    ) throws(JournalError) -> Lease {
        if let held = stored?.lease, held.holder != request.holder, !request.evenIfHeld,
            !held.expires.isPast(at: request.now)
        {
            throw .held(held)
        }
        return Lease(
            run: request.run,
            holder: request.holder,
            token: (stored?.token ?? 0) + 1,
            expires: LeaseTime(
                boot: request.now.boot,
                milliseconds: request.now.milliseconds + request.durationMilliseconds
            )
        )
    }

    /// The refusal of a lease that somebody else has replaced.
    static func fenced(_ lease: Lease, stored: StoredLease?) -> JournalError {
        .fenced(
            run: lease.run,
            token: lease.token,
            current: stored?.token ?? 0,
            by: stored?.lease?.holder
        )
    }
}
