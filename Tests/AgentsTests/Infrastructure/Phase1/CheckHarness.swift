import Agents
import Testing
import Workflow

/// The rendered files of phase 1, to be spoiled and checked.
struct Delivery {
    var files: [String: String]
    let inputs: Value

    init(_ changes: [String: Value] = [:]) throws {
        let plan = try Fixture.plan(changes)
        inputs = ["requirements": Fixture.document(changes)]
        files = [:]
        for renderer in Phase1Renderers.all {
            for file in try renderer.files(for: plan, resources: FolderLibrary.shipped) {
                files[file.path] = file.text
            }
        }
    }

    /// Replaces the first occurrence of `old` in `path`; the test fails when there is none.
    mutating func spoil(_ path: String, _ old: String, _ new: String) throws {
        let text = try #require(files[path])
        let range = try #require(text.firstRange(of: old), "'\(old)' is not in \(path)")
        files[path] = text.replacingCharacters(in: range, with: new)
    }

    func verdict(_ check: any Check) async throws -> CheckResult {
        let files = files
        let listed = files.keys.sorted().map { path in
            let text = files[path] ?? ""
            return DeliverableFile(
                path: path,
                digest: Digest(of: text),
                bytes: text.utf8.count
            )
        }
        return try await check.verdict(
            on: CheckSubject(
                deliverable: "D1",
                files: listed,
                inputs: inputs,
                allPaths: files.keys.sorted(),
                read: { path in files[path].map { Array($0.utf8) } }
            )
        )
    }
}

extension String {
    func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
