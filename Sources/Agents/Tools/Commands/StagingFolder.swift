import Foundation
import Workflow

/// Where one attempt of an agent works: a view of what it may read, and an outbox.
///
/// Nothing of it is the workspace: the view is a copy, and what is put into the outbox is taken over
/// when the message has been answered.
struct StagingFolder: Sendable {
    let path: String
    /// A copy of the files that it may read.
    var view: String { path + "/view" }
    /// Files that it wants to deliver.
    var outbox: String { path + "/outbox" }
    /// For what it keeps for itself; gone with the attempt.
    var scratch: String { path + "/tmp" }
    /// Where its commands work: the view, and what it has written so far.
    var desk: String { path + "/desk" }

    static let mostFiles = 20_000
    static let mostBytes = 256 * 1024 * 1024

    /// Makes it anew; what an attempt that was killed has left is removed.
    ///
    /// - Throws: `ToolFailure` when the files are too many, an error of the file system.
    static func make(
        at path: String,
        of workspace: BeneathFolder,
        grants: GrantSet
    ) throws -> StagingFolder {
        let staging = StagingFolder(path: path)
        staging.remove()
        for folder in [staging.view, staging.outbox, staging.scratch] {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        if grants.contains(.read) { try staging.fill(staging.view, workspace, grants) }
        return staging
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// The folder in which a command works, laid out anew.
    func layDesk(_ workspace: BeneathFolder, _ grants: GrantSet, _ staged: [StagedFile]) throws {
        try? FileManager.default.removeItem(atPath: desk)
        try FileManager.default.createDirectory(
            atPath: desk,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        if grants.contains(.read) { try fill(desk, workspace, grants) }
        for file in staged { try Self.put(file.bytes, at: desk + "/" + file.path.text) }
    }

    private func fill(_ folder: String, _ workspace: BeneathFolder, _ grants: GrantSet) throws {
        var total = 0
        for file in try workspace.files(limit: Self.mostFiles * 5)
        where grants.refusal(of: .read, on: .path(file)) == nil {
            // One that is not there any more, or became a link, is none that it may see.
            guard let bytes = try? workspace.read(file, limit: Self.mostBytes),
                !ProtectedPath.holdsKey(bytes)
            else { continue }
            total += bytes.count
            guard total <= Self.mostBytes else {
                throw ToolFailure(
                    "what it may read has more than \(Self.mostBytes) bytes; narrow Read(…)"
                )
            }
            try Self.put(bytes, at: folder + "/" + file)
        }
    }

    private static func put(_ bytes: [UInt8], at path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// What lies in the outbox: plain files, and what is none, each by its path there.
    func posted() -> (files: [String], others: [String]) {
        var files: [String] = []
        var others: [String] = []
        collect("", &files, &others)
        return (files.sorted(), others.sorted())
    }

    private func collect(_ folder: String, _ files: inout [String], _ others: inout [String]) {
        let place = folder.isEmpty ? outbox : outbox + "/" + folder
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
            let path = folder.isEmpty ? name : folder + "/" + name
            var status = stat()
            guard lstat(outbox + "/" + path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: collect(path, &files, &others)
            case S_IFREG: files.append(path)
            default: others.append(path)
            }
        }
    }
}
