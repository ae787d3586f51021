/// An amount of US dollars in whole millionths, so that no sum depends on binary fractions.
package struct Money: Sendable, Hashable, Comparable {
    package var microUSD: Int64

    package static let zero = Money(microUSD: 0)

    package init(microUSD: Int64) { self.microUSD = microUSD }
    package init(dollars: Int) { microUSD = Int64(dollars) * 1_000_000 }

    /// An amount from decimal text with at most six decimals; nil for anything else.
    package init?(_ text: String) {
        guard let value = FixedPoint.parse(text, places: 6) else { return nil }
        microUSD = value
    }

    /// Half a cent is rounded away from zero, as invoices do.
    package var roundedToCents: Money {
        let half: Int64 = microUSD < 0 ? -5000 : 5000
        return Money(microUSD: (microUSD + half) / 10_000 * 10_000)
    }

    package var dollars: Double { Double(microUSD) / 1_000_000 }

    /// Two decimals, no grouping: `1234.50`.
    package var text: String {
        FixedPoint.text(roundedToCents.microUSD / 10_000, places: 2, minimumPlaces: 2)
    }

    /// Two decimals with grouping and a dollar sign: `$1,234.50`.
    package var display: String {
        let parts = text.split(separator: ".")
        let sign = microUSD < 0 ? "-" : ""
        let whole = NumberText.grouped(digits: String(parts[0].drop { $0 == "-" }))
        return sign + "$" + whole + "." + parts[1]
    }

    /// A unit price: as many decimals as it needs, at least two.
    package var priceText: String { FixedPoint.text(microUSD, places: 6, minimumPlaces: 2) }

    package static func < (left: Money, right: Money) -> Bool { left.microUSD < right.microUSD }
    package static func + (left: Money, right: Money) -> Money {
        Money(microUSD: left.microUSD + right.microUSD)
    }
    package static func - (left: Money, right: Money) -> Money {
        Money(microUSD: left.microUSD - right.microUSD)
    }
    package static func * (left: Money, right: Int64) -> Money {
        Money(microUSD: left.microUSD * right)
    }
    package static func += (left: inout Money, right: Money) { left = left + right }

    /// `thousandths` ÷ 1000 times this unit price, rounded to a millionth.
    package func times(thousandths: Int64) -> Money {
        let product = microUSD.multipliedFullWidth(by: thousandths)
        let divided = Int64(1000).dividingFullWidth(product)
        return Money(microUSD: divided.quotient + (divided.remainder >= 500 ? 1 : 0))
    }
}

extension Sequence<Money> {
    package var total: Money { reduce(.zero, +) }
}

/// Decimal text to and from whole numbers of a fixed unit.
package enum FixedPoint {
    /// The number in units of 10^-places; nil when `text` is no such number.
    package static func parse(_ text: String, places: Int) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.utf8.allSatisfy(isDigit) else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.count <= places, fraction.utf8.allSatisfy(isDigit),
            parts.count == 1 || !fraction.isEmpty
        else { return nil }
        let padded = fraction + String(repeating: "0", count: places - fraction.count)
        guard let value = Int64(String(whole) + padded) else { return nil }
        return isNegative ? -value : value
    }

    package static func text(_ value: Int64, places: Int, minimumPlaces: Int = 0) -> String {
        var digits = String(value.magnitude)
        digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let whole = digits.dropLast(places)
        var fraction = digits.suffix(places)
        while fraction.count > minimumPlaces, fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
