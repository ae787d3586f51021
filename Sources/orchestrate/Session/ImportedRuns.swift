import Foundation
import Workflow

/// Which runs of a state folder were only brought here to be looked at.
///
/// A mark beside the journal and no event in it: the history stays the one that was exported, down
/// to its head.
struct ImportedRuns: Sendable {
    private let folder: String

    init(_ folder: StateFolder) { self.folder = folder.path + "/imports" }

    func contains(_ run: RunID) -> Bool {
        FileManager.default.fileExists(atPath: mark(of: run))
    }

    /// Marks a run, before anything of it is stored.
    func add(_ run: RunID, _ origin: Value, revoked: [[UInt8]]) throws {
        try DurableFile.makeFolder(folder)
        for (index, keys) in revoked.enumerated() {
            try DurableFile.write(keys, to: list(index, of: run))
        }
        try DurableFile.write(Array((JSONWriter.pretty(origin) + "\n").utf8), to: mark(of: run))
    }

    /// The lists of revoked keys that came with a run.
    func revoked(of run: RunID) throws -> [[UInt8]] {
        var lists: [[UInt8]] = []
        while FileManager.default.fileExists(atPath: list(lists.count, of: run)) {
            lists.append(try DurableFile.read(list(lists.count, of: run)))
        }
        return lists
    }

    private func mark(of run: RunID) -> String { folder + "/\(run.text).json" }

    private func list(_ index: Int, of run: RunID) -> String {
        folder + "/\(run.text).revoked-\(index)"
    }
}
