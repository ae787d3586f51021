/// A mistake in a person's file: what is wrong, where, and what to do about it.
package struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Severity: String, Sendable, Hashable {
        case error
        case warning
    }

    package let severity: Severity
    package let place: Place?
    /// Lower case, no full stop, names in single quotes, expected and found.
    package let message: String
    /// What to do, in words that can be followed or typed.
    package let hint: String?

    package init(
        _ message: String,
        at place: Place?,
        hint: String? = nil,
        severity: Severity = .error
    ) {
        self.severity = severity
        self.place = place
        self.message = message
        self.hint = hint
    }

    /// One line: file, line, column, severity, what is wrong, and the hint.
    package var description: String {
        let head = [place.map(\.description), severity.rawValue].compactMap(\.self)
        return (head + [message]).joined(separator: ": ") + (hint.map { ". \($0)" } ?? "")
    }
}

/// All mistakes of a file at once; never empty.
package struct InvalidDefinition: Error, Sendable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
