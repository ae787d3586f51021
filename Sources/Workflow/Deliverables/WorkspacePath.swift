/// A relative path that came as data and names something below a workspace, and nothing else.
package struct WorkspacePath: Sendable, Hashable, Comparable, CustomStringConvertible {
    package static let maximumBytes = 4096
    package static let maximumNameBytes = 255

    package let text: String
    package let components: [String]

    /// Checks a path from data; what it names need not exist.
    package init(_ text: String) throws(WorkspacePathError) {
        let components = text.split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        if let reason = Self.refusal(text, components) {
            throw WorkspacePathError(path: text, reason: reason)
        }
        self.text = text
        self.components = components
    }

    package var name: String { components.last ?? "" }

    package var description: String { text }

    /// By bytes, the same in every language and on every machine.
    package static func < (left: WorkspacePath, right: WorkspacePath) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static func refusal(_ text: String, _ components: [String]) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.utf8.count > maximumBytes { return "it is longer than \(maximumBytes) bytes" }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "it holds a control character"
        }
        if text.utf8.first == UInt8(ascii: "/") { return "it is absolute" }
        for component in components {
            if let reason = refusal(component) { return reason }
        }
        return nil
    }

    private static func refusal(_ component: String) -> String? {
        switch component {
        case "": "it holds an empty component"
        case ".", "..": "it holds '\(component)'"
        case _ where component.lowercased() == ".git": "it leads into '.git'"
        case _ where component.utf8.count > maximumNameBytes:
            "a component is longer than \(maximumNameBytes) bytes"
        default: nil
        }
    }
}

/// Why a text is not a path below a workspace.
package struct WorkspacePathError: Error, Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String {
        let shown = path.unicodeScalars.prefix(200).map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
        }
        return "'\(shown.joined())' is not a path in the workspace: \(reason)"
    }
}
