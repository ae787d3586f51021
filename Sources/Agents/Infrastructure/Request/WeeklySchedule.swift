import Workflow

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
        guard TimeZoneNames.contains(zone) else { return nil }
        self.days = days
        startMinute = start
        endMinute = end
        timeZone = zone
        description = text
    }

    /// The days as they were written, `MON-FRI`.
    package var dayRange: String { String(description.prefix { $0 != " " }) }
    package var hoursEachWeek: Double { Double(days.count * (endMinute - startMinute)) / 60 }
    /// Share of the week in which it runs, 0.357 for MON-FRI 08:00-20:00.
    package var fractionOfWeek: Double { hoursEachWeek / Self.hoursPerWeek }

    /// When it starts and stops, as five fields of cron in its own time zone.
    ///
    /// A day that ends at 24:00 stops as the next one begins, unless that one runs from 00:00.
    package var startCron: String { Self.cron(startMinute, startDays) }
    package var stopCron: String { Self.cron(endMinute % 1440, stopDays) }
    /// From the first minute of the week to the last: nothing ever stops.
    package var isAlways: Bool { startDays.isEmpty }

    private var lastsOvernight: Bool { startMinute == 0 && endMinute == 1440 }

    private var startDays: [Int] {
        lastsOvernight ? days.filter { !days.contains(($0 + 6) % 7) } : days
    }

    private var stopDays: [Int] {
        guard endMinute == 1440 else { return days }
        let next = days.map { ($0 + 1) % 7 }.sorted()
        return lastsOvernight ? next.filter { !days.contains($0) } : next
    }

    private static func cron(_ minute: Int, _ days: [Int]) -> String {
        "\(minute % 60) \(minute / 60) * * " + days.map { dayNames[$0] }.joined(separator: ",")
    }

    /// Why a text is none, and what would be one; nil when only an example can help.
    package static func hint(_ text: String) -> String? {
        let fields = text.split(separator: " ")
        guard fields.count == 3 else { return nil }
        let zone = String(fields[2])
        if !TimeZoneNames.contains(zone) {
            let near = Spelling.nearest(to: zone, in: TimeZoneNames.all)
            return "'\(zone)' is no time zone"
                + (near.map { "; did you mean '\($0)'?" } ?? ", Europe/Berlin or UTC is one")
        }
        let ends = fields[0].split(separator: "-").compactMap { day in
            dayNames.firstIndex(of: String(day))
        }
        if ends.count == 2, ends[0] > ends[1] {
            return "a week begins on MON and ends on SUN"
        }
        let times = fields[1].split(separator: "-").compactMap { minute(String($0)) }
        if times.count == 2, times[0] >= times[1] {
            return "it ends on the day on which it starts; 24:00 is midnight"
        }
        return nil
    }

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
