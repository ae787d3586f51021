/// What `toJSON` writes: two spaces for each level, numbers as the language writes them.
///
/// It is not `JSONWriter`, whose numbers have all their digits, because a text that a workflow
/// compares with must be the one that GitHub makes. Like it, it writes `NaN` and `Infinity`.
struct PrettyJSON {
    private var text = ""
    private let column: Int

    static func text(
        of value: Value,
        _ meter: inout WorkMeter,
        column: Int
    ) throws(ExpressionError) -> String {
        var writer = PrettyJSON(column: column)
        try writer.write(value, depth: 0, &meter)
        return writer.text
    }

    private init(column: Int) { self.column = column }

    private mutating func append(
        _ piece: String,
        _ meter: inout WorkMeter
    ) throws(ExpressionError) {
        let bytes = piece.utf8.count
        try meter.grow(by: bytes, to: text.utf8.count + bytes, column: column)
        text += piece
    }

    private mutating func write(
        _ value: Value,
        depth: Int,
        _ meter: inout WorkMeter
    ) throws(ExpressionError) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                try append(index == 0 ? "[" : ",", &meter)
                try breakLine(depth: depth + 1, &meter)
                try write(element, depth: depth + 1, &meter)
            }
            try breakLine(depth: depth, &meter)
            try append("]", &meter)
        case .object(let members) where !members.isEmpty:
            for (index, pair) in members.pairs.enumerated() {
                try append(index == 0 ? "{" : ",", &meter)
                try breakLine(depth: depth + 1, &meter)
                try append(Self.quoted(pair.key) + ": ", &meter)
                try write(pair.value, depth: depth + 1, &meter)
            }
            try breakLine(depth: depth, &meter)
            try append("}", &meter)
        case .array: try append("[]", &meter)
        case .object: try append("{}", &meter)
        case .null: try append("null", &meter)
        case .string(let string): try append(Self.quoted(string), &meter)
        case .bool, .number:
            let operand = Operand(value)
            try meter.charge(operand.effortOfText, column: column)
            try append(operand.text, &meter)
        }
    }

    private mutating func breakLine(
        depth: Int,
        _ meter: inout WorkMeter
    ) throws(ExpressionError) {
        try append("\n" + String(repeating: "  ", count: depth), &meter)
    }

    private static func quoted(_ string: String) -> String {
        var quoted = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{8}": quoted += "\\b"
            case "\u{C}": quoted += "\\f"
            case "\0"..."\u{1F}", "\u{85}", "\u{2028}", "\u{2029}":
                let code = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
