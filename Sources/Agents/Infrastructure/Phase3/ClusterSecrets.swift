/// The secrets that the platform's parts refer to: where each comes from, for manifests and pages.
struct ClusterSecrets {
    let plan: InfrastructurePlan

    /// What the names of the platform's values in Secrets Manager begin with.
    var prefix: String { plan.resourceName(plan.primary) + "/platform" }

    private var isCluster: Bool { plan.request.technology.usesCluster }

    func files(_ files: ClusterFiles) throws -> [RenderedFile] {
        let platform = try files.filled(
            "secrets/platform.yaml",
            ["region": plan.request.cloud.region, "prefix": prefix, "project": plan.project]
        )
        switch try plan.production.logging.kind {
        case "elk":
            let values = ["prefix": prefix, "domain": plan.request.cloud.domain]
            return [platform, try files.filled("secrets/elk.yaml", values)]
        case "loki": return [platform, try files.filled("secrets/loki.yaml", [:])]
        default: return [platform]
        }
    }

    /// A row of the page for each secret: name, keys, who makes it, how it changes.
    func rows() throws -> [[String]] {
        let kept = "`\(prefix)/"
        let receivers = [
            isCluster ? "`monitoring/alertmanager-secrets`" : "`/etc/alertmanager/secrets/`",
            "`slack-url`, `pagerduty-routing-key`", kept + "alertmanager`, by who is on call",
            "when somebody leaves, at least every 90 days",
        ]
        let database = [
            "the output `database_secret_arn`", "`username`, `password`", "RDS", "every seven days",
        ]
        let dashboards = [
            "`/etc/grafana/secrets/`", "`admin-password`",
            kept + "grafana`, 32 random characters", "every 90 days: a new value, then a restart",
        ]
        guard isCluster else { return [database, receivers, dashboards] }
        let keys = "`tls.crt`, `tls.key`, `ca.crt`"
        func certificate(_ name: String) -> [String] {
            [
                "`\(name)`", keys, "cert-manager",
                "after 60 of 90 days; restart what has not read it",
            ]
        }
        let grafana = [
            "`monitoring/grafana-admin`", "`admin-user`, `admin-password`",
            kept + "grafana`, 32 random characters before the first start", "every 90 days",
        ]
        let tracing = certificate("monitoring/tracing-tls")
        switch try plan.production.logging.kind {
        case "elk":
            return [
                database, receivers, grafana, tracing, certificate("logging/elasticsearch-tls"),
                certificate("logging/kibana-tls"), certificate("logging/fluent-bit-tls"),
                [
                    "`logging/elasticsearch-credentials`", "`elastic`",
                    kept + "elasticsearch`, 32 random characters before the first start",
                    "`elasticsearch-reset-password`, then the value",
                ],
                [
                    "`logging/fluent-bit-credentials`", "`user`, `password`",
                    kept + "fluent-bit`, a user that may create documents of `logs-*` only",
                    "every 90 days: a second user, then the value, then the first goes",
                ],
                [
                    "`logging/kibana-credentials`", "`token`, `saved-objects-key`",
                    kept + "kibana`, `elasticsearch-service-tokens create elastic/kibana`",
                    "the token every 90 days; the key stays, it decrypts what was saved",
                ],
            ]
        case "loki":
            return [
                database, receivers, grafana, tracing, certificate("logging/loki-tls"),
                certificate("logging/fluent-bit-tls"), certificate("monitoring/grafana-tls"),
            ]
        default: return [database, receivers, grafana, tracing]
        }
    }
}
