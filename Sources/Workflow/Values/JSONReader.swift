/// A place and a reason why a text is no JSON.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Offset in bytes from the start of the text.
    package let offset: Int
    package let reason: String

    package var description: String { "not JSON at byte \(offset): \(reason)" }

    /// The line and column of the mistake in the text that was read.
    package func place(in bytes: [UInt8], file: String) -> Place {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = before.reversed().prefix { $0 != 0x0A }.count + 1
        return Place(file: file, line: line, column: column)
    }
}

/// Reads JSON text into a value, keeping the order of members.
package struct JSONReader {
    /// Deeper nesting than this is refused, so that no input can exhaust the stack.
    package static let maximumDepth = 512

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of the whole of `text`.
    ///
    /// - Throws: `JSONError` with the place of the first mistake.
    package static func value(of text: String) throws(JSONError) -> Value {
        try value(of: Array(text.utf8))
    }

    /// The value of the whole of `bytes`, which must be UTF-8.
    package static func value(of bytes: [UInt8]) throws(JSONError) -> Value {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        let value = try reader.readValue(depth: 0)
        reader.skipSpace()
        guard reader.index == bytes.count else { throw reader.error("text after the value") }
        return value
    }

    private func error(_ reason: String) -> JSONError { JSONError(offset: index, reason: reason) }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
        }
    }

    private mutating func readValue(depth: Int) throws(JSONError) -> Value {
        guard depth <= Self.maximumDepth else {
            throw error("nested deeper than \(Self.maximumDepth)")
        }
        switch current {
        case UInt8(ascii: "{"): return try readObject(depth: depth)
        case UInt8(ascii: "["): return try readArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case UInt8(ascii: "N"): return try readWord("NaN", .number(.nan))
        case UInt8(ascii: "I"): return try readWord("Infinity", .number(.infinity))
        case UInt8(ascii: "-")
        where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "I"):
            return try readWord("-Infinity", .number(-.infinity))
        case nil: throw error("ends too early")
        default: return try readNumber()
        }
    }

    private mutating func readWord(_ word: String, _ value: Value) throws(JSONError) -> Value {
        guard bytes[index...].starts(with: word.utf8) else { throw error("expected '\(word)'") }
        index += word.utf8.count
        return value
    }

    private mutating func readObject(depth: Int) throws(JSONError) -> Value {
        var members = Members()
        index += 1
        skipSpace()
        if current == UInt8(ascii: "}") {
            index += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("expected a member's name") }
            let key = try readString()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("expected ':'") }
            index += 1
            skipSpace()
            members[key] = try readValue(depth: depth + 1)
            if try readSeparator(end: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func readArray(depth: Int) throws(JSONError) -> Value {
        var elements: [Value] = []
        index += 1
        skipSpace()
        if current == UInt8(ascii: "]") {
            index += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try readValue(depth: depth + 1))
            if try readSeparator(end: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    /// True at the end of the container, false after a comma.
    private mutating func readSeparator(end: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard let byte = current, byte == end || byte == UInt8(ascii: ",") else {
            throw error("expected ',' or '\(Character(UnicodeScalar(end)))'")
        }
        index += 1
        return byte == end
    }

    private mutating func readNumber() throws(JSONError) -> Value {
        let start = index
        var isInteger = true
        while let byte = current {
            switch byte {
            case 0x30...0x39, UInt8(ascii: "-"): break
            case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                isInteger = false
            default:
                return try number(from: start, isInteger: isInteger)
            }
            index += 1
        }
        return try number(from: start, isInteger: isInteger)
    }

    private func number(from start: Int, isInteger: Bool) throws(JSONError) -> Value {
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard Self.isNumber(text) else {
            throw JSONError(offset: start, reason: "expected a value")
        }
        if isInteger, let value = Int64(text), abs(value) < 9_007_199_254_740_992 {
            return .number(Double(value))
        }
        guard let value = Double(text) else {
            throw JSONError(offset: start, reason: "expected a value")
        }
        return .number(value)
    }

    /// Whether `text` is written as JSON writes numbers, which is narrower than what `Double` takes.
    private static func isNumber(_ text: some StringProtocol) -> Bool {
        var rest = Array(text.utf8)[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !startsWithZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private mutating func readString() throws(JSONError) -> String {
        index += 1
        let start = index
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"),
            byte >= 0x20
        {
            index += 1
        }
        var text = Array(bytes[start..<index])
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return try decoded(text)
            case UInt8(ascii: "\\"): try readEscape(into: &text)
            case 0..<0x20: throw error("a control character in a string")
            default: text.append(byte)
            }
        }
        throw error("a string without an end")
    }

    private func decoded(_ text: [UInt8]) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw error("a string that is not UTF-8")
        }
        return string
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw error("a string without an end") }
        index += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try readScalar()).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func readScalar() throws(JSONError) -> Character {
        var code = try readHex()
        if (0xD800..<0xDC00).contains(code), current == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let low = try readHex()
            code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
        }
        return Character(UnicodeScalar(code) ?? "\u{FFFD}")
    }

    private mutating func readHex() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits") }
        index += 4
        return code
    }
}
