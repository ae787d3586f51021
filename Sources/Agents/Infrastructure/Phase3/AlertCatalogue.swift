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
        /// Series under which it fires and under which it does not; nil where they are computed.
        let test: AlertTest?

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
        // The steps of the runbooks, which are not filled, name it too.
        let text = try resources.text(path)
            .replacing("{{environment}}", with: plan.primary.rawValue)
        let document = try JSONReader.value(of: text)
        let specifications = document["alerts"]?.arrayValue ?? []
        let values = try Self.values(plan)
        let services = plan.request.application.services.map(\.name)
        // A shape without a cache or a cluster has nothing to alert on there.
        let known = plan.watchedComponents
        let fitting = specifications.filter { Self.fits($0, plan) }.map { Self.shaped($0, plan) }
        let specific = try fitting.flatMap { specification in
            switch specification["scope"]?.stringValue {
            case "component": [Alert]()
            case "service":
                try services.map { try Self.alert(specification, values, component: $0) }
            case "slo":
                services.flatMap { service in
                    Self.burnRates.map { Self.burn(specification, plan, service, $0) }
                }
            default:
                try [Self.component(specification, plan)]
                    .filter { known.contains($0) }
                    .map { try Self.alert(specification, values, component: $0) }
            }
        }
        // What has no alert of its own is probed, so that nothing goes unwatched.
        let covered = Set(specific.map(\.component))
        let rest = known.filter { !covered.contains($0) }
        let probes = try specifications.filter { $0["scope"]?.stringValue == "component" }
            .flatMap { specification in
                try rest.map { try Self.alert(specification, values, component: $0) }
            }
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

    /// What a component is, in the words of the metric catalogue.
    static func role(_ component: String, _ plan: InfrastructurePlan) -> String {
        let application = plan.request.application
        if application.services.contains(where: { $0.name == component }) { return "service" }
        if component == application.database.name { return "database" }
        return component == application.cache.name ? "cache" : component
    }

    /// Whether an alert is about something that this plan has: its compute, log store, replica.
    private static func fits(_ specification: Value, _ plan: InfrastructurePlan) -> Bool {
        let facts = [
            "compute": plan.request.technology.compute,
            "logging": plan.request.technology.logging,
            "replica": String(plan.recovery.replicaClass != nil),
        ]
        return facts.allSatisfy { key, fact in
            guard let wanted = specification[key]?.arrayValue else { return true }
            return wanted.contains(.string(fact))
        }
    }

    /// What is said otherwise on hosts than in a cluster, and not of a cache that there is not.
    private static func shaped(_ specification: Value, _ plan: InfrastructurePlan) -> Value {
        var members = specification.objectValue ?? [:]
        if !plan.request.technology.usesCluster {
            for (key, value) in specification["onHosts"]?.objectValue?.pairs ?? [] {
                members[key] = value
            }
        }
        if !plan.request.application.cache.isUsed {
            let steps = members["diagnosis"]?.arrayValue ?? []
            members["diagnosis"] = .array(steps.filter { $0 != "Look at the cache hit ratio" })
        }
        return .object(members)
    }

    static func filled(_ text: String, _ values: [String: String]) throws -> String {
        try ResourceTemplate(path: "monitoring/alerts.json", text: text)
            .filled(choosingFrom: values)
    }

    private static func alert(
        _ specification: Value,
        _ shared: [String: String],
        component: String
    ) throws -> Alert {
        var values = shared
        values["service"] = component
        values["component"] = component
        let tests = try (specification["tests"]).map { try AlertTest($0, values) }
        return Alert(
            name: specification["alert"]?.stringValue ?? "",
            layer: specification["layer"]?.stringValue ?? "",
            severity: specification["severity"]?.stringValue ?? "",
            component: component,
            expression: try filled(specification["expr"]?.stringValue ?? "", values),
            pending: specification["for"]?.stringValue ?? "0s",
            summary: try filled(specification["summary"]?.stringValue ?? "", values),
            specification: specification,
            test: tests
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
            specification: specification,
            test: nil
        )
    }
}

extension InfrastructurePlan {
    /// Where the runbook of an alert is published.
    func runbookURL(_ alert: AlertCatalogue.Alert) -> String {
        "\(documentsHost)/\(alert.runbookPath)"
    }
}
