import Glibc
import Synchronization

/// Writes files so that after a power cut either the old or the whole new one is there.
///
/// A name is durable only when its folder has been synced too, and a new folder only when its
/// parent has; the standard library's writers do neither.
package enum DurableFile {
    /// Replaces `path` by `bytes`, durable when the call returns; its folder must exist.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        mode: UInt32 = 0o600
    ) throws(FileError) {
        let parts = split(path)
        let folder = try OpenFile(parts.folder, O_RDONLY | O_DIRECTORY)
        try write(bytes, to: parts.name, in: folder, mode: mode)
        try folder.sync()
    }

    /// As `write`, but the name is durable only after `folder` has been synced.
    ///
    /// `temporary` is the name until the file is whole; what a crash left there is replaced.
    static func write(
        _ bytes: [UInt8],
        to name: String,
        in folder: borrowing OpenFile,
        mode: UInt32,
        by temporary: String = temporaryName()
    ) throws(FileError) {
        unlinkat(folder.descriptor, temporary, 0)
        do {
            let file = try folder.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
            try file.write(bytes)
            try file.sync()
            try rename(temporary, to: name, in: folder)
        } catch {
            unlinkat(folder.descriptor, temporary, 0)
            throw error
        }
    }

    static func rename(
        _ old: String,
        to new: String,
        in folder: borrowing OpenFile
    ) throws(FileError) {
        let descriptor = folder.descriptor
        try retrying("rename", folder.path + "/" + new) {
            renameat(descriptor, old, descriptor, new)
        }
    }

    /// Makes a folder and those above it that are missing, each durable in its parent.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
        if isFolder(path) { return }
        let parts = split(path)
        if parts.folder != path { try makeFolder(parts.folder, mode: mode) }
        guard mkdir(path, mode) == 0 || (errno == EEXIST && isFolder(path)) else {
            throw .latest("make folder", path)
        }
        try syncFolder(parts.folder)
    }

    /// Makes the names in a folder durable.
    package static func syncFolder(_ path: String) throws(FileError) {
        try OpenFile(path, O_RDONLY | O_DIRECTORY).sync()
    }

    /// The bytes of a plain file.
    package static func read(_ path: String) throws(FileError) -> [UInt8] {
        let file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
        guard try file.isRegular() else {
            throw FileError(path: path, operation: "read", code: EINVAL)
        }
        return try file.readAll()
    }

    /// A name that no other write of this or a living other process uses.
    static func temporaryName() -> String {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return ".\(getpid()).\(platformStart).\(number).tmp"
    }

    private static let counter = Atomic<Int>(0)

    /// Tells two processes with the same id apart, so that a leftover is never in the way.
    private static let platformStart: Int = {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }()

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.index(after: slash)...]))
    }
}
