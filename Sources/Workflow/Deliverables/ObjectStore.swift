import Glibc

/// Files by what is in them: a file's name is the SHA-256 of its bytes.
///
/// An object is on the disk when a call returns its digest, so that an event may name it. Objects
/// are never changed; one that a crash left behind without an event is harmless.
package struct ObjectStore: Sendable, Hashable {
    /// The folder that holds them, as `ab/cdef…`.
    package let folder: String

    package init(folder: String) { self.folder = folder }

    package func path(of digest: Digest) -> String {
        shelf(of: digest) + "/" + name(of: digest)
    }

    package func contains(_ digest: Digest) -> Bool {
        var status = stat()
        return lstat(path(of: digest), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The bytes of an object, which are what its name says.
    package func read(_ digest: Digest) throws(ObjectError) -> [UInt8] {
        let path = path(of: digest)
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(path)
        } catch {
            if error.isMissing { throw .missing(digest, path: path) }
            throw .unavailable(error)
        }
        guard Digest(of: bytes) == digest else { throw .damaged(digest, path: path) }
        return bytes
    }

    /// Stores `bytes` and returns their name; durable when the call returns.
    package func put(_ bytes: [UInt8]) throws(ObjectError) -> Digest {
        try put([bytes])[0]
    }

    /// Stores several at once, which syncs each folder once only; durable when the call returns.
    package func put(_ objects: [[UInt8]]) throws(ObjectError) -> [Digest] {
        var intake = ObjectIntake(self)
        let digests = try objects.map { object throws(ObjectError) in try intake.take(object) }
        try intake.finish()
        return digests
    }

    /// Stores the bytes of the plain file at `path` without holding all of them in memory.
    package func putFile(
        _ path: String
    ) throws(ObjectError) -> (digest: Digest, bytes: Int) {
        do {
            return try putFile(try OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
        } catch {
            throw .unavailable(error)
        }
    }

    func putFile(
        _ source: borrowing OpenFile
    ) throws(FileError) -> (digest: Digest, bytes: Int) {
        guard try source.isRegular() else {
            throw FileError(path: source.path, operation: "read", code: EINVAL)
        }
        try DurableFile.makeFolder(folder)
        let store = try OpenFile(folder, O_RDONLY | O_DIRECTORY)
        let temporary = DurableFile.temporaryName()
        do {
            let copied = try copy(source, to: temporary, in: store)
            try adopt(temporary, as: copied.digest, from: store)
            return copied
        } catch {
            unlinkat(store.descriptor, temporary, 0)
            throw error
        }
    }

    /// Nobody has a reason to write to an object.
    static let mode: UInt32 = 0o400
    private static let copyBytes = 1 << 18
}

extension ObjectStore {
    func shelf(of digest: Digest) -> String { folder + "/" + digest.hex.prefix(2) }

    func name(of digest: Digest) -> String { String(digest.hex.dropFirst(2)) }

    func openShelf(of digest: Digest) throws(FileError) -> OpenFile {
        let shelf = shelf(of: digest)
        try DurableFile.makeFolder(shelf)
        return try OpenFile(shelf, O_RDONLY | O_DIRECTORY)
    }

    private func copy(
        _ source: borrowing OpenFile,
        to name: String,
        in store: borrowing OpenFile
    ) throws(FileError) -> (digest: Digest, bytes: Int) {
        let target = try store.open(name, O_WRONLY | O_CREAT | O_EXCL, mode: Self.mode)
        var stream = StreamDigest()
        var count = 0
        while true {
            let bytes = try source.read(Self.copyBytes)
            if bytes.isEmpty { break }
            stream.update(bytes)
            try target.write(bytes)
            count += bytes.count
        }
        try target.sync()
        guard let digest = stream.finish() else {
            throw FileError(path: source.path, operation: "digest", code: ENOMEM)
        }
        return (digest, count)
    }

    private func adopt(
        _ temporary: String,
        as digest: Digest,
        from store: borrowing OpenFile
    ) throws(FileError) {
        let shelf = try openShelf(of: digest)
        let name = name(of: digest)
        let (from, to) = (store.descriptor, shelf.descriptor)
        try retrying("rename", path(of: digest)) { renameat(from, temporary, to, name) }
        try shelf.sync()
        try store.sync()
    }
}

/// Why an object could not be stored or read.
package enum ObjectError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(Digest, path: String)
    /// The bytes are not those that the name says.
    case damaged(Digest, path: String)
    case unavailable(FileError)

    package var description: String {
        switch self {
        case .missing(let digest, let path):
            "object \(digest.short) is missing at \(path)"
        case .damaged(let digest, let path):
            "object \(digest.short) at \(path) is not what its name says; restore a copy"
        case .unavailable(let error):
            error.description
        }
    }
}
