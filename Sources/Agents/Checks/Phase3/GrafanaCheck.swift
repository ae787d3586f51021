import Workflow

/// Checks that the dashboards of the cluster have data, a home, and a door with a lock.
struct GrafanaCheck {
    let parse: YAMLParser

    /// What each source stands on: a service of a manifest or of a chart.
    private static let needed = [
        "prometheus": "http://prometheus-server.monitoring.svc",
        "alertmanager": "http://alertmanager.monitoring.svc:9093",
        "jaeger": "http://jaeger.monitoring.svc:16686",
    ]

    var check: RuleCheck {
        RuleCheck(
            "grafana-values",
            "Grafana reads Prometheus, Alertmanager and Jaeger at the services that exist, loads the"
                + " dashboards, keeps its state, and lets nobody in without the secret."
        ) { [parse] subject in
            guard try subject.requirements().technology.usesCluster else {
                return CheckResult(.notApplicable)
            }
            let values = try subject.yaml(GrafanaValues.path, parse).first ?? [:]
            var findings = Findings(GrafanaValues.path)
            // The file's name holds a dot, which a path cannot.
            let sources = values["datasources"]?["datasources.yaml"]?.list("datasources") ?? []
            for (type, url) in Self.needed.sorted(by: { $0.key < $1.key }) {
                findings.expect(
                    sources.contains { $0.string("type") == type && $0.string("url") == url },
                    "grafana.source",
                    "there is no source '\(type)' at \(url)"
                )
            }
            let first = sources.filter { $0["isDefault"]?.boolValue == true }
            findings.expect(
                first.count == 1 && first[0].string("type") == "prometheus",
                "grafana.default",
                "the dashboards name no source: Prometheus, and nothing else, must be the default"
            )
            findings.expect(
                values.string("admin.existingSecret") == GrafanaValues.secret,
                "grafana.admin",
                "the password of the administrator comes from no secret"
            )
            let settings = values["grafana.ini"] ?? [:]
            findings.expect(
                settings["auth.anonymous"]?["enabled"]?.boolValue == false,
                "grafana.anonymous",
                "anybody in the network may look"
            )
            findings.expect(
                values.at("sidecar.dashboards.enabled")?.boolValue == true
                    && values.string("sidecar.dashboards.label") == "grafana_dashboard",
                "grafana.dashboards",
                "the ConfigMap with the dashboards is not loaded"
            )
            findings.expect(
                values.at("persistence.enabled")?.boolValue == true,
                "grafana.state",
                "what people save is lost with the pod"
            )
            return .judged(findings.all, measured: ["sources": .int(sources.count)])
        }
    }
}
