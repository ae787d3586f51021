/// Splits a configuration in HCL into tokens; comments are left out.
struct HCLLexer {
    private let bytes: [UInt8]
    private var index = 0
    private var line: Int
    private var tokens: [HCLToken] = []

    private init(_ bytes: [UInt8], line: Int) {
        self.bytes = bytes
        self.line = line
    }

    static func tokens(of text: String, line: Int = 1) throws(HCLError) -> [HCLToken] {
        var lexer = HCLLexer(Array(text.utf8), line: line)
        while lexer.index < lexer.bytes.count { try lexer.readToken() }
        return lexer.tokens
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        index + offset < bytes.count ? bytes[index + offset] : nil
    }

    private func starts(with text: StaticString) -> Bool {
        bytes[index...].starts(with: text.description.utf8)
    }

    private mutating func readToken() throws(HCLError) {
        switch bytes[index] {
        case 0x20, 0x09, 0x0D: index += 1
        case 0x0A:
            append(.newline)
            line += 1
            index += 1
        case UInt8(ascii: "#"): skipLine()
        case UInt8(ascii: "/") where starts(with: "//"): skipLine()
        case UInt8(ascii: "/") where starts(with: "/*"): skipBlockComment()
        case UInt8(ascii: "\""): try readString()
        case UInt8(ascii: "<") where starts(with: "<<"): try readHeredoc()
        case 0x30...0x39: readNumber()
        case let first where Self.startsName(first): readName()
        default: readSymbol()
        }
    }

    private mutating func append(_ kind: HCLToken.Kind) {
        tokens.append(HCLToken(kind: kind, line: line))
    }

    private mutating func skipLine() {
        while let current = byte(), current != 0x0A { index += 1 }
    }

    private mutating func skipBlockComment() {
        while index < bytes.count, !starts(with: "*/") {
            if bytes[index] == 0x0A { line += 1 }
            index += 1
        }
        index = min(index + 2, bytes.count)
    }

    private mutating func readName() {
        let start = index
        while let current = byte(), Self.continuesName(current) { index += 1 }
        append(.identifier(String(decoding: bytes[start..<index], as: UTF8.self)))
    }

    private mutating func readNumber() {
        let start = index
        while let current = byte(), (0x30...0x39).contains(current) || current == 0x2E {
            // `1..` never occurs, but `[0].name` ends the number before the dot.
            if current == 0x2E, !(byte(1).map { (0x30...0x39).contains($0) } ?? false) { break }
            index += 1
        }
        append(.number(Double(String(decoding: bytes[start..<index], as: UTF8.self)) ?? .nan))
    }

    private mutating func readSymbol() {
        let pairs = ["=>", "==", "!=", ">=", "<=", "&&", "||"]
        let next = byte(1).map { [bytes[index], $0] } ?? [bytes[index]]
        let pair = String(decoding: next, as: UTF8.self)
        let text = pairs.contains(pair) ? pair : String(decoding: [bytes[index]], as: UTF8.self)
        append(.symbol(text))
        index += text.utf8.count
    }

    private mutating func readString() throws(HCLError) {
        let start = line
        index += 1
        var text: [UInt8] = []
        var interpolations: [[HCLToken]] = []
        while let current = byte() {
            switch current {
            case UInt8(ascii: "\""):
                index += 1
                let kind = HCLToken.Kind.string(
                    String(decoding: text, as: UTF8.self),
                    interpolations: interpolations
                )
                tokens.append(HCLToken(kind: kind, line: start))
                return
            case UInt8(ascii: "\\"):
                text.append(Self.unescaped(byte(1)))
                index += 2
            case UInt8(ascii: "$") where starts(with: "${"):
                let body = try readInterpolation()
                text += Array("${\(body)}".utf8)
                interpolations.append(try Self.tokens(of: body, line: start))
            case 0x0A: throw HCLError(line: start, reason: "a string without its closing quote")
            default:
                text.append(current)
                index += 1
            }
        }
        throw HCLError(line: start, reason: "a string without its closing quote")
    }

    /// The text between `${` and its `}`, past strings and braces within it.
    private mutating func readInterpolation() throws(HCLError) -> String {
        index += 2
        let start = index
        var depth = 1
        var isQuoted = false
        while let current = byte() {
            switch current {
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "{") where !isQuoted: depth += 1
            case UInt8(ascii: "}") where !isQuoted: depth -= 1
            default: break
            }
            index += 1
            if depth == 0 {
                return String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
            }
        }
        throw HCLError(line: line, reason: "'${' without its '}'")
    }

    private mutating func readHeredoc() throws(HCLError) {
        let start = line
        index += byte(2) == UInt8(ascii: "-") ? 3 : 2
        let nameStart = index
        while let current = byte(), Self.continuesName(current) { index += 1 }
        let name = String(decoding: bytes[nameStart..<index], as: UTF8.self)
        skipLine()
        var text: [String] = []
        while index < bytes.count {
            index += 1
            line += 1
            let lineStart = index
            skipLine()
            let content = String(decoding: bytes[lineStart..<index], as: UTF8.self)
            if content.drop(while: { $0 == " " }) == name {
                let kind = HCLToken.Kind.string(
                    text.joined(separator: "\n"),
                    interpolations: []
                )
                tokens.append(HCLToken(kind: kind, line: start))
                return
            }
            text.append(content)
        }
        throw HCLError(line: start, reason: "a heredoc without its end '\(name)'")
    }

    private static func startsName(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        startsName(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }

    private static func unescaped(_ byte: UInt8?) -> UInt8 {
        switch byte {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case let other?: other
        case nil: UInt8(ascii: "\\")
        }
    }
}
