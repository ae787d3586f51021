import Foundation
import Synchronization
import Workflow

/// The folders in which validators work: made for one, or for all that look at the same bytes.
actor PrivateFolders {
    private let temporary: String
    private var area: PrivateArea?
    private var shared: [Digest: (folder: PrivateFolder, users: Int)] = [:]

    /// Takes an existing folder, absolute, in which the others are made.
    init(parent: String) { temporary = parent }

    /// Made when the first folder is; what programs that were killed left is removed then.
    private func parent() throws -> String {
        if let area { return area.path }
        let made = try PrivateArea(in: temporary)
        area = made
        return made.path
    }

    /// A folder with these files in it; it is given back by `giveBack`.
    func borrow(_ files: [String: [UInt8]], isShared: Bool) throws -> PrivateFolder {
        guard isShared else { return try PrivateFolder(files, in: parent(), key: nil) }
        let key = Digest(
            ofLines: files.keys.sorted().map { "\(Digest(of: files[$0] ?? [])) \($0)" }
        )
        if let present = shared[key] {
            shared[key] = (present.folder, present.users + 1)
            return present.folder
        }
        let folder = try PrivateFolder(files, in: parent(), key: key)
        shared[key] = (folder, 1)
        return folder
    }

    func giveBack(_ folder: PrivateFolder) {
        if let key = folder.key, let present = shared[key], present.users > 1 {
            shared[key] = (present.folder, present.users - 1)
            return
        }
        if let key = folder.key { shared[key] = nil }
        folder.remove()
    }
}

/// One folder for its user alone: `root` with the files, `home` for what a tool wants to keep.
final class PrivateFolder: Sendable {
    let root: String
    let home: String
    let key: Digest?
    /// What was done in it before the commands, by folder and arguments.
    let prepared = Once<ToolAnswer>()
    private let path: String

    fileprivate init(_ files: [String: [UInt8]], in parent: String, key: Digest?) throws {
        path = try UniqueFolder.make(in: parent)
        root = path + "/files"
        home = path + "/home"
        self.key = key
        do {
            try Self.makeFolder(home + "/tmp")
            try Self.makeFolder(root)
            for (name, bytes) in files {
                // Captured paths are safe already; a folder that is wiped later is no place to trust.
                guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
                    throw AgentError("'\(name)' leaves the folder of a validator")
                }
                let file = root + "/" + name
                try Self.makeFolder((file as NSString).deletingLastPathComponent)
                try Data(bytes).write(to: URL(fileURLWithPath: file))
            }
        } catch {
            remove()
            throw error
        }
    }

    fileprivate func remove() { try? FileManager.default.removeItem(atPath: path) }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }
}

/// One command's reading and what is kept of it.
struct ToolAnswer: Sendable {
    let reading: ToolReading
    let record: Value
}
