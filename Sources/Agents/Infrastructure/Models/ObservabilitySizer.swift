/// Room for logs and metrics.
struct ObservabilitySizer {
    private(set) var logging: LoggingSizing
    private(set) var metrics: MetricsSizing
    private(set) var figures: [Figure]

    init(_ environment: EnvironmentSizer, average: Figure, nodes: NodeSizing) {
        let logs = LogSizer(environment, average: average)
        let series = MetricsSizer(environment, nodes: nodes)
        logging = logs.sizing
        metrics = series.sizing
        figures = logs.figures + series.figures
    }
}

struct LogSizer {
    private(set) var sizing: LoggingSizing
    private(set) var figures: [Figure]

    init(_ environment: EnvironmentSizer, average: Figure) {
        let request = environment.request
        let perRequest = request.assumptions.figure(.logKBPerRequest)
        // Outside production hardly anybody clicks.
        let share = Figure.input(
            environment.id("logs.trafficShare"),
            environment.name == .production ? 1 : request.assumptions[.nonProductionTrafficShare],
            "of the load"
        )
        let perDay = Figure.derived(
            environment.id("logs.gbPerDay"),
            average.value * share.value * perRequest.value * 86_400 / 1e6,
            "GB/day",
            "average requests/s × share × kB a request × 86,400 ÷ 10⁶ = $0 × $1 × $2 × 86,400 ÷ 10⁶",
            [average, share, perRequest]
        )
        let compliance = request.compliance
        let hot = RetentionRules.hotDays(compliance)
        let archive = RetentionRules.archiveDays(compliance)
        let copies = environment.isProductionLike ? 2 : 1
        let days = Figure.input(environment.id("logs.hotDays"), Double(hot), "d")
        let disk = Figure.derived(
            environment.id("logs.diskGB"),
            perDay.value * days.value * Double(copies) / 0.85,
            "GB",
            "GB a day × days × \(copies) copies ÷ 0.85 = $0 × $1 × \(copies) ÷ 0.85",
            [perDay, days]
        )
        let stored = Figure.derived(
            environment.id("logs.archiveGB"),
            perDay.value * Double(archive) * 0.2,
            "GB",
            "GB a day × \(archive) days, compressed to a fifth: $0 × \(archive) × 0.2",
            [perDay]
        )
        figures = [perRequest, share, perDay, days, disk, stored]
        sizing = Self.sizing(environment, perDay, disk, stored, hot, archive, copies)
    }

    private static func sizing(
        _ environment: EnvironmentSizer,
        _ perDay: Figure,
        _ disk: Figure,
        _ archiveGB: Figure,
        _ hot: Int,
        _ archive: Int,
        _ copies: Int
    ) -> LoggingSizing {
        let kind = environment.request.technology.logging
        let ratio = environment.request.assumptions[.logDiskToRamRatio]
        let floor = environment.isProductionLike ? 3 : 1
        // Few nodes that serve the disk; more of the largest when three are not enough.
        let type =
            Catalogue.logNodes.first { $0.memoryGiB * ratio * Double(floor) >= disk.value }
            ?? Catalogue.logNodes[Catalogue.logNodes.count - 1]
        let nodes = max(floor, Int((disk.value / (type.memoryGiB * ratio)).rounded(.up)))
        let perNode = max(20, Int((disk.value / Double(nodes) / 10).rounded(.up)) * 10)
        return LoggingSizing(
            kind: kind,
            gbPerDay: perDay,
            hotDays: hot,
            archiveDays: archive,
            copies: copies,
            diskGB: disk,
            nodeType: type,
            nodes: kind == "cloudwatch" ? 0 : nodes,
            diskGBPerNode: kind == "cloudwatch" ? 0 : perNode,
            archiveGB: archiveGB
        )
    }
}

struct MetricsSizer {
    private(set) var sizing: MetricsSizing
    private(set) var figures: [Figure]

    init(_ environment: EnvironmentSizer, nodes: NodeSizing) {
        let assumptions = environment.request.assumptions
        let days = assumptions.figure(.metricsRetentionDays)
        let scrape = assumptions.figure(.scrapeSeconds)
        let series = Figure.derived(
            environment.id("metrics.series"),
            nodes.maximum.value * 1500 + 30_000,
            "series",
            "1,500 a node at the spike + 30,000: $0 × 1,500 + 30,000",
            [nodes.maximum]
        )
        let storage = Figure.derived(
            environment.id("metrics.storageGB"),
            series.value * 86_400 / scrape.value * days.value * 1.5 / 1e9,
            "GB",
            "series × 86,400 ÷ interval × days × 1.5 bytes ÷ 10⁹ = "
                + "$0 × 86,400 ÷ $1 × $2 × 1.5 ÷ 10⁹",
            [series, scrape, days]
        )
        let host =
            environment.request.technology.usesCluster
            ? nil
            : MonitoringHostSizer(environment, series: series, storage: storage, days: days)
        sizing = MetricsSizing(
            series: series,
            retentionDays: days.whole,
            scrapeSeconds: scrape.whole,
            storageGB: storage,
            volumeGB: max(20, Int((storage.value / 0.8 / 10).rounded(.up)) * 10),
            host: host?.sizing
        )
        figures = [days, scrape, series, storage] + (host?.figures ?? [])
    }
}
