/// The functions. Each evaluates no more of its arguments than it needs, as in GitHub.
extension Evaluator {
    mutating func call(
        _ function: ExpressionFunction,
        _ arguments: [SyntaxNode],
        column: Int
    ) throws(ExpressionError) -> Operand {
        switch function {
        case .contains: return Operand(.bool(try contains(arguments, column: column)))
        case .startsWith:
            return Operand(
                .bool(try compareEnds(arguments, column: column) { $0.starts(with: $1) })
            )
        case .endsWith:
            return Operand(
                .bool(
                    try compareEnds(arguments, column: column) { text, suffix in
                        text.reversed().starts(with: suffix.reversed())
                    }
                )
            )
        case .format: return Operand(.string(try format(arguments, column: column)))
        case .join: return Operand(.string(try join(arguments, column: column)))
        case .toJSON:
            let value = try evaluate(arguments[0]).value
            return Operand(.string(try PrettyJSON.text(of: value, &meter, column: column)))
        case .fromJSON: return Operand(try fromJSON(arguments[0], column: column))
        case .case: return try choose(arguments, column: column)
        case .success: return Operand(.bool(contexts.status.success))
        case .failure: return Operand(.bool(contexts.status.failure))
        case .cancelled: return Operand(.bool(contexts.status.cancelled))
        case .always: return Operand(.bool(true))
        }
    }

    /// Whether a text has a part, or an array an element.
    private mutating func contains(
        _ arguments: [SyntaxNode],
        column: Int
    ) throws(ExpressionError) -> Bool {
        let search = try evaluate(arguments[0])
        if search.isPrimitive {
            return try compareEnds(search, arguments[1], column: column) {
                CaseFolding.contains($0, $1)
            }
        }
        guard let elements = try elements(of: search, column: column), !elements.isEmpty
        else { return false }
        let item = try evaluate(arguments[1])
        for element in elements where try relate(item, element, column: column) == .equal {
            return true
        }
        return false
    }

    private mutating func compareEnds(
        _ arguments: [SyntaxNode],
        column: Int,
        _ compare: ([Unicode.Scalar], [Unicode.Scalar]) -> Bool
    ) throws(ExpressionError) -> Bool {
        let text = try evaluate(arguments[0])
        guard text.isPrimitive else { return false }
        return try compareEnds(text, arguments[1], column: column, compare)
    }

    /// Compares the capitals of two primitives; false for anything else.
    private mutating func compareEnds(
        _ text: Operand,
        _ argument: SyntaxNode,
        column: Int,
        _ compare: ([Unicode.Scalar], [Unicode.Scalar]) -> Bool
    ) throws(ExpressionError) -> Bool {
        let part = try evaluate(argument)
        guard part.isPrimitive else { return false }
        let capitals = CaseFolding.capitals(try self.text(of: text, column: column))
        return compare(capitals, CaseFolding.capitals(try self.text(of: part, column: column)))
    }

    /// The text with each `{n}` replaced; an argument that is not named is not evaluated.
    private mutating func format(
        _ arguments: [SyntaxNode],
        column: Int
    ) throws(ExpressionError) -> String {
        let pattern = try evaluate(arguments[0])
        let pieces = try FormatPattern.pieces(
            of: try text(of: pattern, column: column),
            argumentCount: arguments.count - 1,
            column: column
        )
        var values: [Int: Operand] = [:]
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text):
                try append(text, to: &result, column: column)
            case .argument(let index, let specifiers):
                let known = values[index]
                let value = if let known { known } else { try evaluate(arguments[index + 1]) }
                values[index] = value
                guard specifiers.isEmpty else {
                    throw FormatPattern.refusal(of: specifiers, for: value, column: column)
                }
                try append(try text(of: value, column: column), to: &result, column: column)
            }
        }
        return result
    }

    private mutating func join(
        _ arguments: [SyntaxNode],
        column: Int
    ) throws(ExpressionError) -> String {
        let items = try evaluate(arguments[0])
        if items.isPrimitive { return try text(of: items, column: column) }
        guard let elements = try elements(of: items, column: column) else { return "" }
        var separator = ","
        if elements.count > 1, arguments.count > 1 {
            let value = try evaluate(arguments[1])
            if value.isPrimitive { separator = try text(of: value, column: column) }
        }
        var result = ""
        for (index, element) in elements.enumerated() {
            if index > 0 { try append(separator, to: &result, column: column) }
            try append(try text(of: element, column: column), to: &result, column: column)
        }
        return result
    }

    private mutating func append(
        _ text: String,
        to result: inout String,
        column: Int
    ) throws(ExpressionError) {
        let bytes = text.utf8.count
        // An empty part costs something too, or an array of empty texts would be free.
        try meter.grow(by: max(8, bytes), to: result.utf8.count + bytes, column: column)
        result += text
    }

    private mutating func fromJSON(
        _ argument: SyntaxNode,
        column: Int
    ) throws(ExpressionError) -> Value {
        let text = try text(of: try evaluate(argument), column: column)
        let bytes = text.utf8.count
        try meter.grow(by: bytes, to: bytes, column: column)
        do {
            return try JSONReader.value(of: text)
        } catch {
            throw ExpressionError(
                "Error parsing JSON when evaluating fromJSON: \(error)",
                column: column
            )
        }
    }

    /// The value after the first condition that is true, or else the last argument.
    private mutating func choose(
        _ arguments: [SyntaxNode],
        column: Int
    ) throws(ExpressionError) -> Operand {
        for index in stride(from: 0, to: arguments.count - 1, by: 2) {
            guard case .value(.bool(let holds)) = try evaluate(arguments[index]).content else {
                throw ExpressionError(
                    "case predicate must evaluate to a boolean value",
                    column: column,
                    hint: "condition \(index / 2 + 1) does not; compare it, as in 'x == true'"
                )
            }
            if holds { return try evaluate(arguments[index + 1]) }
        }
        return try evaluate(arguments[arguments.count - 1])
    }
}
