import Workflow

/// Checks that what must talk in the cluster may: a policy that denies by default denies the
/// monitoring first.
package struct ClusterPathChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    static let file = "kubernetes/policies/networkpolicy.yaml"

    package var check: RuleCheck {
        RuleCheck(
            "network-paths",
            "Every scrape job, log output, trace, alert and call to the provider has a way through"
                + " the policies, out at one end and in at the other."
        ) { [parse] subject in
            guard try subject.requirements().technology.usesCluster else {
                return CheckResult(.notApplicable)
            }
            let policies = PolicySet(try subject.yaml(Self.file, parse))
            let manifests = try ClusterManifests(subject, parse)
            let paths =
                try Self.scrapes(subject, parse, manifests) + Self.logs(subject, manifests)
                + Self.traces(manifests) + Self.stores(manifests) + Self.common
            let findings = paths.compactMap { path -> Finding? in
                guard let reason = policies.refusal(of: path) else { return nil }
                return Finding(
                    .high,
                    code: "network.path",
                    "\(path.what) does not arrive: \(reason)",
                    file: Self.file,
                    fix: "allow port \(path.port) at both ends"
                )
            }
            return .judged(findings, measured: ["paths": .int(paths.count)])
        }
    }

    // MARK: - What must be able to talk

    private static let name = "app.kubernetes.io/name"
    private static let prometheus = Pod("monitoring", [name: "prometheus"])
    /// Labels that the charts give to pods whose manifests they write themselves.
    private static let charts: [String: [String: String]] = [
        "kube-state-metrics": [name: "kube-state-metrics"],
        "prometheus-server": [name: "prometheus"], "alertmanager": [name: "alertmanager"],
    ]

    struct Pod {
        let namespace: String
        let labels: [String: String]

        init(_ namespace: String, _ labels: [String: String]) {
            self.namespace = namespace
            self.labels = labels
        }
    }

    struct Path {
        let what: String
        let from: Pod
        /// `nil` for what is no pod: a node, the API server, the provider.
        let to: Pod?
        let port: Int
        var isUDP = false
        /// The range that must be let out to, where it is known.
        var range: String?
    }

    private static func scrapes(
        _ subject: CheckSubject,
        _ parse: YAMLParser,
        _ manifests: ClusterManifests
    ) throws -> [Path] {
        let config = try subject.yaml("monitoring/prometheus/prometheus.yml", parse).first ?? [:]
        return config.list("scrape_configs").flatMap { job -> [Path] in
            let what = "the scrape of '\(job.string("job_name") ?? "?")'"
            let discovery = job.list("kubernetes_sd_configs").first ?? [:]
            guard discovery.string("role") != "node" else {
                return [Path(what: what, from: prometheus, to: nil, port: 10250)]
            }
            let space = discovery.strings("namespaces.names").first ?? ""
            let app = keep(job, "__meta_kubernetes_pod_label_app")
            let service = keep(job, "__meta_kubernetes_service_name")
            let labels = app.map { ["app": $0] } ?? labels(ofService: service ?? "", manifests)
            let number =
                keep(job, "__meta_kubernetes_pod_container_port_number")
                ?? keep(job, "__address__").map { String($0.drop { $0 != ":" }.dropFirst()) }
            let named = keep(job, "__meta_kubernetes_pod_container_port_name")
            guard
                let port = number.flatMap(Int.init)
                    ?? containerPort(named ?? "", space, labels ?? [:], manifests)
            else { return [] }
            // The node exporter answers on the node's own address.
            let isPod = service != "node-exporter"
            let to = isPod ? Pod(space, labels ?? [:]) : nil
            return [Path(what: what, from: prometheus, to: to, port: port)]
        }
    }

    private static func keep(_ job: Value, _ label: String) -> String? {
        job.list("relabel_configs").first { $0.strings("source_labels") == [label] }?
            .string("regex")
    }

    private static func labels(ofService name: String, _ all: ClusterManifests) -> [String: String]?
    {
        let own = all.all("Service").first { $0.name == name }?.value.at("spec.selector")
        return own.map(PolicySet.texts) ?? charts[name]
    }

    private static func containerPort(
        _ name: String,
        _ space: String,
        _ labels: [String: String],
        _ manifests: ClusterManifests
    ) -> Int? {
        let pods = manifests.workloads.filter { $0.namespace == space }.compactMap(\.pod)
            .filter { PolicySet.texts($0.at("metadata.labels") ?? [:]) == labels }
        let ports = pods.flatMap { $0.list("spec.containers") }.flatMap { $0.list("ports") }
        return ports.first { $0.string("name") == name }?.number("containerPort").map { Int($0) }
    }

    /// What the shipper's configuration names as its outputs.
    private static func logs(_ subject: CheckSubject, _ all: ClusterManifests) throws -> [Path] {
        let text = try subject.requiredText("kubernetes/logging/fluent-bit.yaml")
        let shipper = Pod("logging", ["app": "fluent-bit"])
        var host: String?
        var paths: [Path] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2 else { continue }
            if words[0] == "Host" { host = String(words[1]) }
            if words[0] == "Port", let name = host, let port = Int(words[1]) {
                let service = String(name.prefix { $0 != "." })
                let to = labels(ofService: service, all).map { Pod("logging", $0) }
                paths.append(Path(what: "what ships logs", from: shipper, to: to, port: port))
                host = nil
            }
        }
        return paths + [provider(shipper)]
    }

    private static func traces(_ manifests: ClusterManifests) -> [Path] {
        let collector = Pod("monitoring", ["app": "otel-collector"])
        let services = manifests.all("Deployment").filter { $0.namespace == "apps" }
        let sent = services.flatMap { service in
            [4317, 4318].map { port in
                Path(
                    what: "a trace of '\(service.name)'",
                    from: Pod("apps", ["app": service.name]),
                    to: collector,
                    port: port
                )
            }
        }
        let store = Pod("monitoring", ["app": "jaeger"])
        return sent + [Path(what: "a kept trace", from: collector, to: store, port: 4317)]
    }

    /// Members of a store among themselves, and the page on which people search.
    private static func stores(_ manifests: ClusterManifests) -> [Path] {
        let peers = ["elasticsearch": [9300], "loki": [7946, 9095]]
        var paths = manifests.all("StatefulSet").flatMap { store -> [Path] in
            let pod = Pod(store.namespace, ["app": store.name])
            return (peers[store.name] ?? []).map {
                Path(what: "'\(store.name)' to its peers", from: pod, to: pod, port: $0)
            }
        }
        if manifests.all("Deployment").contains(where: { $0.name == "kibana" }) {
            paths.append(
                Path(
                    what: "a search",
                    from: Pod("logging", ["app": "kibana"]),
                    to: Pod("logging", ["app": "elasticsearch"]),
                    port: 9200
                )
            )
        }
        return paths
    }

    /// The API server, the provider's endpoints, and what is told through NAT.
    private static func provider(_ pod: Pod) -> Path {
        Path(
            what: "a call out of '\(pod.namespace)'",
            from: pod,
            to: nil,
            port: 443,
            range: "0.0.0.0/0"
        )
    }

    private static let common: [Path] = {
        let alertmanager = Pod("monitoring", [name: "alertmanager"])
        let named = [prometheus, alertmanager, Pod("logging", ["app": "fluent-bit"])]
        return named.flatMap { pod in
            [
                provider(pod),
                Path(what: "a name's lookup", from: pod, to: nil, port: 53, isUDP: true),
                Path(
                    what: "the request for credentials",
                    from: pod,
                    to: nil,
                    port: 80,
                    range: "169.254.170.23/32"
                ),
            ]
        } + [
            Path(what: "an alert", from: prometheus, to: alertmanager, port: 9093),
            Path(what: "gossip of alerts", from: alertmanager, to: alertmanager, port: 9094),
        ]
    }()
}
