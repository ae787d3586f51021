/// Cuts a template's text at `${{` and `}}`.
struct TemplateScanner {
    enum Piece {
        case text(String)
        /// Without the space around it; the offset is where the source begins.
        case expression(String, offset: Int)
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The next piece; nil at the end.
    mutating func next() throws(ExpressionError) -> Piece? {
        guard index < scalars.count else { return nil }
        let start = index
        while index < scalars.count, !isAtOpening { index += 1 }
        guard index == start else { return .text(text(start..<index)) }
        index += 3
        guard let end = endOfExpression() else {
            throw ExpressionError(
                "The expression is not closed. An unescaped ${{ sequence was found, but the closing "
                    + "}} sequence was not found",
                column: start + 1
            )
        }
        let inside = index..<end
        index = end + 2
        return try expression(in: inside, opening: start)
    }

    private var isAtOpening: Bool {
        scalars[index] == "$" && index + 2 < scalars.count
            && scalars[index + 1] == "{" && scalars[index + 2] == "{"
    }

    /// Where the next `}}` is that does not stand in a quoted string.
    private func endOfExpression() -> Int? {
        var isQuoted = false
        for position in index..<max(index, scalars.count - 1) {
            if scalars[position] == "'" { isQuoted.toggle() }
            if !isQuoted, scalars[position] == "}", scalars[position + 1] == "}" { return position }
        }
        return nil
    }

    private func expression(
        in range: Range<Int>,
        opening: Int
    ) throws(ExpressionError) -> Piece {
        guard let first = range.first(where: { !scalars[$0].properties.isWhitespace }),
            let last = range.last(where: { !scalars[$0].properties.isWhitespace })
        else { throw ExpressionError("An expression was expected", column: opening + 1) }
        return .expression(text(first..<last + 1), offset: first)
    }

    private func text(_ range: Range<Int>) -> String {
        scalars[range].reduce(into: "") { $0.unicodeScalars.append($1) }
    }
}
