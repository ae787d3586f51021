import Workflow

/// Prometheus' own configuration: what it collects, and where it sends alerts.
///
/// In a cluster it finds its targets by Kubernetes' service discovery, on hosts by EC2's tags.
struct PrometheusConfig {
    let plan: InfrastructurePlan
    /// Whose hosts are found; a cluster finds its own.
    let environment: EnvironmentName

    init(plan: InfrastructurePlan, environment: EnvironmentName? = nil) {
        self.plan = plan
        self.environment = environment ?? plan.primary
    }

    private var isCluster: Bool { plan.request.technology.usesCluster }

    var value: Value {
        let delay = AlertDelay(plan.request.assumptions)
        let interval = Value.string("\(delay.interval)s")
        return [
            "global": [
                "scrape_interval": interval, "evaluation_interval": interval,
                "scrape_timeout": .string("\(delay.timeout)s"),
                "external_labels": [
                    "project": .string(plan.project), "region": .string(plan.request.cloud.region),
                ],
            ],
            // In a cluster the rules are mounted apart: nothing mounts into a ConfigMap's volume.
            "rule_files": isCluster ? ["rules/*.yml", "/etc/rules/*.yml"] : ["rules/*.yml"],
            "alerting": ["alertmanagers": [isCluster ? inClusterAlertmanagers : local]],
            "scrape_configs": .array(isCluster ? inCluster : onHosts),
        ]
    }

    private let local: Value = ["static_configs": [["targets": ["localhost:9093"]]]]

    // MARK: - Cluster

    /// Every Alertmanager is told, not one behind a balancer: they agree among themselves.
    private var inClusterAlertmanagers: Value {
        [
            "kubernetes_sd_configs": [
                ["role": "endpoints", "namespaces": ["names": ["monitoring"]]]
            ],
            "relabel_configs": [
                keep("__meta_kubernetes_service_name", "alertmanager"),
                keep("__address__", ".+:9093"),
            ],
        ]
    }

    /// Services of exporters and the port that serves metrics: pods have other ports as well.
    private static let exporters = [
        ("node-exporter", "node-exporter", 9100),
        ("kube-state-metrics", "kube-state-metrics", 8080),
        ("cloudwatch-exporter", "cloudwatch-exporter", 5000),
        ("platform-probe", "platform-probe", 9108), ("prometheus", "prometheus-server", 9090),
        ("alertmanager", "alertmanager", 9093),
    ]

    private var inCluster: [Value] {
        let services = plan.request.application.services.map { service in
            job(
                service.name,
                role: "pod",
                namespace: "apps",
                relabel: [
                    keep("__meta_kubernetes_pod_label_app", service.name),
                    keep("__meta_kubernetes_pod_container_port_number", String(service.port)),
                    ["target_label": "service", "replacement": .string(service.name)],
                ]
            )
        }
        return services
            + Self.exporters.map { name, service, port in
                job(
                    name,
                    role: "endpoints",
                    namespace: "monitoring",
                    relabel: [
                        keep("__meta_kubernetes_service_name", service),
                        keep("__address__", ".+:\(port)"),
                    ]
                )
            }
            + [
                job(
                    "fluent-bit",
                    role: "pod",
                    namespace: "logging",
                    relabel: [
                        keep("__meta_kubernetes_pod_label_app", "fluent-bit"),
                        keep("__meta_kubernetes_pod_container_port_name", "metrics"),
                    ]
                ),
                kubelet("cadvisor", "/metrics/cadvisor"), kubelet("kubelet", "/metrics"),
            ]
    }

    private func kubelet(_ name: String, _ path: String) -> Value {
        let account = "/var/run/secrets/kubernetes.io/serviceaccount/"
        return [
            "job_name": .string(name), "scheme": "https", "metrics_path": .string(path),
            "kubernetes_sd_configs": [["role": "node"]],
            "authorization": ["credentials_file": .string(account + "token")],
            "tls_config": ["ca_file": .string(account + "ca.crt")],
        ]
    }

    private func job(
        _ name: String,
        role: String,
        namespace: String,
        relabel: [Value]
    ) -> Value {
        [
            "job_name": .string(name),
            "kubernetes_sd_configs": [
                ["role": .string(role), "namespaces": ["names": [.string(namespace)]]]
            ],
            "relabel_configs": .array(relabel),
        ]
    }

    private func keep(_ label: String, _ value: String) -> Value {
        [
            "source_labels": [.string(label)], "regex": .string(value), "action": "keep",
        ]
    }

    // MARK: - Hosts

    private var onHosts: [Value] {
        let services = plan.request.application.services.map { service in
            host(
                service.name,
                port: service.port,
                component: "web",
                relabel: [["target_label": "service", "replacement": .string(service.name)]]
            )
        }
        let local = [
            ("cloudwatch-exporter", 5000), ("platform-probe", 9108), ("prometheus", 9090),
            ("alertmanager", 9093),
        ]
        return services
            + [
                host("node-exporter", port: 9100, relabel: []),
                host("fluent-bit", port: 2020, path: "/api/v1/metrics/prometheus", relabel: []),
            ]
            + local.map { name, port in
                [
                    "job_name": .string(name),
                    "static_configs": [["targets": [.string("localhost:\(port)")]]],
                ]
            }
    }

    private func host(
        _ name: String,
        port: Int,
        path: String = "/metrics",
        component: String? = nil,
        relabel: [Value]
    ) -> Value {
        [
            "job_name": .string(name), "metrics_path": .string(path),
            "ec2_sd_configs": [
                [
                    "region": .string(plan.request.cloud.region), "port": .int(port),
                    "filters": .array(
                        [
                            ["name": "tag:Project", "values": [.string(plan.project)]],
                            [
                                "name": "tag:Environment",
                                "values": [.string(environment.rawValue)],
                            ],
                            ["name": "instance-state-name", "values": ["running"]],
                        ]
                            + (component.map {
                                [["name": "tag:Component", "values": [.string($0)]]]
                            } ?? [])
                    ),
                ]
            ],
            "relabel_configs": .array(
                [
                    ["source_labels": ["__meta_ec2_instance_id"], "target_label": "instance"]
                ] + relabel
            ),
        ]
    }
}
