import Foundation

/// The project's own folder, in which the tests lie.
enum Repository {
    static let root = (0..<5).reduce(URL(filePath: #filePath)) { place, _ in
        place.deletingLastPathComponent()
    }

    /// The text of a file of the project.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
