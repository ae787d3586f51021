import GRDB
import Testing
import Workflow

@Suite("Verification")
struct JournalVerifierTests {
    let folder: TemporaryFolder
    let journal: SQLiteJournal

    init() throws {
        folder = try TemporaryFolder()
        journal = try SQLiteJournal(path: folder("journal.sqlite"))
    }

    /// A run of eight events with a gate and a message, and what its events make of its rows.
    private func makeRun() async throws -> (Head, JournalVerifier.Changes) {
        var chain = Chain("r")
        var changes: [Int: [ProjectionChange]] = [
            3: [.messageSent(id: "m3", type: "build", from: "engine", to: "builder")],
            5: [.messageStatus(id: "m3", "handled")],
            8: [.runStatus("completed", at: Timestamp(milliseconds: Chain.start + 8))],
        ]
        let first = chain.begin()
        changes[1] = first.changes
        try await journal.append(first)
        for number in 2...8 {
            let time = Chain.start + Int64(number)
            try await journal.append(chain.next(at: time, changes: changes[number] ?? []))
        }
        return (chain.head, { $0.flatMap { changes[$0.sequence] ?? [] } })
    }

    /// Changes what is stored behind the journal's back.
    private func tamper(_ sql: String) throws {
        let database = try DatabaseQueue(path: folder("journal.sqlite"))
        try database.inDatabase { try $0.execute(sql: sql) }
    }

    @Test
    func `finds nothing in a journal that nobody touched`() async throws {
        let (head, changes) = try await makeRun()
        let found = try await JournalVerifier(journal).verify("r", kept: head, changes: changes)
        #expect(found.firstBreak == nil)
        #expect(found.events == 8)
        #expect(found.head == head)
    }

    @Test
    func `of a run that does not exist says so`() async throws {
        let error = try await journalError { _ = try await JournalVerifier(journal).verify("no") }
        #expect(error == .unknownRun("no"))
    }

    static let tamperings: [(sql: String, sequence: Int?, words: String)] = [
        ("UPDATE event SET body = replace(body, '4', '5') WHERE sequence = 4", 4, "its text gives"),
        ("UPDATE event SET type = 'step.failed' WHERE sequence = 2", 2, "is stored with type"),
        ("UPDATE event SET time = time + 1 WHERE sequence = 6", 6, "is stored with time"),
        ("DELETE FROM event WHERE sequence = 5", 5, "is missing"),
        ("DELETE FROM event WHERE sequence = 1", 1, "is missing"),
        ("UPDATE event SET hash = previous_hash WHERE sequence = 7", 7, "its text gives"),
        ("UPDATE event SET previous_hash = hash WHERE sequence = 7", 7, "as the hash before it"),
        (
            """
            UPDATE event SET sequence = 99 WHERE sequence = 3;
            UPDATE event SET sequence = 3 WHERE sequence = 4;
            UPDATE event SET sequence = 4 WHERE sequence = 99
            """, 3, "as the hash before it"
        ),
        ("DELETE FROM event WHERE sequence = 8", nil, "its row says that it ends with event 8"),
        ("UPDATE run SET head_sequence = 7", nil, "its row says that it ends with event 7"),
        ("UPDATE run SET status = 'waiting'", nil, "its row has the status 'waiting'"),
        ("DELETE FROM run", nil, "its row is missing"),
        ("DELETE FROM message", nil, "the row of message 'm3' is missing"),
        ("UPDATE message SET status = 'sent'", nil, "the row of message 'm3' is not what"),
        (
            "INSERT INTO deliverable VALUES ('r', 'D9', 1, 'x', '\(Digest.zero)', 'passed')",
            nil, "deliverable 'D9' has a row, but no event"
        ),
    ]

    @Test(arguments: tamperings.indices)
    func `names the first thing that does not hold`(index: Int) async throws {
        let (head, changes) = try await makeRun()
        let (sql, sequence, words) = Self.tamperings[index]
        try tamper(sql)
        let found = try await JournalVerifier(journal).verify("r", changes: changes)
        let firstBreak = try #require(found.firstBreak, "\(sql)")
        #expect(firstBreak.sequence == sequence)
        #expect(firstBreak.description.contains(words))
        #expect(found.head.sequence <= head.sequence)
    }

    @Test
    func `finds a tail that was cut off only with a head that was kept`() async throws {
        let (head, _) = try await makeRun()
        let events = try await journal.history(of: "r", after: 0, limit: 6)
        let last = try #require(events.last)
        try tamper(
            """
            DELETE FROM event WHERE sequence > 6;
            UPDATE run SET head_sequence = 6, head_hash = '\(last.hash)',
                head_time = \(last.time.milliseconds)
            """
        )
        let without = try await JournalVerifier(journal).verify("r")
        #expect(without.firstBreak == nil)
        let with = try await JournalVerifier(journal).verify("r", kept: head)
        #expect(with.firstBreak?.sequence == 7)
    }

    @Test
    func `finds a history that was written anew`() async throws {
        let (head, _) = try await makeRun()
        let forged = Head(sequence: 4, hash: Digest(of: "other"), time: head.time)
        let found = try await JournalVerifier(journal).verify("r", kept: forged)
        #expect(found.firstBreak?.sequence == 4)
    }

    @Test(arguments: [
        "DELETE FROM message; UPDATE run SET status = 'nonsense', workflow = ''",
        "DELETE FROM run",
    ])
    func `makes derived rows anew`(sql: String) async throws {
        let (head, changes) = try await makeRun()
        let before = try await journal.projections(of: "r")
        try tamper(sql)
        let verifier = JournalVerifier(journal)
        try await verifier.rebuildProjections(run: "r", changes: changes)
        #expect(try await journal.projections(of: "r") == before)
        let found = try await verifier.verify("r", kept: head, changes: changes)
        #expect(found.firstBreak == nil)
    }

    @Test
    func `makes nothing of a chain that is broken`() async throws {
        let (_, changes) = try await makeRun()
        try tamper("DELETE FROM event WHERE sequence = 5; DELETE FROM message")
        let error = try await journalError {
            try await JournalVerifier(journal).rebuildProjections(run: "r", changes: changes)
        }
        guard case .corrupt = error else {
            Issue.record("expected a refusal, found \(String(describing: error))")
            return
        }
        #expect(try await journal.projections(of: "r")?.messages.isEmpty == true)
    }
}
