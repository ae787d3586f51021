import Foundation
import Glibc
import Workflow

/// This program's folder among those of all programs of its user, locked for as long as it lives.
///
/// It lies with temporary files and not with the state of a project: a tool looks for settings of
/// its own in every folder above, and is not to find the project's.
final class PrivateArea: Sendable {
    let path: String
    private let lock: Int32

    /// Takes an existing folder, absolute.
    ///
    /// Removes what no living program holds.
    init(in temporary: String) throws {
        let common = temporary + "/orchestrate-validators-\(geteuid())"
        try Self.makeCommon(common)
        // Nobody sweeps between the making of a folder and its locking.
        let gate = try Self.open(common, flags: O_RDONLY | O_DIRECTORY)
        defer { close(gate) }
        while flock(gate, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw FileError(path: common, operation: "lock", code: errno)
            }
        }
        Self.sweep(common)
        path = try UniqueFolder.make(in: common)
        lock = try Self.open(path, flags: O_RDONLY | O_DIRECTORY)
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw FileError(path: path, operation: "lock", code: errno)
        }
    }

    deinit {
        rmdir(path)
        close(lock)
    }

    /// The folder of all; one that somebody else could write in is refused.
    private static func makeCommon(_ path: String) throws {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw FileError(path: path, operation: "make folder", code: errno)
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            throw FileError(path: path, operation: "look at", code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0
        else { throw AgentError("'\(path)' is not this user's alone: remove it") }
    }

    private static func open(_ path: String, flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(path, flags | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FileError(path: path, operation: "open", code: errno)
        }
        return descriptor
    }

    /// Whoever was killed no longer holds the lock of the folder that it left.
    private static func sweep(_ common: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: common)) ?? [] {
            let path = common + "/" + name
            guard let descriptor = try? open(path, flags: O_RDONLY | O_DIRECTORY) else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
