internal import GRDB

/// Turns what GRDB and the file system throw into what a journal throws.
enum SQLiteErrors {
    static func journalError(_ error: any Error, path: String) -> JournalError {
        switch error {
        case let error as JournalError: error
        case let error as FileError: .unavailable(path: error.path, reason: error.description)
        case let error as DatabaseError: journalError(error, path: path)
        case let error as MalformedRow: .corrupt(path: path, reason: "\(error)")
        default: .unavailable(path: path, reason: "\(error)")
        }
    }

    private static func journalError(_ error: DatabaseError, path: String) -> JournalError {
        switch error.resultCode {
        case .SQLITE_NOTADB:
            .foreign(path: path, found: "not a database")
        case .SQLITE_CORRUPT:
            .corrupt(path: path, reason: words(error))
        default:
            .unavailable(path: path, reason: words(error))
        }
    }

    private static func words(_ error: DatabaseError) -> String {
        "\(error.message ?? "unknown error"), SQLite code \(error.extendedResultCode.rawValue)"
    }

    /// Whether the connection is as good as before: nothing was written, nothing was lost.
    static func isHarmless(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return error is JournalError }
        return error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
    }
}
