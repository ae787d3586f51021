/// Seconds from a metric to its alert: it is sampled, judged and grouped with others.
struct AlertDelay {
    /// For which the first of a group waits for others.
    static let groupWait = 10

    /// Between two samples, which are judged as often as they are taken.
    let interval: Int

    init(_ assumptions: Assumptions) {
        self.init(interval: assumptions.figure(.scrapeSeconds).whole)
    }

    init(interval: Int) { self.interval = interval }

    /// Prometheus takes no timeout beyond its interval.
    var timeout: Int { min(10, interval) }
    var total: Int { 2 * interval + Self.groupWait }

    /// The longest interval that keeps a delay of `seconds`, or nil when not even the shortest does.
    static func interval(within seconds: Double) -> Int? {
        let longest = Int((seconds - Double(groupWait)) / 2)
        return Double(longest) < AssumptionKey.scrapeSeconds.standard.range.lowerBound
            ? nil : longest
    }
}
