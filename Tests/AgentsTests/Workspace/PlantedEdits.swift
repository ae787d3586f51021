import Foundation
import Workflow

/// Edits to a rendered workspace, read from a fixture: files that are added or removed, and texts
/// that stand in the place of others.
struct PlantedEdits: Sendable {
    struct Replacement: Sendable {
        let file: String
        let find: String
        let with: String
    }

    let replacements: [Replacement]
    let added: [(path: String, text: String)]
    let removed: [String]

    init(_ fixture: Value) {
        replacements = (fixture["replace"]?.arrayValue ?? []).map { edit in
            Replacement(
                file: edit["file"]?.stringValue ?? "",
                find: edit["find"]?.stringValue ?? "",
                with: edit["with"]?.stringValue ?? ""
            )
        }
        added = (fixture["add"]?.objectValue?.pairs ?? []).map {
            ($0.key, $0.value.stringValue ?? "")
        }
        removed = (fixture["remove"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// The files with the edits made; a text that is not there is a mistake of the fixture.
    func applied(to files: [String: String]) throws -> [String: String] {
        var result = files
        for edit in replacements {
            guard let text = result[edit.file], !edit.find.isEmpty, text.contains(edit.find) else {
                throw NothingToReplace(file: edit.file, find: edit.find)
            }
            result[edit.file] = text.replacing(edit.find, with: edit.with)
        }
        for (path, text) in added { result[path] = text }
        for path in removed {
            guard result.removeValue(forKey: path) != nil else {
                throw NothingToReplace(file: path, find: "the file itself")
            }
        }
        guard result != files else { throw NothingToReplace(file: "", find: "any edit") }
        return result
    }

    struct NothingToReplace: Error {
        let file: String
        let find: String
    }
}
