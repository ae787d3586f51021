/// Hints for numbers that were written in another unit than the key has.
enum UnitHints {
    private static let shares: Set<String> = [
        "readRatio", "hitRatio", "averageToPeak", "cacheableFraction", "monthlyGrowth", "scale",
        "cpuTargetUtilization", "databaseTargetUtilization", "hotSetFraction",
        "nonProductionTrafficShare",
    ]

    /// Nil when the number does not look like another unit.
    static func hint(_ path: [String], _ number: Double, _ range: ClosedRange<Double>) -> String? {
        let key = path.last ?? ""
        if shares.contains(key), number > 1, number <= 100 {
            return share(number)
        }
        switch key {
        case "availability" where number > 0 && number <= 1:
            return "it is a percentage: write \(NumberText.plain(number * 100, places: 6))"
        case "availability" where number > range.upperBound && number < 100:
            return "more than five nines cannot be engineered in one region; write 99.9 for 43.2 "
                + "minutes of 30 days"
        case "recoveryCapacityPercent" where number > 0 && number < 1:
            return "it is a percentage: write \(NumberText.plain(number * 100))"
        case "rtoMinutes", "rpoMinutes", "provisioningMinutes", "changeMinutes":
            return number > range.upperBound
                ? "it is in minutes, not in seconds" : "it is in minutes; one is the least"
        case "requestMilliCpu" where number < 10:
            return "it is in thousandths of a CPU: write \(NumberText.plain(number * 1000)) for "
                + NumberText.plain(number) + " CPU"
        case "memoryMiBPerReplica" where number < 16:
            return "it is in MiB: write \(NumberText.plain(number * 1024)) for "
                + NumberText.plain(number) + " GiB"
        case "concurrentUsers" where number < 1:
            return "without users there is nothing to size; count those of the daily peak"
        case "p95Ms" where number > 0 && number < 10:
            return "it is in milliseconds: write \(NumberText.plain(number * 1000)) for "
                + NumberText.plain(number) + " s"
        default:
            return nil
        }
    }

    private static func share(_ number: Double) -> String {
        "it is a share between 0 and 1: write \(NumberText.plain(number / 100)) for "
            + "\(NumberText.plain(number)) %"
    }
}
