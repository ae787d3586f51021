import Foundation
package import Workflow

/// The response time of a dynamic request at the daily peak, hop by hop.
///
/// Service times are taken as exponential (M/M/c): the 95th percentile of a hop is then three times
/// its mean, plus the wait. The sum of percentiles is an upper bound of the percentile of the sum.
package struct LatencyModel: Sendable, Hashable {
    package let hops: [Figure]
    package let total: Figure
    package let targetMs: Double
    package let conflicts: [Finding]

    package var figures: [Figure] { hops + [total] }

    /// −ln 0.05: the 95th percentile of an exponential law over its mean.
    package static let percentileFactor = 2.996

    /// `load` is in requests a second, at the daily peak of the environment of `services`.
    init(request: InfrastructureRequest, load: Figure, services: [ServiceSizing]) {
        var hops = [
            Figure.input("latency.edge", 20, "ms"), Figure.input("latency.loadBalancer", 5, "ms"),
        ]
        for (service, wanted) in zip(services, request.application.services) {
            hops.append(Self.hop(service, wanted.cpuMsPerRequest, load))
        }
        let database = request.application.database
        if request.application.cache.isUsed { hops.append(.input("latency.cache", 2, "ms")) }
        let misses = 1 - database.readRatio * request.application.cache.hitRatio
        hops.append(
            .derived(
                "latency.database",
                database.queriesPerRequest * misses * database.cpuMsPerQuery
                    * Self.percentileFactor,
                "ms",
                "queries that reach it × CPU ms × 2.996 = "
                    + NumberText.plain(database.queriesPerRequest * misses)
                    + " × \(NumberText.plain(database.cpuMsPerQuery)) × 2.996",
                []
            )
        )
        hops.append(.input("latency.network", 5, "ms"))
        let sum = hops.map(\.value).reduce(0, +)
        let terms = hops.indices.map { "$\($0)" }.joined(separator: " + ")
        total = .derived("latency.p95Ms", sum, "ms", "sum of the hops = " + terms, hops)
        self.hops = hops
        targetMs = request.traffic.p95Ms
        conflicts = Self.conflicts(total, hops, targetMs)
    }

    private static func hop(_ service: ServiceSizing, _ ms: Double, _ load: Figure) -> Figure {
        let servers = max(1, service.minimumReplicas.value * service.milliCpu / 1000)
        let seconds = ms / 1000
        let wait = waitP95Ms(load.value, seconds, servers)
        return .derived(
            "latency." + service.name,
            ms * percentileFactor + wait,
            "ms",
            "CPU ms × 2.996 + wait of M/M/\(NumberText.plain(servers)) at $0 requests/s = "
                + "\(NumberText.plain(ms)) × 2.996 + \(NumberText.plain(wait))",
            [load]
        )
    }

    /// Time in the queue that 95 % stay below, with `servers` CPUs that need not be whole.
    static func waitP95Ms(_ load: Double, _ serviceSeconds: Double, _ servers: Double) -> Double {
        let offered = load * serviceSeconds
        let rho = offered / servers
        guard rho < 1 else { return 60_000 }
        let probability = probabilityOfWaiting(offered: offered, servers: servers)
        let wait = log(max(probability, 1e-12) / 0.05) * serviceSeconds / (servers * (1 - rho))
        return max(0, wait * 1000)
    }

    /// Between two whole numbers of servers it lies on the line between theirs; too few always wait.
    private static func probabilityOfWaiting(offered: Double, servers: Double) -> Double {
        let low = Int(servers.rounded(.down))
        let share = servers - Double(low)
        func probability(_ count: Int) -> Double {
            offered >= Double(count) ? 1 : erlangC(offered: offered, servers: count)
        }
        guard share > 0 else { return probability(low) }
        return probability(low) * (1 - share) + probability(low + 1) * share
    }

    /// The probability that a request has to wait, by way of Erlang B's recursion.
    package static func erlangC(offered: Double, servers: Int) -> Double {
        var blocking = 1.0
        for count in 1...max(1, servers) {
            blocking = offered * blocking / (Double(count) + offered * blocking)
        }
        let rho = offered / Double(servers)
        return blocking / (1 - rho * (1 - blocking))
    }

    private static func conflicts(
        _ total: Figure,
        _ hops: [Figure],
        _ target: Double
    ) -> [Finding] {
        guard total.value > target else { return [] }
        let worst = hops.max { $0.value < $1.value }
        return [
            Finding(
                .high,
                code: "latency.budget",
                "p95 adds up to \(total.text), the target is \(NumberText.plain(target)) ms; "
                    + "the longest hop is \(worst.map { String($0.id.dropFirst("latency.".count)) } ?? "") with \(worst?.text ?? "")",
                fix: "1. lower cpuMsPerRequest of the longest hop; 2. give replicas more CPU; "
                    + "3. cache more; 4. relax traffic.p95Ms"
            )
        ]
    }
}
