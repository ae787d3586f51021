package import Workflow

extension HCLExpression {
    /// The value when the expression is written out: no reference, no function, no operator.
    package var literal: Value? {
        var index = 0
        guard let value = Self.literal(tokens, &index), index == tokens.count else { return nil }
        return value
    }

    /// The text of a string without interpolation.
    package var stringLiteral: String? { literal?.stringValue }

    private static func literal(_ tokens: [HCLToken], _ index: inout Int) -> Value? {
        guard index < tokens.count else { return nil }
        let token = tokens[index]
        index += 1
        switch token.kind {
        case .number(let number): return .number(number)
        case .string(let text, let interpolations):
            return interpolations.isEmpty ? .string(text) : nil
        case .identifier("true"): return .bool(true)
        case .identifier("false"): return .bool(false)
        case .identifier("null"): return .null
        case .symbol("-"):
            return literal(tokens, &index)?.numberValue.map { .number(-$0) }
        case .symbol("["): return list(tokens, &index)
        case .symbol("{"): return object(tokens, &index)
        default: return nil
        }
    }

    private static func list(_ tokens: [HCLToken], _ index: inout Int) -> Value? {
        var elements: [Value] = []
        while index < tokens.count {
            if tokens[index].isSymbol("]") {
                index += 1
                return .array(elements)
            }
            guard let element = literal(tokens, &index) else { return nil }
            elements.append(element)
            if index < tokens.count, tokens[index].isSymbol(",") { index += 1 }
        }
        return nil
    }

    private static func object(_ tokens: [HCLToken], _ index: inout Int) -> Value? {
        var members = Members()
        while index < tokens.count {
            if tokens[index].isSymbol("}") {
                index += 1
                return .object(members)
            }
            let key: String
            switch tokens[index].kind {
            case .identifier(let name), .string(let name, _): key = name
            default: return nil
            }
            index += 1
            guard index < tokens.count,
                tokens[index].isSymbol("=") || tokens[index].isSymbol(":")
            else { return nil }
            index += 1
            guard let value = literal(tokens, &index) else { return nil }
            members[key] = value
            if index < tokens.count, tokens[index].isSymbol(",") { index += 1 }
        }
        return nil
    }
}
