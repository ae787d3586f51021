internal import CPlatform
internal import GRDB
import Glibc
import Synchronization

/// The two connections of a journal, opened and checked, and the lock under which it is written.
final class SQLiteConnections: Sendable {
    /// How long SQLite's own locks are waited for; only a tool that is not ours holds them.
    static let busySeconds = 5.0
    /// A write-ahead log larger than this is checkpointed when the journal is opened.
    static let largeLogBytes = 4 << 20

    let path: String
    let writer: DatabaseQueue
    private let reader: DatabaseQueue
    private let lock: DatabaseLock
    private let failure = Mutex<JournalError?>(nil)

    init(path: String, schema: SQLiteSchema) throws(JournalError) {
        let lock = try DatabaseLock(path: path + ".lock")
        self.path = path
        self.lock = lock
        do {
            (reader, writer) = try lock.hold { () throws(JournalError) in
                try Self.open(path, schema)
            }
        } catch {
            lock.close()
            throw error
        }
    }

    deinit { lock.close() }

    func read<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        do {
            return try reader.inDatabase(body)
        } catch {
            throw SQLiteErrors.journalError(error, path: path)
        }
    }

    /// Carries out `body` on the writing connection while nobody else writes.
    ///
    /// After a failure of the disk nothing more is written through this instance: what SQLite and
    /// the kernel hold in memory is no longer what a restart would find.
    func write<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        if let failure = failure.withLock({ $0 }) { throw failure }
        return try lock.hold { () throws(JournalError) in
            do {
                return try writer.inDatabase(body)
            } catch {
                note(error)
                throw SQLiteErrors.journalError(error, path: path)
            }
        }
    }

    /// Refuses all later writes when `error` says that the disk failed.
    func note(_ error: any Error) {
        if SQLiteErrors.isHarmless(error) { return }
        failure.withLock { $0 = $0 ?? SQLiteErrors.journalError(error, path: path) }
    }
}

extension SQLiteConnections {
    private static func open(
        _ path: String,
        _ schema: SQLiteSchema
    ) throws(JournalError) -> (reader: DatabaseQueue, writer: DatabaseQueue) {
        do {
            if !exists(path) { try SQLiteCreation.create(path, schema) }
            let reader = try DatabaseQueue(path: path, configuration: configuration(readonly: true))
            let version = try reader.inDatabase { try recognise($0, path, schema) }
            let writer = try DatabaseQueue(path: path, configuration: configuration())
            try writer.inDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try makeDurable(database)
                try check(database, path)
                if version < schema.version {
                    try SQLiteCreation.migrate(database, from: version, schema)
                }
                if logBytes(path) > largeLogBytes { try checkpoint(database) }
            }
            return (reader, writer)
        } catch {
            throw SQLiteErrors.journalError(error, path: path)
        }
    }

    static func configuration(readonly: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            let connection = UnsafeMutableRawPointer(database.sqliteConnection)
            let code = platform_no_checkpoint_on_close(connection)
            guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
        return configuration
    }

    /// The schema version of a journal; an error for any other file.
    private static func recognise(
        _ database: Database,
        _ path: String,
        _ schema: SQLiteSchema
    ) throws -> Int {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard application == SQLiteSchema.applicationID else {
            let id = String(application, radix: 16)
            throw JournalError.foreign(path: path, found: "application id 0x\(id)")
        }
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version > 0 else {
            throw JournalError.corrupt(path: path, reason: "it has no schema version")
        }
        guard version <= schema.version else {
            throw JournalError.newer(path: path, version: version, known: schema.version)
        }
        return version
    }

    static func makeDurable(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA mmap_size = 0;
                """
        )
    }

    /// Refuses to go on with settings under which an acknowledged commit could be lost.
    private static func check(_ database: Database, _ path: String) throws {
        let required = [
            ("journal_mode", "wal"), ("synchronous", "2"),
            ("wal_autocheckpoint", "0"), ("mmap_size", "0"),
        ]
        let found = try settings(database)
        for (name, wanted) in required where found[name] != wanted {
            throw JournalError.unavailable(
                path: path,
                reason: "PRAGMA \(name) is \(found[name] ?? "unknown"), \(wanted) is needed"
            )
        }
    }

    static func settings(_ database: Database) throws -> [String: String] {
        let version = try String.fetchOne(database, sql: "SELECT sqlite_version()")
        var found = ["version": version ?? "unknown"]
        for name in ["journal_mode", "synchronous", "wal_autocheckpoint", "mmap_size"] {
            // A library without memory mapping has no such setting, which is as good as zero.
            found[name] = try String.fetchOne(database, sql: "PRAGMA \(name)") ?? "0"
        }
        return found
    }

    /// Moves the log into the database, so that the next commit begins the log anew.
    static func checkpoint(_ database: Database) throws {
        _ = try Row.fetchOne(database.cachedStatement(sql: "PRAGMA wal_checkpoint(PASSIVE)"))
    }

    /// Looked at, never opened: see `SQLiteJournal`.
    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT
    }

    private static func logBytes(_ path: String) -> Int {
        var status = stat()
        return stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
