/// A moment: milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func advanced(byMilliseconds delta: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + delta)
    }

    /// RFC 3339 in UTC with milliseconds, `2026-11-22T04:50:06.123Z`.
    package var description: String {
        let day = milliseconds.flooredQuotient(by: 86_400_000)
        let inDay = milliseconds - day * 86_400_000
        let date = CivilDate(daysSince1970: day)
        let time = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60]
            .map { Self.padded($0, to: 2) }.joined(separator: ":")
        return "\(date)T\(time).\(Self.padded(inDay % 1000, to: 3))Z"
    }

    /// The calendar day in UTC.
    package var date: CivilDate {
        CivilDate(daysSince1970: milliseconds.flooredQuotient(by: 86_400_000))
    }

    /// A moment from RFC 3339 in UTC (`…Z`, with or without a fraction); nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, parts[1].hasSuffix("Z"), let date = CivilDate(String(parts[0]))
        else { return nil }
        let clock = parts[1].dropLast().split(separator: ".", maxSplits: 1)
        let fields = clock.first?.split(separator: ":").compactMap { Int64($0) } ?? []
        guard fields.count == 3, fields[0] < 24, fields[1] < 60, fields[2] < 61 else { return nil }
        let fraction =
            clock.count == 2 ? Int64(String(clock[1].prefix(3)).padded(with: "0", to: 3)) : 0
        guard let fraction else { return nil }
        milliseconds =
            date.daysSince1970 * 86_400_000 + fields[0] * 3_600_000 + fields[1] * 60_000
            + fields[2] * 1000 + fraction
    }

    private static func padded(_ value: Int64, to width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

/// A day of the Gregorian calendar, written `2026-11-22`.
package struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let year: Int64
    package let month: Int64
    package let day: Int64

    /// The day that lies `daysSince1970` days after 1970-01-01.
    ///
    /// The conversion counts in eras of 400 years that begin on 1 March, so that the leap day is
    /// the last of a year (H. Hinnant, "chrono-compatible low-level date algorithms").
    package init(daysSince1970: Int64) {
        let shifted = daysSince1970 + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// A day from its written form; nil when there is no such day.
    package init?(_ text: String) {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].count == 4, fields[1].count == 2, fields[2].count == 2,
            let year = Int64(fields[0]), let month = Int64(fields[1]), let day = Int64(fields[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        guard CivilDate(daysSince1970: daysSince1970) == self else { return nil }
    }

    package var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.flooredQuotient(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package var description: String {
        "\(String(year).padded(with: "0", to: 4, atStart: true))-"
            + "\(String(month).padded(with: "0", to: 2, atStart: true))-"
            + String(day).padded(with: "0", to: 2, atStart: true)
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension String {
    fileprivate func padded(with filler: Character, to width: Int, atStart: Bool = false) -> String
    {
        let filling = String(repeating: filler, count: Swift.max(0, width - count))
        return atStart ? filling + self : self + filling
    }
}
