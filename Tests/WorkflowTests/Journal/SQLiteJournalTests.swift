import Foundation
import GRDB
import Testing
import Workflow

@Suite("The SQLite journal")
struct SQLiteJournalTests {
    let folder: TemporaryFolder
    var path: String { folder("journal.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    /// Carries out SQL as a person would with a tool; closing leaves all of it in the one file.
    private func tamper(_ sql: String, name: String = "journal.sqlite") throws {
        let database = try DatabaseQueue(path: folder(name))
        try database.inDatabase { try $0.execute(sql: sql) }
        try database.close()
    }

    private func makeRun(_ run: RunID, events: Int = 1) async throws -> Chain {
        let journal = try SQLiteJournal(path: path)
        var chain = Chain(run)
        try await journal.append(chain.begin())
        for _ in 1..<events { try await journal.append(chain.next()) }
        return chain
    }

    private func openingError() -> JournalError? {
        do throws(JournalError) {
            _ = try SQLiteJournal(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test
    func `has the settings under which nothing acknowledged is lost`() throws {
        let settings = try SQLiteJournal(path: path).settings()
        #expect(settings["journal_mode"] == "wal")
        #expect(settings["synchronous"] == "2")
        #expect(settings["wal_autocheckpoint"] == "0")
        #expect(settings["mmap_size"] == "0")
        #expect(settings["version"]?.hasPrefix("3.") == true)
    }

    @Test
    func `is for its user alone`() async throws {
        _ = try await makeRun("r")
        for suffix in ["", "-wal", "-shm", ".lock"] {
            #expect(try folder.mode("journal.sqlite" + suffix) == 0o600)
        }
        #expect(try folder.names().contains("journal.sqlite.new") == false)
    }

    @Test
    func `is there again when it is opened again`() async throws {
        let chain = try await makeRun("r", events: 5)
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.head(of: "r") == chain.head)
        #expect(try await journal.history(of: "r", after: 0, limit: nil).count == 5)
    }

    @Test
    func `does not checkpoint when it is closed`() async throws {
        var journal: SQLiteJournal? = try SQLiteJournal(path: path)
        var chain = Chain("r")
        try await journal?.append(chain.begin())
        let before = try folder.bytes("journal.sqlite")
        let log = try folder.bytes("journal.sqlite-wal")
        journal = nil
        #expect(try folder.bytes("journal.sqlite") == before)
        #expect(try folder.bytes("journal.sqlite-wal") == log)
        #expect(log.count > 0)
    }

    @Test
    func `keeps its log short over thousands of commits`() async throws {
        let journal = try SQLiteJournal(path: path)
        var chain = Chain("r")
        try await journal.append(chain.begin())
        for _ in 0..<5000 { try await journal.append(chain.next()) }
        #expect(try folder.bytes("journal.sqlite-wal").count < 6 << 20)
        #expect(try await journal.head(of: "r")?.sequence == 5001)
    }

    @Test
    func `keeps its log short over many short openings`() async throws {
        var chain = try await makeRun("r")
        for _ in 0..<30 {
            let journal = try SQLiteJournal(path: path)
            for _ in 0..<100 { try await journal.append(chain.next()) }
        }
        #expect(try folder.bytes("journal.sqlite-wal").count < 8 << 20)
    }

    @Test
    func `finishes a creation that a crash broke off`() async throws {
        try folder.write("half a database", to: "journal.sqlite.new")
        try folder.write("its log", to: "journal.sqlite.new-journal")
        let chain = try await makeRun("r")
        #expect(try await SQLiteJournal(path: path).head(of: "r") == chain.head)
        #expect(
            try folder.names() == [
                "journal.sqlite", "journal.sqlite-shm", "journal.sqlite-wal",
                "journal.sqlite.lock",
            ]
        )
    }

    @Test
    func `of a newer program is refused and left as it is`() async throws {
        _ = try await makeRun("r")
        try tamper("PRAGMA user_version = 99")
        let before = try folder.bytes("journal.sqlite")
        let known = SQLiteSchema.current.version
        #expect(openingError() == .newer(path: path, version: 99, known: known))
        #expect(try folder.bytes("journal.sqlite") == before)
    }

    @Test
    func `is not made of another program's database`() throws {
        try tamper("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
        let before = try folder.bytes("journal.sqlite")
        #expect(openingError() == .foreign(path: path, found: "application id 0x0"))
        #expect(try folder.bytes("journal.sqlite") == before)
    }

    @Test(arguments: ["", "no database at all", String(repeating: "text\n", count: 2000)])
    func `is not made of a file that is no database`(text: String) throws {
        try folder.write(text, to: "journal.sqlite")
        guard case .foreign = openingError() else {
            Issue.record("expected it to be refused as foreign")
            return
        }
        #expect(try folder.bytes("journal.sqlite") == Data(text.utf8))
    }

    @Test
    func `that was cut short is refused and left as it is`() async throws {
        _ = try await makeRun("r", events: 300)
        try tamper("PRAGMA wal_checkpoint(TRUNCATE)")
        let whole = try folder.bytes("journal.sqlite")
        for length in [whole.count / 2, 4096, 100, 50] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            switch openingError() {
            case .corrupt, .foreign: break
            case let other: Issue.record("\(length) bytes: \(String(describing: other))")
            }
            #expect(try folder.bytes("journal.sqlite") == whole.prefix(length))
        }
    }

    @Test
    func `answers damage inside with an error`() async throws {
        _ = try await makeRun("r")
        try tamper("UPDATE run SET head_hash = 'xyz', started = 'soon'")
        let journal = try SQLiteJournal(path: path)
        let error = try await journalError { _ = try await journal.head(of: "r") }
        #expect(
            error
                == .corrupt(
                    path: path,
                    reason: "table 'run' has a 'head_hash' that cannot be read"
                )
        )
    }

    @Test
    func `names the folder that is not there`() throws {
        let missing = folder("none/journal.sqlite")
        do throws(JournalError) {
            _ = try SQLiteJournal(path: missing)
            Issue.record("expected an error")
        } catch {
            #expect(
                error
                    == .unavailable(path: missing + ".lock", reason: "No such file or directory")
            )
        }
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
    func `says that a folder cannot be written`() throws {
        try folder.setMode(0o500, of: ".")
        defer { try? folder.setMode(0o700, of: ".") }
        #expect(
            openingError() == .unavailable(path: path + ".lock", reason: "Permission denied")
        )
    }

    @Test
    func `is brought forward in one step or not at all`() async throws {
        let chain = try await makeRun("r")
        let old = SQLiteSchema.current.migrations
        let broken = SQLiteSchema(
            migrations: old + [["CREATE TABLE extra (x)"], ["CREATE TABLE extra (x)"]]
        )
        #expect(throws: JournalError.self) { try SQLiteJournal(path: path, schema: broken) }
        let journal = try SQLiteJournal(path: path)
        #expect(try await journal.head(of: "r") == chain.head)
        let next = SQLiteSchema(migrations: old + [["CREATE TABLE extra (x)"]])
        #expect(try await SQLiteJournal(path: path, schema: next).head(of: "r") == chain.head)
        #expect(openingError() == .newer(path: path, version: old.count + 1, known: old.count))
    }
}
