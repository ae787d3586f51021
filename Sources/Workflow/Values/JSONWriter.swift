/// Writes values as JSON text: the one writer for the journal, digests and what is printed.
///
/// Integers up to 2^53 are written without a fraction. NaN and the infinities, which JSON has not,
/// are written as `NaN`, `Infinity` and `-Infinity`; `JSONReader` takes them back.
package struct JSONWriter {
    private var bytes: [UInt8] = []
    private let indent: Int?

    private init(indent: Int?) { self.indent = indent }

    /// One line, members in their own order.
    package static func compact(_ value: Value) -> String {
        var writer = JSONWriter(indent: nil)
        writer.bytes.reserveCapacity(256)
        writer.write(value, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Indented by two spaces, without a final newline.
    package static func pretty(_ value: Value) -> String {
        var writer = JSONWriter(indent: 2)
        writer.write(value, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// One line, the members of every object sorted by key: equal values give equal text.
    package static func canonical(_ value: Value) -> String {
        compact(value.withSortedKeys)
    }

    private mutating func write(_ value: Value, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let number): append(Self.text(of: number))
        case .string(let string): write(string)
        case .array(let elements):
            writeContainer("[", "]", count: elements.count, depth: depth) { writer, index in
                writer.write(elements[index], depth: depth + 1)
            }
        case .object(let members):
            let pairs = members.pairs
            writeContainer("{", "}", count: pairs.count, depth: depth) { writer, index in
                writer.write(pairs[index].key)
                writer.append(writer.indent == nil ? ":" : ": ")
                writer.write(pairs[index].value, depth: depth + 1)
            }
        }
    }

    private mutating func writeContainer(
        _ open: StaticString,
        _ close: StaticString,
        count: Int,
        depth: Int,
        element: (inout JSONWriter, Int) -> Void
    ) {
        append(open)
        for index in 0..<count {
            if index > 0 { append(",") }
            newline(depth: depth + 1)
            element(&self, index)
        }
        if count > 0 { newline(depth: depth) }
        append(close)
    }

    private mutating func newline(depth: Int) {
        guard let indent else { return }
        bytes.append(0x0A)
        for _ in 0..<(indent * depth) { bytes.append(0x20) }
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ string: String) {
        bytes.append(0x22)
        for byte in string.utf8 {
            switch byte {
            case 0x22: append("\\\"")
            case 0x5C: append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0x00...0x1F, 0x7F:
                append("\\u00")
                bytes.append(Self.hexDigit(byte >> 4))
                bytes.append(Self.hexDigit(byte & 0xF))
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }

    private static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == number.rounded(.towardZero), abs(number) < 9_007_199_254_740_992 {
            return String(Int64(number))
        }
        return "\(number)"
    }
}

extension Value {
    /// The same value with the members of every object sorted by key.
    package var withSortedKeys: Value {
        switch self {
        case .array(let elements): .array(elements.map(\.withSortedKeys))
        case .object(let members):
            .object(
                Members(
                    members.pairs.sorted { $0.key < $1.key }.map {
                        ($0.key, $0.value.withSortedKeys)
                    }
                )
            )
        default: self
        }
    }
}
