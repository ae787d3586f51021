/// The hours in which an environment runs, `MON-FRI 08:00-20:00 America/New_York`.
///
/// Without a time zone the clock would silently be UTC, so the zone is required.
package struct WeeklySchedule: Sendable, Hashable, CustomStringConvertible {
    package static let dayNames = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
    package static let hoursPerWeek = 168.0

    /// Indices into `dayNames`, ascending.
    package let days: [Int]
    package let startMinute: Int
    package let endMinute: Int
    package let timeZone: String
    package let description: String

    package init?(_ text: String) {
        let fields = text.split(separator: " ")
        guard fields.count == 3, let days = Self.days(String(fields[0])) else { return nil }
        let times = fields[1].split(separator: "-").map { Self.minute(String($0)) }
        guard times.count == 2, let start = times[0], let end = times[1], start < end else {
            return nil
        }
        let zone = String(fields[2])
        guard zone == "UTC" || zone.contains("/") else { return nil }
        self.days = days
        startMinute = start
        endMinute = end
        timeZone = zone
        description = text
    }

    package var hoursEachWeek: Double { Double(days.count * (endMinute - startMinute)) / 60 }
    /// Share of the week in which it runs, 0.357 for MON-FRI 08:00-20:00.
    package var fractionOfWeek: Double { hoursEachWeek / Self.hoursPerWeek }

    private static func days(_ text: String) -> [Int]? {
        let ends = text.split(separator: "-").map { dayNames.firstIndex(of: String($0)) }
        switch ends.count {
        case 1: return ends[0].map { [$0] }
        case 2:
            guard let first = ends[0], let last = ends[1], first <= last else { return nil }
            return Array(first...last)
        default: return nil
        }
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute),
            hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
