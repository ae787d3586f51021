/// A word of a configuration in HCL, with the line on which it begins.
package struct HCLToken: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case identifier(String)
        case number(Double)
        /// Text in quotes or a heredoc; the tokens are those of its `${…}` parts.
        case string(String, interpolations: [[HCLToken]])
        case symbol(String)
        case newline
    }

    package let kind: Kind
    package let line: Int

    package var identifier: String? {
        if case .identifier(let name) = kind { name } else { nil }
    }

    /// What stands between the quotes of a string, or in a heredoc.
    package var text: String? {
        if case .string(let text, _) = kind { text } else { nil }
    }

    package func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
}

/// Why a text is no HCL, and where.
package struct HCLError: Error, Sendable, Hashable, CustomStringConvertible {
    package let line: Int
    package let reason: String

    package var description: String { "not HCL at line \(line): \(reason)" }
}
