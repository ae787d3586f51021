/// The decimal digits of a number: `0.d1d2d3… × 10^point`, without zeros at the end.
///
/// The digits are those of the exact value, rounded once; text of a shortest form would be rounded
/// twice.
struct Decimal {
    private var digits: [UInt8]
    private var point: Int

    /// Base 10^9, the least significant limb first.
    private struct Natural {
        private static let base: UInt64 = 1_000_000_000
        private var limbs: [UInt32]

        init(_ value: UInt64) {
            limbs = []
            var rest = value
            while rest > 0 {
                limbs.append(UInt32(rest % Self.base))
                rest /= Self.base
            }
        }

        mutating func multiply(by factor: UInt64) {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let product = UInt64(limbs[index]) * factor + carry
                limbs[index] = UInt32(product % Self.base)
                carry = product / Self.base
            }
            while carry > 0 {
                limbs.append(UInt32(carry % Self.base))
                carry /= Self.base
            }
        }

        /// Multiplies by `factor` to the power of `exponent`, `step` powers at a time.
        mutating func multiply(by factor: UInt64, power exponent: Int, step: Int) {
            let stride = (0..<step).reduce(1) { product, _ in product * factor }
            for _ in 0..<exponent / step { multiply(by: stride) }
            for _ in 0..<exponent % step { multiply(by: factor) }
        }

        var digits: [UInt8] {
            var digits: [UInt8] = []
            for limb in limbs.reversed() {
                var rest = limb
                var group = [UInt8](repeating: 0, count: 9)
                for index in group.indices.reversed() {
                    group[index] = UInt8(rest % 10)
                    rest /= 10
                }
                digits += group
            }
            return Array(digits.drop { $0 == 0 })
        }
    }

    /// A positive, finite number, rounded to `count` digits; a tie goes to the even digit.
    init(rounding number: Double, toDigits count: Int) {
        // number = significand × 2^exponent, with a whole significand.
        let isNormal = number.exponentBitPattern > 0
        let significand = number.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let exponent = Int(max(1, number.exponentBitPattern)) - 1075
        var natural = Natural(significand)
        if exponent >= 0 {
            natural.multiply(by: 2, power: exponent, step: 29)
        } else {
            // 2^-n is 5^n / 10^n.
            natural.multiply(by: 5, power: -exponent, step: 13)
        }
        digits = natural.digits
        point = digits.count + min(0, exponent)
        round(toDigits: count)
        while digits.last == 0 { digits.removeLast() }
    }

    private mutating func round(toDigits count: Int) {
        guard digits.count > count else { return }
        let next = digits[count]
        let isTie = next == 5 && digits[(count + 1)...].allSatisfy { $0 == 0 }
        let goesUp = isTie ? !digits[count - 1].isMultiple(of: 2) : next >= 5
        digits.removeSubrange(count...)
        guard goesUp else { return }
        while digits.last == 9 { digits.removeLast() }
        if let last = digits.popLast() {
            digits.append(last + 1)
        } else {
            digits = [1]
            point += 1
        }
    }

    /// In full from 0.0001 up to 10^15, with an exponent outside.
    var text: String {
        let figures = digits.map { String($0) }.joined()
        let exponent = point - 1
        if exponent < -4 || exponent >= 15 {
            let fraction = digits.count > 1 ? "." + figures.dropFirst() : ""
            let power = String(abs(exponent))
            return "\(figures.prefix(1))\(fraction)E\(exponent < 0 ? "-" : "+")"
                + (power.count < 2 ? "0" : "") + power
        }
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + figures }
        if digits.count <= point {
            return figures + String(repeating: "0", count: point - digits.count)
        }
        return "\(figures.prefix(point)).\(figures.dropFirst(point))"
    }
}
