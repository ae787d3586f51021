import Glibc

/// The files that a path or pattern names, sorted, and what was left out with the reason.
package struct WorkspaceListing: Sendable, Hashable {
    package var files: [WorkspacePath] = []
    /// What is there but no plain file with a proper name, by its path.
    package var leftOut: [String: String] = [:]
}

extension WorkspaceFolder {
    /// More files than this are refused, so that no folder exhausts memory.
    package static let maximumFiles = 100_000

    /// The plain files that `pattern` names.
    ///
    /// A file names itself, a folder everything below it. In a component `*` stands for any
    /// characters but a leading dot; such a pattern names files only.
    package func files(_ pattern: String) throws(WorkspaceError) -> WorkspaceListing {
        let path: WorkspacePath
        do {
            path = try WorkspacePath(pattern.hasSuffix("/") ? String(pattern.dropLast()) : pattern)
        } catch {
            throw .refused(error)
        }
        var walk = WorkspaceWalk(limit: Self.maximumFiles)
        do {
            let root = try openFolder([])
            try walk.match(ArraySlice(path.components), in: root, at: [])
        } catch {
            throw .unavailable(path, error)
        }
        if walk.isFull { throw .tooMany(pattern, limit: Self.maximumFiles) }
        walk.listing.files.sort()
        return walk.listing
    }
}

/// Goes through folders by descriptors, never through links.
private struct WorkspaceWalk {
    let limit: Int
    var listing = WorkspaceListing()
    var isFull: Bool { listing.files.count > limit }

    mutating func match(
        _ components: ArraySlice<String>,
        in folder: borrowing OpenFile,
        at parents: [String]
    ) throws(FileError) {
        guard let wanted = components.first else { return }
        let isPattern = wanted.contains("*")
        let names =
            isPattern ? try names(in: folder, parents).filter { matches($0, wanted) } : [wanted]
        for name in names where !isFull {
            guard let kind = folder.kind(of: name) else { continue }
            let path = parents + [name]
            let isLast = components.count == 1
            if kind == S_IFDIR, !isLast {
                let inner = try folder.open(name, O_RDONLY | O_DIRECTORY)
                try match(components.dropFirst(), in: inner, at: path)
            } else if kind == S_IFDIR, !isPattern {
                try collect(try folder.open(name, O_RDONLY | O_DIRECTORY), at: path)
            } else if kind != S_IFDIR, isLast || kind == S_IFLNK {
                add(path, kind)
            }
        }
    }

    private mutating func collect(
        _ folder: consuming OpenFile,
        at parents: [String]
    ) throws(FileError) {
        for name in try names(in: folder, parents) where !isFull {
            guard let kind = folder.kind(of: name) else { continue }
            if kind == S_IFDIR, name.lowercased() != ".git" {
                let inner = try folder.open(name, O_RDONLY | O_DIRECTORY)
                try collect(inner, at: parents + [name])
            } else {
                add(parents + [name], kind)
            }
        }
    }

    /// The names in a folder, sorted; one that is not UTF-8 cannot be a path and is left out.
    private mutating func names(
        in folder: borrowing OpenFile,
        _ parents: [String]
    ) throws(FileError) -> [String] {
        var names: [String] = []
        for bytes in try folder.names() {
            if let name = String(validating: bytes, as: UTF8.self) {
                names.append(name)
            } else {
                let shown = parents + [String(decoding: bytes, as: UTF8.self)]
                listing.leftOut[shown.joined(separator: "/")] = "its name is not UTF-8"
            }
        }
        return names.sorted()
    }

    private mutating func add(_ components: [String], _ kind: mode_t) {
        let text = components.joined(separator: "/")
        let name = components.last ?? ""
        if name.hasPrefix(WorkspaceFolder.temporaryPrefix),
            name.hasSuffix(WorkspaceFolder.temporarySuffix)
        {
            listing.leftOut[text] = "a file that was being written when a process ended"
            return
        }
        switch kind {
        case S_IFREG:
            do {
                listing.files.append(try WorkspacePath(text))
            } catch {
                listing.leftOut[text] = error.reason
            }
        case S_IFLNK: listing.leftOut[text] = "a symbolic link"
        case S_IFDIR: listing.leftOut[text] = "a repository's own folder"
        default: listing.leftOut[text] = "not a plain file"
        }
    }

    /// Whether `name` is what `pattern` says, where `*` stands for any characters.
    private func matches(_ name: String, _ pattern: String) -> Bool {
        if name.hasPrefix("."), !pattern.hasPrefix(".") { return false }
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, name.hasPrefix(first),
            name.hasSuffix(last), name.utf8.count >= first.utf8.count + last.utf8.count
        else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}

extension OpenFile {
    fileprivate borrowing func names() throws(FileError) -> [[UInt8]] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw .latest("list", path) }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                Array(bytes.prefix { $0 != 0 })
            }
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        return names
    }

    /// The file type bits of an entry, without following a link; nil when it is gone.
    fileprivate borrowing func kind(of name: String) -> mode_t? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }
}
