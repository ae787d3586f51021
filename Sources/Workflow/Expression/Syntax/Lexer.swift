/// Cuts an expression's text into tokens.
///
/// Text that is no token becomes an `unexpected` token, the last one, so that the parser reports
/// the mistake that comes first in the text.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var tokens: [Token] = []

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func tokens(of text: String) -> [Token] {
        var lexer = Lexer(text)
        while lexer.tokens.last?.kind != .unexpected, lexer.skipSpace() { lexer.readToken() }
        return lexer.tokens
    }

    private func scalar(at index: Int) -> Unicode.Scalar? {
        index < scalars.count ? scalars[index] : nil
    }

    /// False at the end of the text.
    private mutating func skipSpace() -> Bool {
        while let scalar = scalar(at: index), scalar.properties.isWhitespace { index += 1 }
        return index < scalars.count
    }

    private mutating func readToken() {
        switch scalars[index] {
        case "(": add(.openGroup, length: 1)
        case ")": add(.closeGroup, length: 1)
        case "[": add(.openIndex, length: 1)
        case "]": add(.closeIndex, length: 1)
        case ",": add(.comma, length: 1)
        case "*": add(.star, length: 1)
        case "'": readString()
        case "!", "<", ">", "=", "&", "|": readOperator()
        case "." where !startsNumber: add(.dot, length: 1)
        case ".", "+", "-", "0"..."9": readNumber()
        default: readName()
        }
    }

    private mutating func add(_ kind: Token.Kind, length: Int) {
        let text = scalars[index..<index + length].reduce(into: "") { $0.unicodeScalars.append($1) }
        tokens.append(Token(kind: kind, text: text, column: index + 1))
        index += length
    }

    /// Whether a dot here begins a number, because what came before cannot be dereferenced.
    private var startsNumber: Bool {
        switch tokens.last?.kind {
        case nil, .comma, .openGroup, .openIndex, .not, .and, .or, .comparison: true
        default: false
        }
    }

    private mutating func readOperator() {
        let next = scalar(at: index + 1)
        switch (scalars[index], next) {
        case ("&", "&"): add(.and, length: 2)
        case ("|", "|"): add(.or, length: 2)
        case ("=", "="): add(.comparison(.equal), length: 2)
        case ("!", "="): add(.comparison(.notEqual), length: 2)
        case ("<", "="): add(.comparison(.lessOrEqual), length: 2)
        case (">", "="): add(.comparison(.greaterOrEqual), length: 2)
        case ("!", _): add(.not, length: 1)
        case ("<", _): add(.comparison(.less), length: 1)
        case (">", _): add(.comparison(.greater), length: 1)
        default: add(.unexpected, length: lengthToBoundary(includingDots: false))
        }
    }

    private mutating func readNumber() {
        let length = lengthToBoundary(includingDots: true)
        let text = scalars[index..<index + length].reduce(into: "") { $0.unicodeScalars.append($1) }
        let number = NumberText.number(of: text)
        add(number.isNaN ? .unexpected : .literal(.number(number)), length: length)
    }

    private mutating func readString() {
        var value = ""
        var end = index + 1
        while let scalar = scalar(at: end) {
            end += 1
            if scalar == "'" {
                guard self.scalar(at: end) == "'" else {
                    return add(.literal(.string(value)), length: end - index)
                }
                end += 1
            }
            value.unicodeScalars.append(scalar)
        }
        add(.unexpected, length: end - index)
    }

    private mutating func readName() {
        let length = lengthToBoundary(includingDots: false)
        let name = scalars[index..<index + length]
        guard let first = name.first, first == "_" || first.isASCIILetter,
            name.allSatisfy({ $0 == "_" || $0 == "-" || $0.isASCIILetter || $0.isASCIIDigit })
        else { return add(.unexpected, length: length) }
        add(kind(ofName: name, end: index + length), length: length)
    }

    private func kind(ofName name: ArraySlice<Unicode.Scalar>, end: Int) -> Token.Kind {
        if tokens.last?.kind == .dot { return .property }
        switch name.reduce(into: "", { $0.unicodeScalars.append($1) }) {
        case "null": return .literal(.null)
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "NaN": return .literal(.number(.nan))
        case "Infinity": return .literal(.number(.infinity))
        default: break
        }
        var end = end
        while let scalar = scalar(at: end), scalar.properties.isWhitespace { end += 1 }
        return scalar(at: end) == "(" ? .function : .root
    }

    /// How many scalars there are from here to the next that can stand after a word; at least one.
    private func lengthToBoundary(includingDots: Bool) -> Int {
        var end = index + 1
        while let scalar = scalar(at: end) {
            if scalar == "." ? !includingDots : scalar.isBoundary { break }
            end += 1
        }
        return end - index
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }

    fileprivate var isBoundary: Bool {
        switch self {
        case "(", "[", ")", "]", ",", ".", "!", ">", "<", "=", "&", "|": true
        default: properties.isWhitespace
        }
    }
}
