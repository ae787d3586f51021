import Testing
import Workflow

@Suite("Every journal", .serialized)
struct JournalTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Store.allCases)
    func `gives back what was appended, in order and in pages`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        let batches = [chain.begin(), chain.next(3), chain.next(1)]
        for batch in batches { try await journal.append(batch) }
        let events = batches.flatMap(\.events)
        #expect(try await journal.history(of: "r", after: 0, limit: nil) == events)
        #expect(try await journal.history(of: "r", after: 1, limit: 2) == Array(events[1..<3]))
        #expect(try await journal.history(of: "r", after: 5, limit: nil) == [])
        #expect(try await journal.history(of: "other", after: 0, limit: nil) == [])
        #expect(try await journal.head(of: "r") == chain.head)
        #expect(try await journal.head(of: "other") == nil)
    }

    @Test(arguments: Store.allCases)
    func `keeps the definition that a run began with`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        try await journal.append(chain.begin())
        #expect(try await journal.definition(Digest(of: "name: trial")) == "name: trial")
        #expect(try await journal.definition(.zero) == nil)
    }

    @Test(arguments: Store.allCases)
    func `refuses an append at a position that has passed`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        try await journal.append(chain.begin())
        var late = chain
        try await journal.append(chain.next())
        let error = try await journalError { try await journal.append(late.next()) }
        #expect(error == .conflict(run: "r", expected: 1, found: 2))
        #expect(try await journal.head(of: "r") == chain.head)
    }

    @Test(arguments: Store.allCases)
    func `refuses an append after another event of the same number`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        var other = Chain("r")
        try await journal.append(chain.begin())
        _ = other.begin(at: Chain.start + 5)
        let error = try await journalError { try await journal.append(other.next()) }
        #expect(error == .conflict(run: "r", expected: 1, found: 1))
    }

    @Test(arguments: Store.allCases)
    func `begins a run once`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        var again = Chain("r")
        try await journal.append(chain.begin())
        let error = try await journalError { try await journal.append(again.begin()) }
        #expect(error == .runExists("r"))
        var unknown = Chain("other")
        _ = unknown.begin()
        let other = try await journalError { try await journal.append(unknown.next()) }
        #expect(other == .unknownRun("other"))
    }

    @Test(arguments: Store.allCases)
    func `refuses events that do not follow one another`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        let batch = chain.next(2)
        let events = [batch.events[1], batch.events[0]]
        let broken = Batch(run: "r", after: .start, events: events, changes: [], token: nil)
        let empty = Batch(run: "r", after: .start, events: [], changes: [], token: nil)
        for refused in [broken, empty] {
            let error = try await journalError { try await journal.append(refused) }
            guard case .corrupt = error else {
                Issue.record("expected a refusal, found \(String(describing: error))")
                return
            }
        }
        #expect(try await journal.head(of: "r") == nil)
    }

    @Test(arguments: Store.allCases)
    func `lists runs from the latest, in pages`(store: Store) async throws {
        let journal = try store.open(in: folder)
        for number in 0..<7 {
            var chain = Chain(RunID("r\(number)"))
            // Runs 3 and 4 began in the same millisecond.
            try await journal.append(chain.begin(at: Chain.start + Int64(number == 4 ? 3 : number)))
        }
        let first = try await journal.runs(limit: 3, before: nil)
        #expect(first.map(\.run) == ["r6", "r5", "r4"])
        let second = try await journal.runs(limit: 3, before: "r4")
        #expect(second.map(\.run) == ["r3", "r2", "r1"])
        let third = try await journal.runs(limit: 3, before: "r1")
        #expect(third.map(\.run) == ["r0"])
        #expect(try await journal.runs(limit: 3, before: "none") == [])
        #expect(first[0].workflow == "trial")
        #expect(first[0].definition == Digest(of: "name: trial"))
    }

    @Test(arguments: Store.allCases)
    func `finds runs by the beginning of their id`(store: Store) async throws {
        let journal = try store.open(in: folder)
        for run in ["ab-1", "ab-2", "ab", "ac", "b%"] as [RunID] {
            var chain = Chain(run)
            try await journal.append(chain.begin())
        }
        #expect(
            try await journal.runs(withPrefix: "ab", limit: 9).map(\.run) == ["ab", "ab-1", "ab-2"]
        )
        #expect(try await journal.runs(withPrefix: "ab", limit: 2).map(\.run) == ["ab", "ab-1"])
        #expect(try await journal.runs(withPrefix: "%", limit: 9) == [])
        #expect(try await journal.runs(withPrefix: "", limit: 9).count == 5)
    }
}
