/// What a plain scalar stands for, as in the core schema of YAML 1.2.
///
/// Only `null`, `~`, nothing, `true`, `false` and numbers are more than text. `no`, `on`, `12:30`,
/// `1_000` and dates are text, and so is a number that begins with a needless zero: it is an
/// account or a telephone number. Infinity and NaN are text too, because JSON has neither.
enum ScalarResolution {
    /// Nil when it is a number that cannot be kept exactly.
    static func value(ofPlain text: String) -> Value? {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, text.utf8.count <= 64,
            (0x30...0x39).contains(first) || first == 0x2B || first == 0x2D || first == 0x2E
        else { return .string(text) }
        return number(text)
    }

    /// A number when `text` is one, else text.
    private static func number(_ text: String) -> Value? {
        if text.hasPrefix("0x") || text.hasPrefix("0o") {
            let digits = text.dropFirst(2)
            guard let first = digits.utf8.first, first != 0x2B, first != 0x2D,
                let value = UInt64(digits, radix: text.hasPrefix("0x") ? 16 : 8)
            else { return .string(text) }
            return exact(value)
        }
        let unsigned =
            text.utf8.first == 0x2B || text.utf8.first == 0x2D ? text.dropFirst() : text[...]
        let digits = unsigned.utf8.prefix { (0x30...0x39).contains($0) }
        if digits.count > 1, digits.first == 0x30 { return .string(text) }
        if digits.count == unsigned.utf8.count, !digits.isEmpty {
            guard let magnitude = UInt64(unsigned) else { return nil }
            guard case .number(let value)? = exact(magnitude) else { return nil }
            return .number(text.hasPrefix("-") ? 0 - value : value)
        }
        guard isFloat(unsigned.utf8), let value = Double(text), value.isFinite else {
            return .string(text)
        }
        return .number(value)
    }

    private static func exact(_ value: UInt64) -> Value? {
        value <= 1 << 53 ? .number(Double(value)) : nil
    }

    /// Digits, at most one point, at most one exponent.
    private static func isFloat(_ text: Substring.UTF8View) -> Bool {
        var rest = text[...]
        func dropDigits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        var digits = dropDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            digits += dropDigits()
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
            guard dropDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
