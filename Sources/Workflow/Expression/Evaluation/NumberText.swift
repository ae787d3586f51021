/// Numbers as text, both ways.
enum NumberText {
    /// The number that `text` is, without the space around it; NaN when it is none, 0 when empty.
    ///
    /// Decimal with a sign, a fraction and an exponent, `0x` and hexadecimal digits, `0o` and octal
    /// digits, `Infinity` with a sign.
    static func number(of text: String) -> Double {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return 0 }
        let trimmed = Substring(scalars[start...end])
        switch trimmed {
        case "Infinity", "+Infinity": return .infinity
        case "-Infinity": return -.infinity
        case _ where trimmed.hasPrefix("0x"):
            return number(ofDigits: trimmed.dropFirst(2), radix: 16)
        case _ where trimmed.hasPrefix("0o"):
            return number(ofDigits: trimmed.dropFirst(2), radix: 8)
        default: return isDecimal(Array(trimmed.utf8)) ? Double(trimmed) ?? .nan : .nan
        }
    }

    private static func number(ofDigits digits: Substring, radix: Int) -> Double {
        var number = 0.0
        for digit in digits {
            guard digit.isASCII, let value = digit.hexDigitValue, value < radix else { return .nan }
            number = number * Double(radix) + Double(value)
        }
        return digits.isEmpty ? .nan : number
    }

    /// `[+-] digits [. digits] [e [+-] digits]`, with a digit before or after the point.
    private static func isDecimal(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        dropSign(&rest)
        var digits = dropDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            digits += dropDigits(&rest)
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            dropSign(&rest)
            guard dropDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func dropSign(_ bytes: inout ArraySlice<UInt8>) {
        if bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-") {
            bytes = bytes.dropFirst()
        }
    }

    private static func dropDigits(_ bytes: inout ArraySlice<UInt8>) -> Int {
        let rest = bytes.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        defer { bytes = rest }
        return bytes.count - rest.count
    }

    /// At most 15 significant digits, as .NET's format `G15`: `0.1`, `1E+21`, `1E-05`.
    static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == 0 { return "0" }
        if abs(number) < 1e15, let whole = Int64(exactly: number) { return String(whole) }
        let decimal = Decimal(rounding: abs(number), toDigits: 15)
        return (number < 0 ? "-" : "") + decimal.text
    }
}
