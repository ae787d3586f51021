package import Workflow

/// Sizes of everything that carries load, for each environment.
///
/// "Ten times" means all of it: nodes, database, connections, cache. What cannot be sized for the
/// spike is a conflict, never a silent compromise.
package struct SizingModel: Sendable, Hashable {
    package let traffic: TrafficModel
    /// In the order of promotion.
    package let environments: [EnvironmentSizing]
    package let latency: LatencyModel
    private let primaryName: EnvironmentName

    package init(request: InfrastructureRequest) {
        let traffic = TrafficModel(request.traffic)
        let primaryName = request.environments.primary
        self.traffic = traffic
        self.primaryName = primaryName
        environments = request.environments.order.map { name in
            EnvironmentSizer(request: request, traffic: traffic, name: name).sizing()
        }
        let primary = environments.first { $0.name == primaryName }
        latency = LatencyModel(
            request: request,
            load: primary?.peakDynamicRps ?? traffic.peakDynamicRps,
            services: primary?.services ?? []
        )
    }

    package subscript(name: EnvironmentName) -> EnvironmentSizing? {
        environments.first { $0.name == name }
    }

    /// The environment that carries the customers; what the others are measured against.
    package var primary: EnvironmentSizing? { self[primaryName] }

    /// The spike over the daily peak that the primary environment is sized for.
    package var primarySpikeFactor: Double {
        guard primaryName.isProductionLike,
            traffic.peakDynamicRps.value > 0
        else { return 1 }
        return traffic.spikeDynamicRps.value / traffic.peakDynamicRps.value
    }

    package var figures: [Figure] {
        traffic.figures + environments.flatMap(\.figures) + latency.figures
    }

    package var conflicts: [Finding] {
        environments.flatMap(\.conflicts) + latency.conflicts
    }
}

/// Sizes one environment.
struct EnvironmentSizer {
    let request: InfrastructureRequest
    let traffic: TrafficModel
    let name: EnvironmentName

    var isProductionLike: Bool { name.isProductionLike }

    /// Production-like environments span all zones, integration two; development has one, for
    /// nothing in it must survive a zone.
    var zones: Int {
        switch name {
        case .production, .staging: request.cloud.zones
        case .integration: 2
        case .development: 1
        }
    }

    func id(_ suffix: String) -> String { name.rawValue + "." + suffix }

    func sizing() -> EnvironmentSizing {
        let settings = request.environments.settings(of: name)
        let scale = Figure.input(id("scale"), settings?.scale ?? 1, "of production")
        let peak = scaled("peakDynamicRps", traffic.peakDynamicRps, scale)
        // Spikes are for those who carry customers, and for where that is rehearsed.
        let spike =
            isProductionLike
            ? scaled("spikeDynamicRps", traffic.spikeDynamicRps, scale)
            : Figure.derived(
                id("spikeDynamicRps"),
                peak.value,
                "requests/s",
                "no spike: $0",
                [peak]
            )
        let average = scaled("averageRps", traffic.averageRps, scale)
        let running = runningHours(settings?.schedule)
        let services = ServiceSizer(self, peak: peak, spike: spike)
        let nodes = NodeSizer(self, services: services, peak: peak, spike: spike)
        let stores = StoreSizer(self, spike: spike, replicas: services.sizings)
        let observability = ObservabilitySizer(self, average: average, nodes: nodes.sizing)
        return EnvironmentSizing(
            name: name,
            profile: settings?.profile ?? "",
            zones: zones,
            scale: scale,
            schedule: settings?.schedule,
            runningHours: running[running.count - 1],
            peakDynamicRps: peak,
            services: services.sizings,
            nodes: nodes.sizing,
            database: stores.database,
            cache: stores.cache,
            logging: observability.logging,
            metrics: observability.metrics,
            natGateways: isProductionLike ? zones : 1,
            deletionProtection: name == .production,
            figures: [scale, peak, spike, average] + running + services.figures + nodes.figures
                + stores.figures + observability.figures,
            conflicts: name == request.environments.primary
                ? nodes.conflicts + stores.conflicts : []
        )
    }

    private func scaled(_ suffix: String, _ load: Figure, _ scale: Figure) -> Figure {
        .derived(
            id(suffix),
            load.value * scale.value,
            load.unit,
            "production's × scale = $0 × $1",
            [load, scale]
        )
    }

    /// What it is calculated from, and last the hours themselves.
    private func runningHours(_ schedule: WeeklySchedule?) -> [Figure] {
        let hours = TrafficModel.hoursPerMonth
        guard let schedule else {
            return [
                .derived(id("runningHours"), hours.value, "h/month", "always: $0", [hours])
            ]
        }
        let week = Figure.input(id("scheduledHoursPerWeek"), schedule.hoursEachWeek, "h/week")
        let running = Figure.derived(
            id("runningHours"),
            hours.value * schedule.fractionOfWeek,
            "h/month",
            "hours × scheduled hours a week ÷ 168 = $0 × $1 ÷ 168",
            [hours, week]
        )
        return [week, running]
    }
}
