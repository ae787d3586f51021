import Workflow

/// Values for the chart `grafana`: where the dashboards find their data, and who may enter.
struct GrafanaValues {
    static let path = "kubernetes/monitoring/grafana-values.yaml"
    static let secret = "grafana-admin"

    let plan: InfrastructurePlan

    private var usesLoki: Bool { plan.request.technology.logging == "loki" }

    var value: Value {
        [
            "replicas": 1,
            // One replica with a volume of its own: two would fight over it during a rollout.
            "deploymentStrategy": ["type": "Recreate"],
            "admin": [
                "existingSecret": .string(Self.secret), "userKey": "admin-user",
                "passwordKey": "admin-password",
            ],
            "persistence": ["enabled": true, "storageClassName": "gp3", "size": "10Gi"],
            "resources": [
                "requests": ["cpu": "100m", "memory": "256Mi"], "limits": ["memory": "512Mi"],
            ],
            "securityContext": [
                "runAsNonRoot": true, "runAsUser": 472, "runAsGroup": 472, "fsGroup": 472,
            ],
            "initChownData": ["enabled": false], "testFramework": ["enabled": false],
            "sidecar": [
                "dashboards": ["enabled": true, "label": "grafana_dashboard", "labelValue": "1"],
                "datasources": ["enabled": usesLoki ? true : false],
            ],
            "extraSecretMounts": usesLoki
                ? [
                    [
                        "name": "tls", "mountPath": "/tls", "secretName": "grafana-tls",
                        "readOnly": true,
                    ]
                ] : [],
            "datasources": [
                "datasources.yaml": ["apiVersion": 1, "datasources": .array(Self.sources)]
            ],
            "grafana.ini": [
                "analytics": ["reporting_enabled": false, "check_for_updates": false],
                "auth.anonymous": ["enabled": false],
                "users": ["allow_sign_up": false],
                "security": ["cookie_secure": true, "strict_transport_security": true],
            ],
        ]
    }

    /// The names of services that the charts and manifests beside this file make.
    private static let sources: [Value] = [
        source(
            "Prometheus",
            "prometheus",
            "http://prometheus-server.monitoring.svc",
            isDefault: true
        ),
        .object([
            "name": "Alertmanager", "uid": "alertmanager", "type": "alertmanager",
            "access": "proxy", "url": "http://alertmanager.monitoring.svc:9093",
            "jsonData": ["implementation": "prometheus"],
        ]),
        source("Jaeger", "jaeger", "http://jaeger.monitoring.svc:16686", isDefault: false),
    ]

    private static func source(
        _ name: String,
        _ type: String,
        _ url: String,
        isDefault: Bool
    ) -> Value {
        [
            "name": .string(name), "uid": .string(type), "type": .string(type), "access": "proxy",
            "url": .string(url), "isDefault": .bool(isDefault),
        ]
    }
}
