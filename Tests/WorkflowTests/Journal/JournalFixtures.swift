import Testing
import Workflow

/// The stores that all keep the same promises.
enum Store: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case memory
    case sqlite

    var testDescription: String { rawValue }

    func open(in folder: TemporaryFolder) throws -> any AuditedJournal {
        switch self {
        case .memory: MemoryJournal()
        case .sqlite: try SQLiteJournal(path: folder("journal.sqlite"))
        }
    }
}

/// Makes batches that follow one another in one run.
struct Chain {
    let run: RunID
    var head = Head.start
    var token: Int?

    init(_ run: RunID, token: Int? = nil) {
        self.run = run
        self.token = token
    }

    static let start: Int64 = 1_763_800_000_000

    /// The next batch with `count` events; it becomes the chain's end.
    mutating func next(
        _ count: Int = 1,
        type: String = "step.completed",
        at milliseconds: Int64 = Chain.start,
        changes: [ProjectionChange] = [],
        definition: (digest: Digest, source: String)? = nil
    ) -> Batch {
        let after = head
        var events: [SealedEvent] = []
        for _ in 0..<count {
            let event = HashChain.seal(
                run: run,
                type: type,
                version: 1,
                body: ["number": .int(head.sequence + 1)],
                token: token ?? 0,
                time: Timestamp(milliseconds: milliseconds),
                after: head
            )
            events.append(event)
            head = event.head
        }
        return Batch(
            run: run,
            after: after,
            events: events,
            changes: changes,
            token: token,
            definition: definition
        )
    }

    /// The batch that begins the run, with its row.
    mutating func begin(at milliseconds: Int64 = Chain.start) -> Batch {
        let source = "name: trial"
        let digest = Digest(of: source)
        return next(
            type: "run.started",
            at: milliseconds,
            changes: [
                .runStarted(
                    workflow: "trial",
                    definition: digest,
                    at: Timestamp(milliseconds: milliseconds)
                )
            ],
            definition: (digest, source)
        )
    }
}

extension Holder {
    static let first = Holder(process: 11, host: "a", user: "ann")
    static let second = Holder(process: 22, host: "b", user: "bob")
}

extension LeaseRequest {
    init(
        _ run: RunID,
        _ holder: Holder,
        at milliseconds: Int64 = 0,
        boot: String = "boot",
        evenIfHeld: Bool = false
    ) {
        self.init(
            run: run,
            holder: holder,
            now: LeaseTime(boot: boot, milliseconds: milliseconds),
            durationMilliseconds: 1000,
            evenIfHeld: evenIfHeld
        )
    }
}

/// The journal's error that `body` throws, or nil.
func journalError(_ body: () async throws -> Void) async throws -> JournalError? {
    do {
        try await body()
        return nil
    } catch let error as JournalError {
        return error
    }
}

/// A small generator with a seed (SplitMix64): the same numbers on every machine.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
