import Workflow

/// Prometheus' own configuration: what it collects, and where it sends alerts.
enum PrometheusConfig {
    static func value(_ plan: InfrastructurePlan) -> Value {
        let interval = Value.string("\(MonitoringRenderer.scrapeSeconds)s")
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
        return [
            "global": [
                "scrape_interval": interval, "evaluation_interval": interval,
                "scrape_timeout": "10s",
                "external_labels": [
                    "project": .string(plan.project), "region": .string(plan.request.cloud.region),
                ],
            ],
            "rule_files": ["rules/*.yml"],
            "alerting": [
                "alertmanagers": [
                    [
                        "static_configs": [
                            ["targets": ["alertmanager.monitoring.svc:9093"]]
                        ]
                    ]
                ]
            ],
            "scrape_configs": .array(services + platform),
        ]
    }

    private static var platform: [Value] {
        [
            job(
                "node-exporter",
                role: "endpoints",
                namespace: "monitoring",
                relabel: [keep("__meta_kubernetes_service_name", "node-exporter")]
            ),
            job(
                "kube-state-metrics",
                role: "endpoints",
                namespace: "monitoring",
                relabel: [keep("__meta_kubernetes_service_name", "kube-state-metrics")]
            ),
            job(
                "cloudwatch-exporter",
                role: "endpoints",
                namespace: "monitoring",
                relabel: [keep("__meta_kubernetes_service_name", "cloudwatch-exporter")]
            ),
            job(
                "fluent-bit",
                role: "pod",
                namespace: "logging",
                relabel: [keep("__meta_kubernetes_pod_label_app", "fluent-bit")]
            ),
            [
                "job_name": "cadvisor", "scheme": "https",
                "metrics_path": "/metrics/cadvisor",
                "kubernetes_sd_configs": [["role": "node"]],
                "authorization": [
                    "credentials_file": "/var/run/secrets/kubernetes.io/serviceaccount/token"
                ],
                "tls_config": [
                    "ca_file": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
                ],
            ],
        ]
    }

    private static func job(
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

    private static func keep(_ label: String, _ value: String) -> Value {
        [
            "source_labels": [.string(label)], "regex": .string(value), "action": "keep",
        ]
    }
}
