import Glibc

/// Writes an archive to a file, in one go and durably: it is there whole, or not at all.
package struct TarWriter: ~Copyable {
    private let file: OpenFile
    private let temporary: String
    private let path: String

    /// Begins an archive that will be at `path` when it is finished.
    package init(_ path: String) throws(FileError) {
        let parts = DurableFile.split(path)
        temporary = parts.folder + "/" + DurableFile.temporaryName()
        file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
        self.path = path
    }

    /// Adds a plain file.
    ///
    /// - Throws: `FileError`; `ENAMETOOLONG` for a name that an archive cannot hold.
    package func add(_ name: String, _ bytes: [UInt8]) throws(FileError) {
        guard let header = TarFormat.header(name, bytes: bytes.count) else {
            throw FileError(path: name, operation: "archive", code: ENAMETOOLONG)
        }
        try file.write(header)
        try file.write(bytes)
        let padding = TarFormat.padding(after: bytes.count)
        try file.write([UInt8](repeating: 0, count: padding))
    }

    /// Ends the archive and gives it its name.
    package consuming func finish() throws(FileError) {
        try file.write(TarFormat.end)
        try file.sync()
        let (temporary, path) = (temporary, path)
        try retrying("rename", path) { rename(temporary, path) }
        try DurableFile.syncFolder(DurableFile.split(path).folder)
    }

    /// Removes what was begun.
    package consuming func discard() { unlink(temporary) }
}

/// Reads an archive entry by entry; nothing that it says is done, only told.
package struct TarReader: ~Copyable {
    /// How much of an archive is read before it is refused; each is named in the refusal.
    package struct Limits: Sendable, Hashable {
        package var entries: Int
        package var entryBytes: Int
        package var totalBytes: Int

        package init(entries: Int, entryBytes: Int, totalBytes: Int) {
            self.entries = entries
            self.entryBytes = entryBytes
            self.totalBytes = totalBytes
        }
    }

    private let file: OpenFile
    private let limits: Limits
    private var entries = 0
    private var total = 0

    package init(_ path: String, limits: Limits) throws(FileError) {
        file = try Self.open(path)
        self.limits = limits
    }

    private static func open(_ path: String) throws(FileError) -> OpenFile {
        let file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
        guard try file.isRegular() else {
            throw FileError(path: path, operation: "read", code: EINVAL)
        }
        return file
    }

    /// The next file; nil at the end of the archive, behind which there is nothing.
    ///
    /// `accepts` judges a name before a byte of its file is read.
    package mutating func next(
        _ accepts: (String) throws(TarError) -> Void
    ) throws -> (name: String, bytes: [UInt8])? {
        let block = try exactly(TarFormat.blockBytes)
        if block.allSatisfy({ $0 == 0 }) {
            let last = try exactly(TarFormat.blockBytes)
            guard last.allSatisfy({ $0 == 0 }), try file.read(1).isEmpty else {
                throw TarError("goes on behind its end")
            }
            return nil
        }
        let (name, bytes) = try TarFormat.entry(block)
        try accepts(name)
        entries += 1
        total += bytes
        try bound("bundleEntries", entries, limits.entries)
        try bound("bundleEntryBytes", bytes, limits.entryBytes)
        try bound("bundleBytes", total, limits.totalBytes)
        let content = try exactly(bytes)
        guard try exactly(TarFormat.padding(after: bytes)).allSatisfy({ $0 == 0 }) else {
            throw TarError("has something between '\(name)' and the next file")
        }
        return (name, content)
    }

    private func bound(_ name: String, _ value: Int, _ limit: Int) throws(TarError) {
        if value > limit { throw TarError("is over the limit \(name), which is \(limit)") }
    }

    private func exactly(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(count, Self.pieceBytes))
        while bytes.count < count {
            let piece = try file.read(min(count - bytes.count, Self.pieceBytes))
            if piece.isEmpty { throw TarError("ends too early") }
            bytes += piece
        }
        return bytes
    }

    /// Memory is taken as bytes come, not as a header promises.
    private static let pieceBytes = 1 << 18
}
