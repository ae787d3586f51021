/// The machine of the monitoring where there is no cluster, from the same series as its volume.
package struct MonitoringHostSizing: Sendable, Hashable {
    package let type: NodeType
    package let memoryGiB: Figure
    /// Goes with the machine; what is kept lies on the volume of the metrics.
    package let rootGB: Int
    /// Of the volume of the metrics, in the vault.
    package let snapshotGB: Figure

    package static let snapshotDays = 7
    /// Exporters' and agents' ports, beside those of the services.
    package static let exporterPorts = [2020, 9100]
    package static let tracePorts = [4317, 4318]

    /// Ports of the workloads that the host scrapes.
    package static func scrapePorts(_ request: InfrastructureRequest) -> [Int] {
        Set(request.application.services.map(\.port) + exporterPorts).sorted()
    }
}

/// Sizes it.
struct MonitoringHostSizer {
    let sizing: MonitoringHostSizing
    let figures: [Figure]

    init(_ environment: EnvironmentSizer, series: Figure, storage: Figure, days: Figure) {
        let memory = Figure.derived(
            environment.id("metrics.hostMemoryGiB"),
            Double(PrometheusValues.memoryGiB(series.value)) * 2 + 2,
            "GiB",
            "2 × the GiB of $0 of 6 KiB each, rounded up, for Prometheus and the page cache, + 2 for "
                + "Grafana, the exporters and the newest traces",
            [series]
        )
        let kept = Double(MonitoringHostSizing.snapshotDays)
        let snapshots = Figure.derived(
            environment.id("metrics.snapshotGB"),
            storage.value * (1 + 3 * kept / days.value),
            "GB",
            "the data and \(NumberText.plain(kept)) days of what is written, each block three times (log, "
                + "block, compaction): $0 × (1 + 3 × \(NumberText.plain(kept)) ÷ $1)",
            [storage, days]
        )
        let types = environment.isProductionLike ? Catalogue.nodes : Catalogue.smallNodes
        sizing = MonitoringHostSizing(
            type: types.first { $0.memoryGiB >= memory.value } ?? types[types.count - 1],
            memoryGiB: memory,
            rootGB: 20,
            snapshotGB: snapshots
        )
        figures = [memory, snapshots]
    }
}
