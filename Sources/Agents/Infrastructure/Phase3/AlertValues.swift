import Workflow

extension AlertCatalogue {
    private static let gibibyte = 1_073_741_824.0

    /// Thresholds of the alerts, and values beyond them for the tests, all out of the plan.
    static func values(_ plan: InfrastructurePlan) throws -> [String: String] {
        let production = try plan.production
        let objectives = plan.request.objectives
        let p95 = plan.request.traffic.p95Ms / 1000
        let nodes = (production.nodes.maximum.value * 0.9).rounded(.down)
        let connections = production.database.maxConnections * 8 / 10
        let storage = Double(production.database.storageGiB) * gibibyte
        let assets = plan.request.application.assetsGiB * gibibyte
        let metrics = Double(production.metrics.volumeGB) * 1e9
        let lag = objectives.rpoMinutes * 30
        // One request in a thousand of five minutes at the average load.
        let errors = max(1, (plan.sizing.traffic.averageRps.value * 300 * 0.001).rounded())
        func whole(_ number: Double) -> String { NumberText.plain(number, places: 0) }
        return [
            "project": plan.project,
            "p95Seconds": NumberText.plain(p95), "slowSeconds": NumberText.plain(p95 * 2),
            "nodeAlertCount": whole(nodes), "aboveNodeCount": whole(nodes + 1),
            "databaseIdentifier": plan.resourceName(plan.primary),
            "cacheIdentifier": plan.resourceName(plan.primary),
            "connectionAlertCount": String(connections),
            "aboveConnectionCount": String(connections + 1),
            "databaseStorageAlertBytes": whole(storage / 10), "ampleStorageBytes": whole(storage),
            "restorableAgeSeconds": whole(lag), "replicaLagSeconds": whole(lag),
            "highLagSeconds": whole(lag * 2), "loadBalancerErrorCount": whole(errors),
            "assetsAlertBytes": whole(max(1, assets * 1.5)),
            "twiceAssetsBytes": whole(max(2, assets * 2)),
            "metricsAlertBytes": whole(metrics * 0.8), "fullMetricsBytes": whole(metrics),
        ]
    }
}
