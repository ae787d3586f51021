/// What is wrong with an expression, and where in it.
///
/// The words are GitHub's own wherever GitHub has words for the mistake, so that they can be looked
/// up; the column is ours.
package struct ExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    /// Counted in Unicode scalars from 1, over line breaks, from the start of the text that was parsed.
    package let column: Int
    /// What to do, in words that can be followed or typed.
    package let hint: String?

    package init(_ message: String, column: Int, hint: String? = nil) {
        self.message = message
        self.column = column
        self.hint = hint
    }

    package var description: String {
        "column \(column): \(message)" + (hint.map { ". \($0)" } ?? "")
    }

    /// The same mistake in a text in which the expression starts `offset` scalars later.
    package func moved(by offset: Int) -> ExpressionError {
        ExpressionError(message, column: column + offset, hint: hint)
    }
}

extension ExpressionError {
    static func unexpectedSymbol(_ text: String, column: Int) -> ExpressionError {
        ExpressionError("Unexpected symbol: '\(text)'", column: column)
    }

    /// The known names come in alphabetical order, whatever the order they are kept in.
    static func unknown(
        _ kind: String,
        _ name: String,
        among known: some Sequence<String>,
        column: Int
    ) -> ExpressionError {
        let known = known.sorted()
        let guess = Spelling.nearest(to: name, in: known).map { "did you mean '\($0)'? " } ?? ""
        let list = known.isEmpty ? "none" : known.map { "'\($0)'" }.joined(separator: ", ")
        return ExpressionError(
            "Unrecognized \(kind): '\(name)'",
            column: column,
            hint: "\(guess)known here: \(list)"
        )
    }
}
