import Testing
import Workflow

/// Random histories on both stores at once: every answer must be the same.
@Suite("The stores")
struct JournalDifferenceTests {
    static let sequences = 2000
    static let operations = 10

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test
    func `answer random operations alike`() async throws {
        let memory = MemoryJournal()
        let sqlite = try SQLiteJournal(path: folder("journal.sqlite"))
        for seed in 0..<Self.sequences {
            var numbers = SeededNumbers(seed: UInt64(seed))
            var play = Play(run: RunID("r\(seed)"))
            for step in 0..<Self.operations {
                let operation = play.next(&numbers)
                let expected = await operation.answer(of: memory)
                let found = await operation.answer(of: sqlite)
                try #require(found == expected, "seed \(seed), operation \(step): \(operation)")
                play.heed(expected, of: operation)
            }
            try await expectSame(memory, sqlite, play.run, seed)
        }
        let cursor = RunID("r\(Self.sequences / 2)")
        #expect(
            try await memory.runs(limit: 50, before: cursor)
                == sqlite.runs(limit: 50, before: cursor)
        )
        #expect(try await memory.openGates(of: nil) == sqlite.openGates(of: nil))
        #expect(try await memory.storedRuns() == sqlite.storedRuns())
    }

    private func expectSame(
        _ memory: MemoryJournal,
        _ sqlite: SQLiteJournal,
        _ run: RunID,
        _ seed: Int
    ) async throws {
        let events = try await memory.history(of: run, after: 0, limit: nil)
        #expect(try await sqlite.history(of: run, after: 0, limit: nil) == events, "seed \(seed)")
        let rows = try await memory.projections(of: run)
        #expect(try await sqlite.projections(of: run) == rows, "seed \(seed)")
        let lease = try await memory.lease(of: run)
        #expect(try await sqlite.lease(of: run) == lease, "seed \(seed)")
        let gates = try await memory.openGates(of: run)
        #expect(try await sqlite.openGates(of: run) == gates, "seed \(seed)")
    }
}

private enum Operation: Sendable {
    case append(Batch)
    case takeLease(LeaseRequest)
    case renew(Lease, LeaseTime)
    case release(Lease)

    func answer(of journal: any Journal) async -> Answer {
        do {
            switch self {
            case .append(let batch): try await journal.append(batch)
            case .takeLease(let request): return .lease(try await journal.takeLease(request))
            case .renew(let lease, let time): try await journal.renew(lease, until: time)
            case .release(let lease): try await journal.release(lease)
            }
            return .done
        } catch {
            return .refused(error)
        }
    }
}

private enum Answer: Equatable {
    case done
    case lease(Lease)
    case refused(JournalError)
}

/// Makes operations that are right often, and wrong often enough.
private struct Play {
    let run: RunID
    private var head = Head.start
    private var pending = Head.start
    private var leases: [Lease] = []
    private var clock: Int64 = 0

    init(run: RunID) { self.run = run }

    mutating func next(_ numbers: inout SeededNumbers) -> Operation {
        clock += Int64.random(in: 0..<600, using: &numbers)
        switch Int.random(in: 0..<10, using: &numbers) {
        case 0: return .takeLease(request(&numbers))
        case 1:
            guard let lease = leases.randomElement(using: &numbers) else {
                return .takeLease(request(&numbers))
            }
            let time = LeaseTime(boot: "boot", milliseconds: clock + 500)
            return Bool.random(using: &numbers) ? .renew(lease, time) : .release(lease)
        default: return .append(batch(&numbers))
        }
    }

    mutating func heed(_ answer: Answer, of operation: Operation) {
        if case .lease(let lease) = answer { leases.append(lease) }
        if case .append = operation, answer == .done { head = pending }
    }

    private func request(_ numbers: inout SeededNumbers) -> LeaseRequest {
        LeaseRequest(
            run,
            Bool.random(using: &numbers) ? .first : .second,
            at: clock,
            boot: Int.random(in: 0..<12, using: &numbers) == 0 ? "other boot" : "boot",
            evenIfHeld: Int.random(in: 0..<3, using: &numbers) == 0
        )
    }

    private mutating func batch(_ numbers: inout SeededNumbers) -> Batch {
        var chain = Chain(run, token: leases.randomElement(using: &numbers)?.token)
        chain.head = Int.random(in: 0..<8, using: &numbers) == 0 ? .start : head
        let count = Int.random(in: 1...3, using: &numbers)
        let changes = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in change(&numbers) }
        let batch = chain.next(count, at: Chain.start + clock, changes: changes)
        pending = chain.head
        return batch
    }

    private func change(_ numbers: inout SeededNumbers) -> ProjectionChange {
        let number = Int.random(in: 0..<3, using: &numbers)
        let time = Timestamp(milliseconds: Chain.start + clock)
        let digest = Digest(of: "\(clock)")
        let status = ["open", "done", "rejected"][number]
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: return .runStarted(workflow: "w\(number)", definition: digest, at: time)
        case 1: return .runStatus(status, at: time)
        case 2: return .messageSent(id: MessageID("m\(number)"), type: "t", from: "a", to: "b")
        case 3: return .messageStatus(id: MessageID("m\(number)"), status)
        case 4:
            let id = DeliverableID("D\(number)")
            return .deliverableProduced(id: id, round: number, producer: "p", digest: digest)
        case 5: return .deliverableStatus(id: DeliverableID("D\(number)"), status)
        case 6: return .gateStatus(id: GateID("g\(number)"), status)
        default:
            return .gateOpened(
                OpenGate(
                    gate: GateID("g\(number)"),
                    round: number,
                    digest: digest,
                    since: time,
                    expires: number == 0 ? nil : time.advanced(byMilliseconds: 5),
                    approvers: Array(["ann", "bob", "\u{FC}"].prefix(number)),
                    minimum: number
                )
            )
        }
    }
}
