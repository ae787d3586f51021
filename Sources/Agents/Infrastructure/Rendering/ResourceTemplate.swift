/// A text with placeholders like `{{name}}`, without spaces, so that the `{{ $labels.x }}` of
/// other template languages stay as they are.
package struct ResourceTemplate: Sendable {
    private enum Piece: Sendable {
        case text(Substring)
        case placeholder(String)
    }

    private let path: String
    private let pieces: [Piece]

    package init(path: String, text: String) {
        self.path = path
        self.pieces = Self.split(text[...])
    }

    /// Names of the placeholders.
    package var placeholders: Set<String> {
        Set(
            pieces.compactMap { piece in
                if case .placeholder(let name) = piece { name } else { nil }
            }
        )
    }

    /// The text with every placeholder filled.
    ///
    /// - Throws: `ResourceTemplateError` when a placeholder has no value or a value no placeholder.
    package func filled(with values: [String: String]) throws(ResourceTemplateError) -> String {
        var unused = Set(values.keys)
        var missing: [String] = []
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .placeholder(let name):
                unused.remove(name)
                if let value = values[name] { result += value } else { missing.append(name) }
            }
        }
        guard missing.isEmpty, unused.isEmpty else {
            throw ResourceTemplateError(path: path, missing: missing, unused: unused.sorted())
        }
        return result
    }

    /// The same with more values than there are placeholders.
    ///
    /// - Throws: `ResourceTemplateError` when a placeholder has no value.
    package func filled(
        choosingFrom values: [String: String]
    ) throws(ResourceTemplateError)
        -> String
    {
        let wanted = placeholders
        return try filled(with: values.filter { wanted.contains($0.key) })
    }

    private static func split(_ text: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text
        var start = rest.startIndex
        while let open = rest[start...].firstRange(of: "{{") {
            let body = rest[open.upperBound...]
            if let close = body.firstRange(of: "}}"),
                isName(body[..<close.lowerBound])
            {
                pieces.append(.text(rest[..<open.lowerBound]))
                pieces.append(.placeholder(String(body[..<close.lowerBound])))
                rest = rest[close.upperBound...]
                start = rest.startIndex
            } else {
                start = open.upperBound
            }
        }
        pieces.append(.text(rest))
        return pieces
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isLetter else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber }
    }
}

/// A template and the values for it that do not fit together.
package struct ResourceTemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let missing: [String]
    package let unused: [String]

    package var description: String {
        var parts: [String] = []
        if !missing.isEmpty { parts.append("no value for \(quoted(missing))") }
        if !unused.isEmpty { parts.append("no placeholder for \(quoted(unused))") }
        return "template '\(path)': \(parts.joined(separator: "; "))"
    }

    private func quoted(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}
