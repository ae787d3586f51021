/// The first argument of `format`: text with `{0}`, `{1}`, `{{` for `{` and `}}` for `}`.
enum FormatPattern {
    enum Piece: Hashable {
        case text(String)
        /// Specifiers are what stands after a colon; the language knows none.
        case argument(Int, specifiers: String)
    }

    static func pieces(
        of pattern: String,
        argumentCount: Int,
        column: Int
    ) throws(ExpressionError) -> [Piece] {
        let scalars = Array(pattern.unicodeScalars)
        var pieces: [Piece] = []
        var text = ""
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            guard scalar == "{" || scalar == "}" else {
                text.unicodeScalars.append(scalar)
                index += 1
                continue
            }
            if index + 1 < scalars.count, scalars[index + 1] == scalar {
                text.unicodeScalars.append(scalar)
                index += 2
                continue
            }
            guard scalar == "{", let found = placeholder(in: scalars, after: index + 1) else {
                throw ExpressionError(
                    "The following format string is invalid: \(pattern)",
                    column: column,
                    hint: "write '{{' and '}}' for braces"
                )
            }
            guard found.argument < argumentCount else {
                throw ExpressionError(
                    "The following format string references more arguments than were supplied: "
                        + pattern,
                    column: column
                )
            }
            pieces.append(.text(text))
            text = ""
            pieces.append(.argument(found.argument, specifiers: found.specifiers))
            index = found.end
        }
        return pieces + [.text(text)]
    }

    static func refusal(
        of specifiers: String,
        for value: Operand,
        column: Int
    ) -> ExpressionError {
        let kind = value.value.kindName
        return ExpressionError(
            "The format specifiers '\(specifiers)' are not valid for objects of type "
                + "'\(kind.prefix(1).uppercased())\(kind.dropFirst())'",
            column: column
        )
    }

    private struct Placeholder {
        let argument: Int
        let specifiers: String
        /// Where the text goes on.
        let end: Int
    }

    /// What stands between a brace and the brace that closes it; nil when it is no placeholder.
    private static func placeholder(
        in scalars: [Unicode.Scalar],
        after start: Int
    ) -> Placeholder? {
        var index = start
        var argument = 0
        while index < scalars.count, ("0"..."9").contains(scalars[index]) {
            argument = argument * 10 + Int(scalars[index].value) - 48
            guard argument <= ExpressionFunction.maximumArguments else { return nil }
            index += 1
        }
        guard index > start, index < scalars.count else { return nil }
        if scalars[index] == "}" {
            return Placeholder(argument: argument, specifiers: "", end: index + 1)
        }
        guard scalars[index] == ":" else { return nil }
        var specifiers = ""
        index += 1
        while index < scalars.count {
            if scalars[index] == "}" {
                guard index + 1 < scalars.count, scalars[index + 1] == "}" else {
                    return Placeholder(argument: argument, specifiers: specifiers, end: index + 1)
                }
                index += 1
            }
            specifiers.unicodeScalars.append(scalars[index])
            index += 1
        }
        return nil
    }
}
