extension EnvironmentCost {
    func addLogs(to builder: inout CostBuilder) {
        let logging = sizing.logging
        let running = sizing.runningHours.value
        let monthGB = logging.gbPerDay.value * 730 / 24
        builder.add(
            scope,
            .observability,
            "logs",
            "log store nodes \(logging.nodeType.name)",
            price: "ec2." + logging.nodeType.name,
            quantity: Double(logging.nodes) * running,
            "\(logging.nodes) \(logging.nodes == 1 ? "node" : "nodes") × "
                + "\(NumberText.plain(running)) h",
            discount: "ec2",
            from: [logging.diskGB, sizing.runningHours]
        )
        builder.add(
            scope,
            .observability,
            "logs",
            "log store disks",
            price: "ebs.gp3",
            quantity: Double(logging.nodes * logging.diskGBPerNode),
            "\(logging.nodes) × \(logging.diskGBPerNode) GB",
            from: [logging.diskGB]
        )
        if logging.kind == "cloudwatch" {
            builder.add(
                scope,
                .observability,
                "logs",
                "log ingestion",
                price: "cloudwatch.logs-ingest",
                quantity: monthGB,
                "GB a day × 30.4",
                from: [logging.gbPerDay]
            )
        }
        let keptMonths = Double(logging.hotDays) * 24 / 730
        builder.add(
            scope,
            .observability,
            "logs",
            "logs kept by the provider",
            price: "cloudwatch.logs-archive",
            quantity: (logging.kind == "cloudwatch" ? monthGB : 0) * keptMonths
                + providerLogsGB * keptMonths,
            "GB a month × months at hand",
            from: logging.kind == "cloudwatch" ? [logging.gbPerDay] : []
        )
        builder.add(
            scope,
            .observability,
            "logs",
            "log archive",
            price: "s3.glacier-instant",
            quantity: logging.archiveGB.value,
            "GB a day × days × 0.2",
            from: [logging.archiveGB]
        )
    }

    /// What Terraform makes for it where there is no cluster.
    private func addMonitoringHost(to builder: inout CostBuilder) {
        guard let host = sizing.metrics.host else { return }
        builder.add(
            scope,
            .observability,
            "monitoring",
            "monitoring host \(host.type.name)",
            price: "ec2." + host.type.name,
            quantity: sizing.runningHours.value,
            "1 × \(NumberText.plain(sizing.runningHours.value)) h",
            discount: "ec2",
            from: [host.memoryGiB, sizing.runningHours]
        )
        builder.add(
            scope,
            .observability,
            "monitoring",
            "monitoring host's root disk",
            price: "ebs.gp3",
            quantity: Double(host.rootGB) * sizing.runningHours.value / 730,
            "\(host.rootGB) GB × share of the hours that it runs",
            from: [sizing.runningHours]
        )
        builder.add(
            scope,
            .observability,
            "monitoring",
            "snapshots of the metrics volume",
            price: "ebs.snapshot",
            quantity: host.snapshotGB.value,
            "the data and \(MonitoringHostSizing.snapshotDays) days of its changes",
            from: [host.snapshotGB]
        )
    }

    func addMonitoring(to builder: inout CostBuilder) {
        addMonitoringHost(to: &builder)
        builder.add(
            scope,
            .observability,
            "monitoring",
            "metrics volume",
            price: "ebs.gp3",
            quantity: Double(sizing.metrics.volumeGB),
            "TSDB ÷ 0.8",
            from: [sizing.metrics.storageGB]
        )
        builder.add(
            scope,
            .observability,
            "monitoring",
            "provider metrics",
            price: "cloudwatch.metric",
            quantity: isProductionLike ? 100 : 20,
            "custom metrics"
        )
        builder.add(
            scope,
            .observability,
            "monitoring",
            "provider alarms",
            price: "cloudwatch.alarm",
            quantity: isProductionLike ? 40 : 10,
            "alarms"
        )
        builder.add(
            scope,
            .observability,
            "monitoring",
            "control plane and flow log ingestion",
            price: "cloudwatch.logs-ingest",
            quantity: providerLogsGB,
            "GB a month"
        )
        builder.add(
            scope,
            .observability,
            "monitoring",
            "provider dashboards",
            price: "cloudwatch.dashboard",
            quantity: Self.dashboards,
            "of the platform and of the edge"
        )
    }

    /// Of the control plane, the flows, the database and the firewall, a month.
    private var providerLogsGB: Double { isProductionLike ? 20 : 5 }
}
