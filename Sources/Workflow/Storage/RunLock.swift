internal import CPlatform
import Glibc

/// The lock that says that a living process works on something: a run, a workspace or an attempt.
///
/// The operating system frees it when the process is gone, however it went; it is not inherited
/// by children. The lock file stays, for removing it would let two hold "the" lock.
package final class RunLock: Sendable {
    package let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// A child that is about to become another program still has a copy of the descriptor, which would
    /// keep the lock for that long; unlocking takes it from all copies at once.
    deinit {
        _ = platform_unlock(descriptor)
        close(descriptor)
    }

    /// Takes the lock of a run; nil while another process, or another lock of this one, holds it.
    package static func tryLock(
        _ run: RunID,
        in folder: StateFolder
    ) throws(FileError) -> RunLock? {
        try tryLock(path: path(of: run, in: folder))
    }

    /// Takes the lock that the file at `path` stands for, and makes the file when it is missing.
    package static func tryLock(path: String) throws(FileError) -> RunLock? {
        let descriptor = platform_open(path, O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw .latest("open", path) }
        let taken = platform_try_lock(descriptor)
        guard taken == 1 else {
            let error = FileError.latest("lock", path)
            close(descriptor)
            if taken == 0 { return nil }
            throw error
        }
        let lock = RunLock(path: path, descriptor: descriptor)
        lock.writeHolder()
        return lock
    }

    /// The process that wrote itself into a run's lock last: only somebody to name, never proof.
    package static func holder(of run: RunID, in folder: StateFolder) -> Int? {
        holder(path: path(of: run, in: folder))
    }

    package static func holder(path: String) -> Int? {
        guard let bytes = try? DurableFile.read(path) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
    }

    /// A file that cannot be written is no reason to refuse the lock, which holds all the same.
    private func writeHolder() {
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    }

    /// Ids hold letters, digits and dashes; anything else is spelt out, so that no id names a
    /// file elsewhere.
    private static func path(of run: RunID, in folder: StateFolder) -> String {
        let isPlain = run.text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || $0 == 0x2D
        }
        let name = isPlain ? run.text : "digest-" + Digest(of: run.text).hex
        return folder.locks + "/" + name + ".lock"
    }
}
