import Workflow

/// Values for the chart `prometheus` of prometheus-community, on one page.
///
/// The scrape configuration and the rules stay the files under `monitoring/prometheus/`: they are
/// mounted from ConfigMaps that are made out of them, so there is one text of each.
struct PrometheusValues {
    let plan: InfrastructurePlan

    static let path = "kubernetes/monitoring/prometheus-values.yaml"
    static let schemaPath = "kubernetes/monitoring/prometheus-values.schema.json"

    func value() throws -> Value {
        let metrics = try plan.production.metrics
        let limit = Self.retentionGB(metrics)
        return [
            "server": [
                "retention": .string("\(metrics.retentionDays)d"),
                "retentionSize": .string("\(limit)GB"),
                "replicaCount": 1,
                "statefulSet": ["enabled": true],
                "persistentVolume": [
                    "enabled": true, "storageClass": "gp3",
                    "size": .string("\(metrics.volumeGB)Gi"),
                ],
                "resources": resources(metrics.series.value),
                "global": [
                    "scrape_interval": .string("\(metrics.scrapeSeconds)s"),
                    "evaluation_interval": .string("\(metrics.scrapeSeconds)s"),
                ],
                "configMapOverrideName": "configuration",
                "extraConfigmapMounts": [
                    [
                        "name": "rules", "mountPath": "/etc/rules",
                        "configMap": "prometheus-rules", "readOnly": true,
                    ]
                ],
                "podDisruptionBudget": ["enabled": true, "maxUnavailable": 1],
                "securityContext": [
                    "runAsNonRoot": true, "runAsUser": 65534, "fsGroup": 65534,
                ],
            ],
            "alertmanager": [
                "enabled": true, "replicaCount": 2, "fullnameOverride": "alertmanager",
                // Terraform binds this name to the role that may report the heartbeat.
                "serviceAccount": ["create": true, "name": "alertmanager"],
                "persistence": ["enabled": true, "storageClass": "gp3", "size": "2Gi"],
                "extraSecretMounts": [
                    [
                        "name": "receivers", "mountPath": "/etc/alertmanager/secrets",
                        "secretName": "alertmanager-secrets", "readOnly": true,
                    ]
                ],
                "config": AlertmanagerConfig(plan: plan).value,
            ],
            // The names that the scrape configuration keeps.
            "kube-state-metrics": ["enabled": true, "fullnameOverride": "kube-state-metrics"],
            "prometheus-node-exporter": [
                "enabled": true, "fullnameOverride": "node-exporter",
            ],
            "prometheus-pushgateway": ["enabled": false],
        ]
    }

    /// Prometheus deletes the oldest blocks before the volume is more than four fifths full.
    static func retentionGB(_ metrics: MetricsSizing) -> Int {
        Int((Double(metrics.volumeGB) * 0.8).rounded(.down))
    }

    /// Three KiB a series hold the head block, as much again is for queries and the page cache.
    static func memoryGiB(_ series: Double) -> Int {
        max(1, Int((series * 6 / 1_048_576).rounded(.up)))
    }

    private func resources(_ series: Double) -> Value {
        let memory = Self.memoryGiB(series)
        return [
            "requests": ["cpu": "500m", "memory": .string("\(memory)Gi")],
            "limits": ["memory": .string("\(memory * 2)Gi")],
        ]
    }
}
