/// The right of one process to advance a run.
package struct Lease: Sendable, Hashable {
    package let run: RunID
    package let holder: Holder
    /// Grows with each lease of the run and goes into the holder's every write.
    package let token: Int
    package let expires: LeaseTime

    package init(run: RunID, holder: Holder, token: Int, expires: LeaseTime) {
        self.run = run
        self.holder = holder
        self.token = token
        self.expires = expires
    }
}

/// The process that holds a lease.
package struct Holder: Sendable, Hashable, CustomStringConvertible {
    package let process: Int
    package let host: String
    package let user: String

    package init(process: Int, host: String, user: String) {
        self.process = process
        self.host = host
        self.user = user
    }

    package var description: String { "process \(process) of \(user) on \(host)" }
}

/// A moment on the boot clock, which no change of the date moves.
package struct LeaseTime: Sendable, Hashable {
    /// Differs from boot to boot; a lease of another boot has expired.
    package let boot: String
    /// Milliseconds since that boot.
    package let milliseconds: Int64

    package init(boot: String, milliseconds: Int64) {
        self.boot = boot
        self.milliseconds = milliseconds
    }

    /// Whether `now` is at or after this moment, or of another boot.
    package func isPast(at now: LeaseTime) -> Bool {
        boot != now.boot || now.milliseconds >= milliseconds
    }
}

/// What a process asks for when it wants to advance a run.
package struct LeaseRequest: Sendable {
    package let run: RunID
    package let holder: Holder
    package let now: LeaseTime
    package let durationMilliseconds: Int64
    /// True when the run's lock is free, which proves that the last holder is gone.
    package let evenIfHeld: Bool

    package init(
        run: RunID,
        holder: Holder,
        now: LeaseTime,
        durationMilliseconds: Int64,
        evenIfHeld: Bool
    ) {
        self.run = run
        self.holder = holder
        self.now = now
        self.durationMilliseconds = durationMilliseconds
        self.evenIfHeld = evenIfHeld
    }
}
