import Workflow

/// The alerts of the resource `monitoring/alerts.json`, filled for a plan: the one source of rules,
/// runbooks and the response matrix.
struct AlertCatalogue {
    struct Alert {
        let name: String
        let layer: String
        let severity: String
        let component: String
        let expression: String
        let pending: String
        let summary: String
        let specification: Value

        var runbookPath: String { "incident/runbooks/\(name).md" }
    }

    /// One step of burning the error budget too fast.
    struct BurnRate {
        let severity: String
        let factor: Double
        let long: String
        let short: String
    }

    static let burnRates = [
        BurnRate(severity: "critical", factor: 14.4, long: "1h", short: "5m"),
        BurnRate(severity: "high", factor: 6, long: "6h", short: "30m"),
        BurnRate(severity: "medium", factor: 3, long: "1d", short: "2h"),
        BurnRate(severity: "low", factor: 1, long: "3d", short: "6h"),
    ]

    static let windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"]

    let alerts: [Alert]

    init(plan: InfrastructurePlan, resources: any ResourceLibrary) throws {
        let path = "monitoring/alerts.json"
        let document = try JSONReader.value(of: try resources.text(path))
        let specifications = document["alerts"]?.arrayValue ?? []
        let values = try Self.values(plan)
        let services = plan.request.application.services.map(\.name)
        let specific = try specifications.flatMap { specification in
            switch specification["scope"]?.stringValue {
            case "component": [Alert]()
            case "service":
                try services.map { try Self.alert(specification, values, component: $0) }
            case "slo":
                services.flatMap { service in
                    Self.burnRates.map { Self.burn(specification, plan, service, $0) }
                }
            default:
                [
                    try Self.alert(
                        specification,
                        values,
                        component: Self.component(specification, plan)
                    )
                ]
            }
        }
        // What has no alert of its own is probed, so that nothing goes unwatched.
        let covered = Set(specific.map(\.component))
        let rest = plan.watchedComponents.filter { !covered.contains($0) }
        let probes = try specifications.filter { $0["scope"]?.stringValue == "component" }
            .flatMap { specification in
                try rest.map { try Self.alert(specification, values, component: $0) }
            }
        // A shape without a cache or a cluster has nothing to alert on there.
        let known = Set(plan.watchedComponents)
        alerts = (specific + probes).filter { known.contains($0.component) }
    }

    /// The catalogue speaks of the database and the cache; the architecture calls them by name.
    private static func component(_ specification: Value, _ plan: InfrastructurePlan) -> String {
        let application = plan.request.application
        return switch specification["component"]?.stringValue ?? "" {
        case "database": application.database.name
        case "cache": application.cache.name
        case "web": application.services.first?.name ?? ""
        case let other: other
        }
    }

    private static func values(_ plan: InfrastructurePlan) throws -> [String: String] {
        let production = try plan.production
        let bytes = Double(production.database.storageGiB) * 1_073_741_824 / 10
        let peakErrors = plan.sizing.traffic.averageRps.value * 300 * 0.001
        return [
            "p95Seconds": NumberText.plain(plan.request.traffic.p95Ms / 1000),
            "nodeAlertCount": String(Int((production.nodes.maximum.value * 0.9).rounded(.down))),
            "databaseIdentifier": plan.resourceName(.production),
            "cacheIdentifier": plan.resourceName(.production),
            "connectionAlertCount": String(production.database.maxConnections * 8 / 10),
            "databaseStorageAlertBytes": NumberText.plain(bytes, places: 0),
            "restorableAgeSeconds": NumberText.plain(plan.request.objectives.rpoMinutes * 30),
            "loadBalancerErrorCount": NumberText.plain(max(1, peakErrors.rounded()), places: 0),
        ]
    }

    private static func filled(
        _ specification: Value,
        _ key: String,
        _ values: [String: String]
    ) throws -> String {
        let template = ResourceTemplate(
            path: "monitoring/alerts.json",
            text: specification[key]?.stringValue ?? ""
        )
        let used = values.filter { template.placeholders.contains($0.key) }
        return try template.filled(with: used)
    }

    private static func alert(
        _ specification: Value,
        _ values: [String: String],
        component: String
    ) throws -> Alert {
        var values = values
        values["service"] = component
        values["component"] = component
        return Alert(
            name: specification["alert"]?.stringValue ?? "",
            layer: specification["layer"]?.stringValue ?? "",
            severity: specification["severity"]?.stringValue ?? "",
            component: component,
            expression: try filled(specification, "expr", values),
            pending: specification["for"]?.stringValue ?? "0s",
            summary: try filled(specification, "summary", values),
            specification: specification
        )
    }

    private static func burn(
        _ specification: Value,
        _ plan: InfrastructurePlan,
        _ service: String,
        _ rate: BurnRate
    ) -> Alert {
        let budget = (100 - plan.request.objectives.availabilityPercent) / 100
        let threshold = NumberText.plain(rate.factor * budget, places: 9)
        func above(_ window: String) -> String {
            "service:http_request_errors:ratio_rate\(window){service=\"\(service)\"} > \(threshold)"
        }
        return Alert(
            name: "ErrorBudgetBurn",
            layer: "performance",
            severity: rate.severity,
            component: service,
            expression: above(rate.long) + " and " + above(rate.short),
            pending: "0s",
            summary: "\(service) spends its error budget \(NumberText.plain(rate.factor)) times"
                + " too fast",
            specification: specification
        )
    }
}
