/// One tool that an agent is granted, as a file writes it: `Read`, or narrowed, `Read(docs/**)`.
///
/// What the pattern means depends on the tool: a path for `Read`, `Write`, `Edit`, `Grep` and
/// `Glob`, the words of a command for `Bash`, an agent for `Task`, a host for `WebFetch`.
package struct ToolGrant: Sendable, Hashable, CustomStringConvertible {
    package let tool: String
    /// Nil grants all that the tool may do at all.
    package let pattern: String?

    package init(tool: String, pattern: String? = nil) {
        self.tool = tool
        self.pattern = pattern
    }

    /// Reads a grant as it is written.
    ///
    /// - Throws: `ToolGrantError` when it is no name with an optional pattern in parentheses.
    package init(_ text: String) throws(ToolGrantError) {
        guard let open = text.firstIndex(of: "(") else {
            guard !text.contains(")") else {
                throw ToolGrantError(text: text, reason: "it has a ')' without a '('")
            }
            self.init(tool: text)
            return
        }
        guard text.hasSuffix(")") else {
            throw ToolGrantError(text: text, reason: "its pattern does not end with ')'")
        }
        let pattern = text[text.index(after: open)...].dropLast()
        guard pattern.contains(where: { $0 != " " }) else {
            throw ToolGrantError(text: text, reason: "its pattern is empty")
        }
        guard
            !pattern.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw ToolGrantError(text: text, reason: "its pattern holds a control character") }
        self.init(tool: String(text[..<open]), pattern: String(pattern))
    }

    package var description: String { pattern.map { "\(tool)(\($0))" } ?? tool }
}

/// A text that is not the grant of a tool.
package struct ToolGrantError: Error, Sendable, Hashable, CustomStringConvertible {
    package let text: String
    package let reason: String
    package var description: String { "'\(text)' is no grant of a tool: \(reason)" }
}
