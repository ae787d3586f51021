/// How numbers are written in delivered files: the same digits on every machine.
package enum NumberText {
    /// `value` with at most `places` decimals, without trailing zeros, without grouping.
    package static func plain(_ value: Double, places: Int = 3) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        var digits = String(scaled % Int64(scale))
        digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        let sign = value < 0 && scaled != 0 ? "-" : ""
        return sign + String(whole) + (digits.isEmpty || places == 0 ? "" : "." + digits)
    }

    /// Like `plain`, with a comma between groups of three digits.
    package static func grouped(_ value: Double, places: Int = 3) -> String {
        let text = plain(value, places: places).utf8
        let sign = text.first == UInt8(ascii: "-") ? 1 : 0
        let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
        let whole = String(text[text.index(text.startIndex, offsetBy: sign)..<point]) ?? ""
        return (sign == 1 ? "-" : "") + grouped(digits: whole) + (String(text[point...]) ?? "")
    }

    static func grouped(digits: String) -> String {
        let count = digits.utf8.count
        guard count > 3 else { return digits }
        var result: [UInt8] = []
        for (index, digit) in digits.utf8.enumerated() {
            if index > 0, (count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `value` rounded to `places` decimals, so that what is printed is what is calculated with.
    package static func rounded(_ value: Double, places: Int) -> Double {
        Double(plain(value, places: places)) ?? value
    }
}
