import Glibc

/// The folder that a run works in, entered only through checked paths and never through a
/// symbolic link below it.
///
/// Every component is opened inside the one before, so that nothing that is swapped meanwhile
/// leads elsewhere.
package struct WorkspaceFolder: Sendable, Hashable {
    /// The folder itself, which the person chose: it may be reached through links.
    package let root: String

    package init(root: String) { self.root = root }

    /// The bytes of a plain file, refused when there are more than `limit`.
    package func read(
        _ path: WorkspacePath,
        limit: Int = .max
    ) throws(WorkspaceError) -> [UInt8] {
        let file = try openFile(path)
        let bytes = try access(path) { () throws(FileError) in
            try file.size() <= limit ? try file.readAll() : nil
        }
        guard let bytes else { throw .tooLarge(path, limit: limit) }
        return bytes
    }

    /// Puts a plain file's bytes into a store and says what they are; durable when `intake` has been
    /// finished.
    package func capture(
        _ path: WorkspacePath,
        in intake: inout ObjectIntake
    ) throws(WorkspaceError) -> DeliverableFile {
        let file = try openFile(path)
        let stored = try access(path) { () throws(FileError) in try intake.take(file) }
        return DeliverableFile(path: path.text, digest: stored.digest, bytes: stored.bytes)
    }

    /// The digest of a plain file as it is now.
    package func digest(_ path: WorkspacePath) throws(WorkspaceError) -> Digest {
        Digest(of: try read(path))
    }

    /// Replaces a file durably, making the folders above it.
    package func write(
        _ bytes: [UInt8],
        to path: WorkspacePath,
        mode: UInt32 = 0o644
    ) throws(WorkspaceError) {
        try write([(path, bytes)], mode: mode)
    }

    /// Replaces several files, each as a whole, making the folders above them; durable when the call
    /// returns.
    package func write(
        _ files: [(path: WorkspacePath, bytes: [UInt8])],
        mode: UInt32 = 0o644
    ) throws(WorkspaceError) {
        var batch = DurableBatch()
        var folders: [ArraySlice<String>: SharedFile] = [:]
        for (path, bytes) in files {
            try access(path) { () throws(FileError) in
                let components = path.components.dropLast()
                let folder = try folder(components, of: &folders)
                try batch.add(
                    bytes,
                    as: path.name,
                    in: folder,
                    mode: mode,
                    by: Self.temporaryName(of: path)
                )
            }
        }
        guard let last = files.last?.path else { return }
        try access(last) { () throws(FileError) in try batch.finish() }
    }

    private func folder(
        _ components: ArraySlice<String>,
        of known: inout [ArraySlice<String>: SharedFile]
    ) throws(FileError) -> SharedFile {
        if let folder = known[components] { return folder }
        var folder = try OpenFile(root, O_RDONLY | O_DIRECTORY)
        for name in components {
            let parent = folder.descriptor
            if mkdirat(parent, name, 0o755) == 0 { try folder.sync() }
            folder = try folder.open(name, O_RDONLY | O_DIRECTORY)
        }
        let made = SharedFile(folder)
        known[components] = made
        return made
    }

    /// The name of a file while it is written: always the same, so that what a crash left there is
    /// replaced when the same file is written again, and no workspace keeps it.
    static func temporaryName(of path: WorkspacePath) -> String {
        temporaryPrefix + Digest(of: path.text).hex.prefix(24) + temporarySuffix
    }

    static let temporaryPrefix = ".orchestrate-"
    static let temporarySuffix = ".tmp"

    /// Makes a command's changes to files durable, with the folders that name them.
    package func sync(_ paths: [WorkspacePath]) throws(WorkspaceError) {
        for path in paths {
            let file = try openFile(path)
            try access(path) { () throws(FileError) in
                try file.sync()
                for depth in (0..<path.components.count).reversed() {
                    try openFolder(path.components.prefix(depth)).sync()
                }
            }
        }
    }

    private func openFile(_ path: WorkspacePath) throws(WorkspaceError) -> OpenFile {
        do throws(FileError) {
            let folder = try openFolder(path.components.dropLast())
            let file = try folder.open(path.name, O_RDONLY | O_NONBLOCK | O_NOCTTY)
            guard try file.isRegular() else {
                throw FileError(path: file.path, operation: "open", code: EISDIR)
            }
            return file
        } catch {
            throw refusal(path, error)
        }
    }

    func openFolder(_ components: some Sequence<String>) throws(FileError) -> OpenFile {
        var folder = try OpenFile(root, O_RDONLY | O_DIRECTORY)
        for name in components { folder = try folder.open(name, O_RDONLY | O_DIRECTORY) }
        return folder
    }

    private func access<Result>(
        _ path: WorkspacePath,
        _ body: () throws(FileError) -> Result
    ) throws(WorkspaceError) -> Result {
        do {
            return try body()
        } catch {
            throw refusal(path, error)
        }
    }

    /// A link shows as "too many links" where a file is opened, and as "not a folder" where a
    /// folder is.
    private func refusal(_ path: WorkspacePath, _ error: FileError) -> WorkspaceError {
        switch error.code {
        case ENOENT: .missing(path)
        case ELOOP: .symbolicLink(path)
        case ENOTDIR: isLink(error.path) ? .symbolicLink(path) : .missing(path)
        case ENXIO, EISDIR: .notAFile(path)
        default: .unavailable(path, error)
        }
    }

    private func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

/// Why a file of a workspace was not read or written.
package enum WorkspaceError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(WorkspacePath)
    case symbolicLink(WorkspacePath)
    case notAFile(WorkspacePath)
    case tooLarge(WorkspacePath, limit: Int)
    case tooMany(String, limit: Int)
    case unavailable(WorkspacePath, FileError)
    case refused(WorkspacePathError)

    package var description: String {
        switch self {
        case .missing(let path): "no file '\(path)' in the workspace"
        case .symbolicLink(let path): "'\(path)' leads through a symbolic link; it was not followed"
        case .notAFile(let path): "'\(path)' is not a plain file"
        case .tooLarge(let path, let limit): "'\(path)' is larger than \(limit) bytes"
        case .tooMany(let pattern, let limit): "'\(pattern)' names more than \(limit) files"
        case .unavailable(let path, let error): "'\(path)' cannot be used: \(error)"
        case .refused(let error): error.description
        }
    }
}
