extension EnvironmentCost {
    /// How much is watched here, as a share of production.
    private var factor: Double {
        sizing.name == .production ? 1 : sizing.name == .staging ? 0.5 : 0.2
    }

    func addKeys(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .security,
            "keys",
            "keys",
            price: "kms.key",
            quantity: Double(Self.keys),
            "one a purpose"
        )
        builder.add(
            scope,
            .security,
            "keys",
            "key requests",
            price: "kms.requests",
            quantity: 100 * factor,
            "10⁶ requests × size"
        )
        builder.add(
            scope,
            .security,
            "secrets",
            "secrets",
            price: "secrets.secret",
            quantity: 6,
            "database, cache, log store, three of services"
        )
    }

    func addAudit(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .security,
            "audit",
            "data events of the trail",
            price: "cloudtrail.data",
            quantity: requests * 0.02 / 100_000,
            "2 % of requests ÷ 10⁵",
            from: [traffic.requestsPerMonth] + shareFigures
        )
        builder.add(
            scope,
            .security,
            "audit",
            "configuration items",
            price: "config.item",
            quantity: 3000 * factor,
            "changes recorded"
        )
        builder.add(
            scope,
            .security,
            "audit",
            "configuration rules",
            price: "config.rule",
            quantity: 6000 * factor,
            "evaluations"
        )
    }

    func addDetection(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .security,
            "audit",
            "threat detection, events",
            price: "guardduty.events",
            quantity: 2 * factor,
            "million events"
        )
        builder.add(
            scope,
            .security,
            "audit",
            "threat detection, flow logs",
            price: "guardduty.logs",
            quantity: 10 * factor + dynamicGB * 0.02,
            "GB"
        )
        builder.add(
            scope,
            .security,
            "audit",
            "posture checks",
            price: "securityhub.check",
            quantity: 6000 * factor,
            "checks"
        )
    }

    func addScans(to builder: inout CostBuilder) {
        let nodes =
            sizing.nodes.minimum.value + Double(sizing.logging.nodes)
            + (sizing.metrics.host == nil ? 0 : 1)
        builder.add(
            scope,
            .security,
            "audit",
            "vulnerability scans of nodes",
            price: "inspector.instance",
            quantity: nodes * sizing.runningHours.value / 730,
            "nodes × share of the month",
            from: [sizing.nodes.minimum, sizing.runningHours]
        )
        builder.add(
            scope,
            .security,
            "registry",
            "vulnerability scans of images",
            price: "inspector.image",
            quantity: 100 * factor,
            "images"
        )
    }
}
