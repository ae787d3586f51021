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
        let text = plain(value, places: places)
        let parts = text.split(separator: ".", maxSplits: 1)
        let sign = text.hasPrefix("-") ? "-" : ""
        let whole = grouped(digits: String(parts[0].drop { $0 == "-" }))
        return sign + whole + (parts.count == 2 ? "." + parts[1] : "")
    }

    static func grouped(digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// `value` rounded to `places` decimals, so that what is printed is what is calculated with.
    package static func rounded(_ value: Double, places: Int) -> Double {
        Double(plain(value, places: places)) ?? value
    }
}
