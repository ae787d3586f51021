internal import CPlatform
import Glibc

/// The lock beside a database under which everybody writes and checkpoints.
///
/// SQLite's own locks allow a commit while another connection checkpoints; in the versions before
/// 3.51.3 that can corrupt the database. Under one `flock` it cannot happen.
struct DatabaseLock: Sendable {
    /// How long to wait for another process before giving up: far longer than any commit takes.
    static let patienceMilliseconds: Int64 = 10_000

    let path: String
    private let descriptor: Int32

    /// Opens the lock file, making it when it is missing.
    init(path: String) throws(JournalError) {
        descriptor = platform_open(path, O_RDWR | O_CREAT, 0o600)
        self.path = path
        guard descriptor >= 0 else {
            throw .unavailable(path: path, reason: FileError.latest("open", path).reason)
        }
    }

    func close() { _ = Glibc.close(descriptor) }

    /// Carries out `body` while nobody else writes.
    func hold<Result>(
        _ body: () throws(JournalError) -> Result
    ) throws(JournalError) -> Result {
        try acquire()
        defer { platform_unlock(descriptor) }
        return try body()
    }

    private func acquire() throws(JournalError) {
        let start = platform_boot_milliseconds()
        var pause: UInt32 = 100
        while true {
            switch platform_try_lock(descriptor) {
            case 1: return
            case 0: break
            default:
                throw .unavailable(path: path, reason: FileError.latest("lock", path).reason)
            }
            guard platform_boot_milliseconds() - start < Self.patienceMilliseconds else {
                throw .unavailable(path: path, reason: "locked by \(holder)")
            }
            usleep(pause)
            pause = min(pause * 2, 5000)
        }
    }

    /// Who holds the lock, looked up only when it is needed: writing it down at every commit
    /// would cost more than it tells.
    private var holder: String {
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            let bytes = try? DurableFile.read("/proc/locks")
        else { return "another process" }
        let inode = ":\(status.st_ino)"
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(inode) {
                return "process \(fields[4])"
            }
        }
        return "another process"
    }
}
