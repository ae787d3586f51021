import Foundation
import Workflow

/// Heads that were written down outside the state folder, a JSON document a line: what is needed to
/// find a tail that was cut off.
struct AnchorFile {
    struct Anchor: Hashable {
        let run: RunID
        let sequence: Int
        let head: Digest
        let at: String
    }

    let path: String

    /// Adds a line; it is on disk when the call returns.
    ///
    /// - Throws: `Failure(.usage)` for a file in the state folder, which is what it is to guard.
    func append(_ anchor: Anchor, by: String, outside folder: StateFolder) throws {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
            .resolvingSymlinksInPath().path
        let home = URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path
        guard parent != home, !parent.hasPrefix(home + "/") else {
            throw Failure(
                .usage,
                "the anchor '\(path)' is in the state folder",
                hint: "keep it where whoever writes to the state folder cannot"
            )
        }
        let line = JSONWriter.canonical([
            "at": .string(anchor.at), "by": .string(by), "head": .string(anchor.head.hex),
            "run": .string(anchor.run.text), "schema": 1, "sequence": .int(anchor.sequence),
        ])
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw FileError(path: path, operation: "open", code: errno)
        }
        defer { close(descriptor) }
        let bytes = Array((line + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw FileError(path: path, operation: "write", code: errno)
        }
        try DurableFile.syncFolder(parent)
    }

    /// All lines.
    ///
    /// - Throws: `Failure(.notFound)` without the file, `.invalid` for a line that is none.
    func read() throws -> [Anchor] {
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(path)
        } catch {
            if error.isMissing { throw Failure(.notFound, "no file '\(path)'") }
            throw error
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return try lines.enumerated().map { index, line in
            guard let value = try? JSONReader.value(of: String(line)),
                let run = value["run"]?.stringValue, let sequence = value["sequence"]?.intValue,
                let head = value["head"]?.stringValue.flatMap({ Digest(hex: $0) })
            else {
                throw Failure(.invalid, "\(path):\(index + 1):1: error: this is no anchor")
            }
            return Anchor(
                run: RunID(run),
                sequence: sequence,
                head: head,
                at: value["at"]?.stringValue ?? ""
            )
        }
    }
}

extension [AnchorFile.Anchor] {
    /// Why a history with these hashes is not the one that was anchored; nil when it is.
    func firstBreak(in hashes: [Int: Digest], of run: RunID) -> String? {
        for anchor in self.sorted(by: { $0.sequence < $1.sequence }) where anchor.run == run {
            let when = anchor.at.isEmpty ? "" : " at \(anchor.at)"
            guard let hash = hashes[anchor.sequence] else {
                return
                    "run '\(run)', event \(anchor.sequence): is missing, it was anchored\(when): "
                    + "the tail was cut off"
            }
            if hash != anchor.head {
                return "run '\(run)', event \(anchor.sequence): has the hash \(hash.short), "
                    + "\(anchor.head.short) was anchored\(when)"
            }
        }
        return nil
    }
}
