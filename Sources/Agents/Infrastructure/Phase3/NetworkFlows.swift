import Workflow

/// Who talks to whom beside the services' own calls: metrics, logs, traces, the provider.
///
/// Each flow becomes a policy on either end that denies by default, so that no path is open on one
/// side only.
struct NetworkFlow {
    /// One end of a flow.
    enum End {
        /// Pods of a namespace; no labels mean all of them.
        case pods(String, [String: String])
        case blocks([String])

        var namespace: String? {
            if case .pods(let namespace, _) = self { namespace } else { nil }
        }
    }

    let name: String
    let from: End
    let to: End
    let ports: [Port]

    struct Port {
        let number: Int
        var isUDP = false
    }

    // MARK: - All

    /// Where every pod asks for the credentials of its identity.
    static let identityAgent = "169.254.170.23/32"
    static let chart = "app.kubernetes.io/name"
    static let prometheus = End.pods("monitoring", [chart: "prometheus"])

    static func all(_ plan: InfrastructurePlan) throws -> [NetworkFlow] {
        let nodes = (plan.network.primary?.subnets(.private) ?? []).map(\.cidr.description)
        return provider + metrics(plan, .blocks(nodes)) + traces
            + logs(try plan.production.logging.kind, .blocks(nodes))
    }

    /// The API server and the provider's endpoints have no address that is known beforehand, what
    /// is told to Slack and PagerDuty goes through NAT.
    private static let provider = ["apps", "logging", "monitoring"].flatMap { namespace in
        [
            NetworkFlow(
                name: "\(namespace)-to-provider",
                from: .pods(namespace, [:]),
                to: .blocks(["0.0.0.0/0"]),
                ports: [Port(number: 443)]
            ),
            NetworkFlow(
                name: "\(namespace)-to-identity-agent",
                from: .pods(namespace, [:]),
                to: .blocks([identityAgent]),
                ports: [Port(number: 80)]
            ),
        ]
    }

    private static func metrics(_ plan: InfrastructurePlan, _ nodes: End) -> [NetworkFlow] {
        let monitoring = End.pods("monitoring", [:])
        // The services' own policies let the namespace in; this is the way out to them.
        let services = plan.request.application.services.map { service in
            NetworkFlow(
                name: "scrape-\(service.name)",
                from: prometheus,
                to: .pods("apps", ["app": service.name]),
                ports: [Port(number: service.port)]
            )
        }
        let exporters: [(String, End, Int)] = [
            ("cloudwatch-exporter", .pods("monitoring", ["app": "cloudwatch-exporter"]), 5000),
            ("platform-probe", .pods("monitoring", ["app": "platform-probe"]), 9108),
            ("kube-state-metrics", .pods("monitoring", [chart: "kube-state-metrics"]), 8080),
            ("alertmanager", .pods("monitoring", [chart: "alertmanager"]), 9093),
            ("fluent-bit", .pods("logging", ["app": "fluent-bit"]), 2020),
        ]
        return services
            + exporters.map { name, end, port in
                NetworkFlow(
                    name: "scrape-" + name,
                    from: prometheus,
                    to: end,
                    ports: [Port(number: port)]
                )
            } + [
                // The kubelet and the node exporter answer on the node's own address.
                NetworkFlow(
                    name: "scrape-nodes",
                    from: prometheus,
                    to: nodes,
                    ports: [Port(number: 9100), Port(number: 10250)]
                ),
                NetworkFlow(
                    name: "query-metrics",
                    from: monitoring,
                    to: prometheus,
                    ports: [Port(number: 9090)]
                ),
                NetworkFlow(
                    name: "query-alerts",
                    from: .pods("monitoring", [chart: "grafana"]),
                    to: .pods("monitoring", [chart: "alertmanager"]),
                    ports: [Port(number: 9093)]
                ),
                NetworkFlow(
                    name: "alertmanager-peers",
                    from: .pods("monitoring", [chart: "alertmanager"]),
                    to: .pods("monitoring", [chart: "alertmanager"]),
                    ports: [Port(number: 9094), Port(number: 9094, isUDP: true)]
                ),
                // The API server asks the adapter from its interfaces in the private subnets.
                NetworkFlow(
                    name: "custom-metrics",
                    from: nodes,
                    to: .pods("monitoring", [chart: "prometheus-adapter"]),
                    ports: [Port(number: 6443)]
                ),
            ]
    }

    private static let traces = [
        NetworkFlow(
            name: "send-traces",
            from: .pods("apps", [:]),
            to: .pods("monitoring", ["app": "otel-collector"]),
            ports: [Port(number: 4317), Port(number: 4318)]
        ),
        NetworkFlow(
            name: "keep-traces",
            from: .pods("monitoring", ["app": "otel-collector"]),
            to: .pods("monitoring", ["app": "jaeger"]),
            ports: [Port(number: 4317)]
        ),
        NetworkFlow(
            name: "query-traces",
            from: .pods("monitoring", [chart: "grafana"]),
            to: .pods("monitoring", ["app": "jaeger"]),
            ports: [Port(number: 16_686)]
        ),
    ]

    private static func logs(_ kind: String, _ nodes: End) -> [NetworkFlow] {
        let shipper = End.pods("logging", ["app": "fluent-bit"])
        let grafana = End.pods("monitoring", [chart: "grafana"])
        switch kind {
        case "elk":
            let store = End.pods("logging", ["app": "elasticsearch"])
            let kibana = End.pods("logging", ["app": "kibana"])
            let https = [Port(number: 9200)]
            return [
                NetworkFlow(name: "ship-logs", from: shipper, to: store, ports: https),
                NetworkFlow(name: "search-logs", from: kibana, to: store, ports: https),
                NetworkFlow(name: "query-logs", from: grafana, to: store, ports: https),
                NetworkFlow(
                    name: "log-store-peers",
                    from: store,
                    to: store,
                    ports: [Port(number: 9300)]
                ),
                NetworkFlow(
                    name: "open-kibana",
                    from: nodes,
                    to: kibana,
                    ports: [Port(number: 5601)]
                ),
            ]
        case "loki":
            let store = End.pods("logging", ["app": "loki"])
            let https = [Port(number: 3100)]
            return [
                NetworkFlow(name: "ship-logs", from: shipper, to: store, ports: https),
                NetworkFlow(name: "query-logs", from: grafana, to: store, ports: https),
                NetworkFlow(
                    name: "log-store-peers",
                    from: store,
                    to: store,
                    ports: [
                        Port(number: 7946), Port(number: 7946, isUDP: true), Port(number: 9095),
                    ]
                ),
            ]
        default: return []
        }
    }
}
