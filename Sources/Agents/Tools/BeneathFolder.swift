internal import CPlatform
import Foundation
import Workflow

/// The workspace as agents' tools enter it: through `openat2`, which leaves neither the folder nor
/// follows a link, or component by component where the kernel has no such call.
struct BeneathFolder: Sendable {
    let root: String

    /// Whether the kernel resolves paths by itself; what is used otherwise holds the same.
    static let isResolvedByKernel: Bool = {
        let folder = platform_open("/", O_RDONLY | O_DIRECTORY, 0)
        guard folder >= 0 else { return false }
        defer { close(folder) }
        let found = platform_open_beneath(folder, ".", O_RDONLY | O_DIRECTORY, 0)
        if found >= 0 { close(found) }
        return found >= 0
    }()

    /// The bytes of a plain file of at most `limit` bytes.
    ///
    /// - Throws: `ToolDenial` for a path that leads out or through a link, `ToolFailure` when there is
    ///   no such file.
    func read(_ path: String, limit: Int) throws -> [UInt8] {
        let checked = try Self.checked(path)
        guard Self.isResolvedByKernel else { return try fallback(checked, limit: limit) }
        let folder = platform_open(root, O_RDONLY | O_DIRECTORY, 0)
        guard folder >= 0 else { throw ToolFailure("the workspace cannot be entered") }
        defer { close(folder) }
        let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY
        let file = platform_open_beneath(folder, checked.text, flags, 0)
        guard file >= 0 else { throw Self.refusal(of: path, code: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ToolFailure("'\(path)' is not a plain file")
        }
        guard Int(status.st_size) <= limit else {
            throw ToolFailure("'\(path)' has \(status.st_size) bytes, the limit is \(limit)")
        }
        return try Self.readAll(file, path, limit: limit)
    }

    /// Refuses a path to which nothing may be written, because a link stands in its way.
    ///
    /// - Throws: `ToolDenial`.
    func requireNoLink(on path: String) throws {
        let checked = try Self.checked(path)
        var place = root
        for component in checked.components {
            place += "/" + component
            var status = stat()
            guard lstat(place, &status) == 0 else { return }
            guard status.st_mode & S_IFMT != S_IFLNK else {
                throw ToolDenial("'\(path)' leads through a symbolic link, which is not followed")
            }
        }
    }

    /// - Throws: `ToolDenial` for what is no path below the workspace, or one that is protected.
    @discardableResult
    static func checked(_ path: String) throws -> WorkspacePath {
        let checked: WorkspacePath
        do {
            checked = try WorkspacePath(path)
        } catch {
            throw ToolDenial(error.description)
        }
        if let reason = ProtectedPath.reason(path) { throw ToolDenial(reason) }
        return checked
    }

    private static func readAll(_ file: Int32, _ path: String, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Foundation.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ToolFailure("'\(path)' cannot be read") }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw ToolFailure("'\(path)' grew while it was read")
            }
        }
    }

    private func fallback(_ path: WorkspacePath, limit: Int) throws -> [UInt8] {
        do {
            return try WorkspaceFolder(root: root).read(path, limit: limit)
        } catch WorkspaceError.symbolicLink {
            throw Self.refusal(of: path.text, code: ELOOP)
        } catch {
            throw ToolFailure("\(error)")
        }
    }

    private static func refusal(of path: String, code: Int32) -> any Error {
        switch code {
        case ELOOP: ToolDenial("'\(path)' leads through a symbolic link, which is not followed")
        case EXDEV: ToolDenial("'\(path)' leads out of the workspace")
        case ENOENT, ENOTDIR: ToolFailure("there is no file '\(path)'")
        default: ToolFailure("'\(path)' cannot be opened: \(String(cString: strerror(code)))")
        }
    }

    /// Every plain file below it that an agent may know of, sorted; links are passed over.
    ///
    /// - Throws: `ToolFailure` when there are more than `limit`.
    func files(limit: Int) throws -> [String] {
        var found: [String] = []
        try collect("", into: &found, limit: limit)
        return found.sorted()
    }

    private func collect(_ folder: String, into found: inout [String], limit: Int) throws {
        let place = folder.isEmpty ? root : root + "/" + folder
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
            let path = folder.isEmpty ? name : folder + "/" + name
            var status = stat()
            guard ProtectedPath.reason(name) == nil, lstat(root + "/" + path, &status) == 0,
                !name.hasPrefix(".orchestrate-")
            else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try collect(path, into: &found, limit: limit)
            case S_IFREG: found.append(path)
            default: continue
            }
            guard found.count <= limit else {
                throw ToolFailure("the workspace holds more than \(limit) files")
            }
        }
    }
}

/// A use of a tool that an agent has no right to.
struct ToolDenial: Error, Sendable, CustomStringConvertible {
    let reason: String
    let risk: ToolRisk?

    init(_ reason: String, risk: ToolRisk? = nil) {
        self.reason = reason
        self.risk = risk
    }

    var description: String { reason }
}

/// A use of a tool that was granted and came to nothing.
struct ToolFailure: Error, Sendable, CustomStringConvertible {
    let reason: String
    init(_ reason: String) { self.reason = reason }
    var description: String { reason }
}
