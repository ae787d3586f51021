internal import GRDB
import Glibc

/// Makes and migrates journal databases, always under the journal's lock.
enum SQLiteCreation {
    /// Makes a database under another name and renames it when it is complete and on the disk,
    /// so that no crash leaves half of one.
    static func create(_ path: String, _ schema: SQLiteSchema) throws {
        let temporary = path + ".new"
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporary + suffix) }
        // SQLite gives a log the permissions of its database.
        try OpenFile(temporary, O_RDWR | O_CREAT | O_EXCL, mode: 0o600).sync()
        try fill(temporary, schema)
        let parts = DurableFile.split(path)
        let folder = try OpenFile(parts.folder, O_RDONLY | O_DIRECTORY)
        try folder.adopt(DurableFile.split(temporary).name, as: parts.name)
    }

    private static func fill(_ path: String, _ schema: SQLiteSchema) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.inDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = EXTRA")
            try migrate(database, from: 0, schema)
            // The mode is kept in the file; closing removes the log again.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try database.close()
        try OpenFile(path, O_RDWR).sync()
    }

    /// Brings a database forward to the schema's version, in one transaction or not at all.
    static func migrate(_ database: Database, from version: Int, _ schema: SQLiteSchema) throws {
        try database.inTransaction(.immediate) {
            for statements in schema.migrations.dropFirst(version) {
                for statement in statements { try database.execute(sql: statement) }
            }
            try database.execute(sql: "PRAGMA application_id = \(SQLiteSchema.applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(schema.version)")
            return .commit
        }
    }
}

extension OpenFile {
    /// Renames an entry and makes the new name durable.
    fileprivate borrowing func adopt(_ old: String, as new: String) throws(FileError) {
        try DurableFile.rename(old, to: new, in: self)
        try sync()
    }
}
