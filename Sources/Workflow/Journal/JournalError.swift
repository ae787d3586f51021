/// Why a journal could not be read or written.
package enum JournalError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Somebody else appended first; read the tail and decide again.
    case conflict(run: RunID, expected: Int, found: Int)
    /// Somebody else has taken the run; this process may not write to it any more.
    case fenced(run: RunID, token: Int, current: Int, by: Holder?)
    /// Another process holds the run and its lease has not expired.
    case held(Lease)
    case runExists(RunID)
    case unknownRun(RunID)
    /// The file is a database, but not one of this program.
    case foreign(path: String, found: String)
    /// The file was written by a newer program.
    case newer(path: String, version: Int, known: Int)
    /// What is stored contradicts itself.
    case corrupt(path: String, reason: String)
    /// The disk or the database said no; nothing that was not acknowledged is there.
    case unavailable(path: String, reason: String)

    package var description: String {
        switch self {
        case .conflict(let run, let expected, let found):
            "run '\(run)' went on meanwhile: expected its journal at \(expected), found \(found)"
        case .fenced(let run, let token, let current, let holder):
            "run '\(run)' was taken over"
                + (holder.map { " by \($0)" } ?? "")
                + ": token \(token) is behind \(current), nothing more is written"
        case .held(let lease):
            "run '\(lease.run)' is held by \(lease.holder)"
        case .runExists(let run):
            "run '\(run)' exists already"
        case .unknownRun(let run):
            "no run '\(run)'; 'orchestrate list' shows those that exist"
        case .foreign(let path, let found):
            "\(path) is not a journal of orchestrate (\(found)); it was left untouched"
        case .newer(let path, let version, let known):
            "\(path) has schema version \(version), this program knows up to \(known); "
                + "use the newer program, the file was left untouched"
        case .corrupt(let path, let reason):
            "\(path) is damaged: \(reason); restore a copy, nothing was changed"
        case .unavailable(let path, let reason):
            "\(path) cannot be used: \(reason)"
        }
    }
}
