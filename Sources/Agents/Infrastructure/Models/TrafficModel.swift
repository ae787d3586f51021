/// The load, from people to requests and bytes.
///
/// Figures say in their ids whether they are of the daily peak, of the spike above it or of the
/// average.
package struct TrafficModel: Sendable, Hashable {
    package let users: Figure
    package let peakRps: Figure
    package let inFlight: Figure
    package let peakDynamicRps: Figure
    package let spikeRps: Figure
    package let spikeDynamicRps: Figure
    package let averageRps: Figure
    package let averageDynamicRps: Figure
    package let requestsPerMonth: Figure
    package let dynamicRequestsPerMonth: Figure
    package let egressGBPerMonth: Figure
    package let figures: [Figure]

    package static let hoursPerMonth = Figure.input("calendar.hoursPerMonth", 730, "h")

    package init(_ traffic: InfrastructureRequest.Traffic) {
        let users = Figure.input("traffic.concurrentUsers", traffic.concurrentUsers, "users")
        let perClick = Figure.input(
            "traffic.requestsPerInteraction",
            traffic.requestsPerInteraction,
            "requests"
        )
        let think = Figure.input("traffic.thinkTimeSeconds", traffic.thinkTimeSeconds, "s")
        let cacheable = Figure.input("traffic.cacheableFraction", traffic.cacheableFraction, "")
        let spike = Figure.input("traffic.spikeFactor", traffic.spikeFactor, "")
        let ratio = Figure.input("traffic.averageToPeak", traffic.averageToPeak, "")
        let p95 = Figure.input("traffic.p95Ms", traffic.p95Ms, "ms")
        let size = Figure.input("traffic.responseKiB", traffic.responseKiB, "KiB")

        let peak = Figure.derived(
            "traffic.peakRps",
            users.value * perClick.value / think.value,
            "requests/s",
            "users × requests per interaction ÷ think time = $0 × $1 ÷ $2",
            [users, perClick, think]
        )
        let dynamic = Self.dynamic("traffic.peakDynamicRps", peak, cacheable)
        let spiking = Self.spiking("traffic.spikeRps", peak, spike)
        let average = Figure.derived(
            "traffic.averageRps",
            peak.value * ratio.value,
            "requests/s",
            "peak × average-to-peak = $0 × $1",
            [peak, ratio]
        )
        let averageDynamic = Self.dynamic("traffic.averageDynamicRps", average, cacheable)
        let requests = Self.perMonth("traffic.requestsPerMonth", average)
        self.users = users
        peakRps = peak
        inFlight = Self.inFlight(peak, p95)
        peakDynamicRps = dynamic
        spikeRps = spiking
        spikeDynamicRps = Self.spiking("traffic.spikeDynamicRps", dynamic, spike)
        averageRps = average
        averageDynamicRps = averageDynamic
        requestsPerMonth = requests
        dynamicRequestsPerMonth = Self.perMonth("traffic.dynamicRequestsPerMonth", averageDynamic)
        egressGBPerMonth = Self.egress(requests, size)
        figures = [
            users, perClick, think, peakRps, p95, inFlight, cacheable, peakDynamicRps, spike,
            spikeRps, spikeDynamicRps, ratio, averageRps, averageDynamicRps, Self.hoursPerMonth,
            requestsPerMonth, dynamicRequestsPerMonth, size, egressGBPerMonth,
        ]
    }

    private static func inFlight(_ peak: Figure, _ p95: Figure) -> Figure {
        .derived(
            "traffic.inFlight",
            peak.value * p95.value / 1000,
            "requests",
            "peak × p95 ÷ 1000 = $0 × $1 ÷ 1000 (Little's law takes the mean: an upper bound)",
            [peak, p95]
        )
    }

    private static func egress(_ requests: Figure, _ size: Figure) -> Figure {
        .derived(
            "traffic.egressGBPerMonth",
            requests.value * size.value * 1024 / 1e9,
            "GB",
            "requests × response × 1,024 ÷ 10⁹ = $0 × $1 × 1,024 ÷ 10⁹",
            [requests, size]
        )
    }

    private static func dynamic(_ id: String, _ load: Figure, _ cacheable: Figure) -> Figure {
        .derived(
            id,
            load.value * (1 - cacheable.value),
            "requests/s",
            "load × (1 − cacheable) = $0 × (1 − $1)",
            [load, cacheable]
        )
    }

    private static func spiking(_ id: String, _ load: Figure, _ spike: Figure) -> Figure {
        .derived(
            id,
            load.value * spike.value,
            "requests/s",
            "peak × spike factor = $0 × $1",
            [load, spike]
        )
    }

    private static func perMonth(_ id: String, _ rate: Figure) -> Figure {
        .derived(
            id,
            rate.value * 3600 * hoursPerMonth.value,
            "requests",
            "average × 3,600 × hours = $0 × 3,600 × $1",
            [rate, hoursPerMonth]
        )
    }
}
