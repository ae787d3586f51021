import Testing
import Workflow

@Suite("Appends of many runs at once")
struct GroupCommitTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Store.allCases)
    func `all arrive, each run's in its order`(store: Store) async throws {
        let journal = try store.open(in: folder)
        let heads = try await withThrowingTaskGroup(of: Chain.self) { group in
            for number in 0..<32 {
                group.addTask {
                    var chain = Chain(RunID("r\(number)"))
                    try await journal.append(chain.begin())
                    for _ in 0..<20 { try await journal.append(chain.next()) }
                    return chain
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for chain in heads {
            #expect(try await journal.head(of: chain.run) == chain.head)
            let found = try await JournalVerifier(journal).verify(chain.run, kept: chain.head)
            #expect(found.firstBreak == nil)
            #expect(found.events == 21)
        }
    }

    @Test(arguments: Store.allCases)
    func `fail alone when they conflict`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var shared = Chain("shared")
        try await journal.append(shared.begin())
        let position = shared
        let outcomes = try await withThrowingTaskGroup(of: Bool?.self) { group in
            for number in 0..<64 {
                group.addTask {
                    if number.isMultiple(of: 2) {
                        var chain = Chain(RunID("r\(number)"))
                        try await journal.append(chain.begin())
                        return nil
                    }
                    var rival = position
                    let batch = rival.next(at: Chain.start + Int64(number))
                    return try await journalError { try await journal.append(batch) } == nil
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == true }.count == 1)
        #expect(outcomes.filter { $0 == false }.count == 31)
        #expect(try await journal.runs(withPrefix: "r", limit: 99).count == 32)
        #expect(try await journal.head(of: "shared")?.sequence == 2)
    }

    @Test
    func `of two openings of one file lose nothing`() async throws {
        let path = folder("journal.sqlite")
        let journals = [try SQLiteJournal(path: path), try SQLiteJournal(path: path)]
        try await withThrowingTaskGroup { group in
            for number in 0..<16 {
                let journal = journals[number % 2]
                group.addTask {
                    var chain = Chain(RunID("r\(number)"))
                    try await journal.append(chain.begin())
                    for _ in 0..<60 { try await journal.append(chain.next()) }
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<16 {
            let run = RunID("r\(number)")
            let found = try await JournalVerifier(journals[0]).verify(run)
            #expect(found.firstBreak == nil)
            #expect(found.events == 61)
        }
    }

    @Test
    func `of one run through two openings take turns`() async throws {
        let path = folder("journal.sqlite")
        let journals = [try SQLiteJournal(path: path), try SQLiteJournal(path: path)]
        var chain = Chain("r")
        try await journals[0].append(chain.begin())
        let appended = try await withThrowingTaskGroup(of: Int.self) { group in
            for journal in journals {
                group.addTask { try await Self.appendWithRetries(journal, "r", 100) }
            }
            return try await group.reduce(0, +)
        }
        #expect(appended == 200)
        #expect(try await journals[0].head(of: "r")?.sequence == 201)
        #expect(try await JournalVerifier(journals[1]).verify("r").firstBreak == nil)
    }

    /// Appends `count` events, each again at the new position when somebody was faster.
    private static func appendWithRetries(
        _ journal: any Journal,
        _ run: RunID,
        _ count: Int
    ) async throws -> Int {
        var appended = 0
        while appended < count {
            var chain = Chain(run)
            chain.head = try await journal.head(of: run) ?? .start
            let batch = chain.next()
            let error = try await journalError { try await journal.append(batch) }
            switch error {
            case nil: appended += 1
            case .conflict: continue
            default: throw error ?? .unknownRun(run)
            }
        }
        return appended
    }
}
