package import Workflow

/// D3.1: what is collected, when it alerts, which objectives hold, and what people look at.
package struct MonitoringRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.1"

    static let dashboards = ["executive", "operations", "development", "security"]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let catalogue = try AlertCatalogue(plan: plan, resources: resources)
        let folder = "monitoring/prometheus/"
        let objectives = YAMLWriter.text(try objectives(plan))
        let files = [
            RenderedFile(
                path: folder + "prometheus.yml",
                text: YAMLWriter.text(PrometheusConfig(plan: plan).value)
            ),
            RenderedFile(
                path: folder + "rules/infrastructure.yml",
                text: rules("infrastructure", plan, catalogue) { alert in
                    alert.name != "ErrorBudgetBurn" && !isService(alert.component, plan)
                }
            ),
            RenderedFile(
                path: folder + "rules/components.yml",
                text: rules("components", plan, catalogue) { alert in
                    alert.name != "ErrorBudgetBurn" && isService(alert.component, plan)
                }
            ),
            RenderedFile(path: folder + "rules/slo.yml", text: sloRules(plan, catalogue)),
            RenderedFile(path: "monitoring/slo.yaml", text: objectives),
        ]
        return try files + AlertTestFiles(plan: plan, catalogue: catalogue).files
            + MonitoringExporters(plan: plan, resources: resources, catalogue: catalogue).files()
            + chart(plan, resources) + TracingFiles(plan: plan, resources: resources).files()
            + Self.dashboards.map { try dashboard($0, plan, resources) }
            + HostFiles(plan: plan, resources: resources, catalogue: catalogue).files()
    }

    private func chart(
        _ plan: InfrastructurePlan,
        _ resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        guard plan.request.technology.usesCluster else { return [] }
        return [
            RenderedFile(
                path: PrometheusValues.path,
                text: YAMLWriter.text(try PrometheusValues(plan: plan).value())
            ),
            RenderedFile(
                path: PrometheusValues.schemaPath,
                text: try resources.text(PrometheusValues.schemaPath)
            ),
            RenderedFile(
                path: GrafanaValues.path,
                text: YAMLWriter.text(GrafanaValues(plan: plan).value)
            ),
        ]
    }

    /// A dashboard without the panels whose exporter this plan does not have.
    private func dashboard(
        _ name: String,
        _ plan: InfrastructurePlan,
        _ resources: any ResourceLibrary
    ) throws -> RenderedFile {
        let path = "monitoring/grafana/\(name).json"
        let text = try resources.filled(path, with: ["project": plan.project])
        guard !plan.request.technology.usesCluster,
            case .object(var members) = try JSONReader.value(of: text)
        else { return RenderedFile(path: path, text: text) }
        let panels = (members["panels"]?.arrayValue ?? []).filter { panel in
            !(panel["targets"]?.arrayValue ?? []).contains { target in
                PromQL.metrics(in: target["expr"]?.stringValue ?? "")
                    .contains { $0.hasPrefix("kube_") || $0.hasPrefix("container_") }
            }
        }
        members["panels"] = .array(panels)
        return RenderedFile(path: path, json: .object(members))
    }

    private func isService(_ component: String, _ plan: InfrastructurePlan) -> Bool {
        plan.request.application.services.contains { $0.name == component }
    }

    private func rules(
        _ name: String,
        _ plan: InfrastructurePlan,
        _ catalogue: AlertCatalogue,
        _ isIncluded: (AlertCatalogue.Alert) -> Bool
    ) -> String {
        let rules = catalogue.alerts.filter(isIncluded).map { rule($0, plan) }
        return YAMLWriter.text([
            "groups": [
                [
                    "name": .string(name),
                    "interval": .string("\(AlertDelay(plan.request.assumptions).interval)s"),
                    "rules": .array(rules),
                ]
            ]
        ])
    }

    private func rule(_ alert: AlertCatalogue.Alert, _ plan: InfrastructurePlan) -> Value {
        [
            "alert": .string(alert.name), "expr": .string(alert.expression),
            "for": .string(alert.pending),
            "labels": [
                "severity": .string(alert.severity), "component": .string(alert.component),
                "layer": .string(alert.layer),
            ],
            "annotations": [
                "summary": .string(alert.summary),
                "runbook_url": .string(plan.runbookURL(alert)),
            ],
        ]
    }

    /// The ratios are recorded once and read by every window's alert.
    private func sloRules(_ plan: InfrastructurePlan, _ catalogue: AlertCatalogue) -> String {
        let records = AlertCatalogue.windows.map { window -> Value in
            let errors = "sum by (service) (rate(http_requests_total{code=~\"5..\"}[\(window)]))"
            let all = "sum by (service) (rate(http_requests_total[\(window)]))"
            return [
                "record": .string("service:http_request_errors:ratio_rate\(window)"),
                "expr": .string("\(errors) / \(all)"),
            ]
        }
        let alerts = catalogue.alerts.filter { $0.name == "ErrorBudgetBurn" }
            .map { rule($0, plan) }
        let interval = Value.string("\(AlertDelay(plan.request.assumptions).interval)s")
        return YAMLWriter.text([
            "groups": [
                ["name": "slo-records", "interval": interval, "rules": .array(records)],
                ["name": "slo-alerts", "interval": interval, "rules": .array(alerts)],
            ]
        ])
    }

    private func objectives(_ plan: InfrastructurePlan) throws -> Value {
        let production = try plan.production
        let objective = plan.request.objectives.availabilityPercent
        let budget = NumberText.rounded(30 * 1440 * (100 - objective) / 100, places: 6)
        let slos = plan.request.application.services.map { service -> Value in
            [
                "id": .string(service.name + "-availability"), "service": .string(service.name),
                "objectivePercent": .number(objective), "windowDays": 30,
                "errorBudgetMinutes": .number(budget),
                "indicator": [
                    "bad": .string(
                        "http_requests_total{service=\"\(service.name)\", code=~\"5..\"}"
                    ),
                    "total": .string("http_requests_total{service=\"\(service.name)\"}"),
                ],
                "latency": [
                    "percentile": 95, "objectiveMs": .number(plan.request.traffic.p95Ms),
                ],
                "burnRates": .array(
                    AlertCatalogue.burnRates.map { rate in
                        [
                            "severity": .string(rate.severity), "factor": .number(rate.factor),
                            "long": .string(rate.long), "short": .string(rate.short),
                        ]
                    }
                ),
            ]
        }
        return [
            "schema": 1, "slos": .array(slos), "components": .strings(plan.watchedComponents),
            "coverage": .array(
                plan.watchedComponents.map { component in
                    [
                        "component": .string(component),
                        "role": .string(AlertCatalogue.role(component, plan)),
                    ]
                }
            ),
            "metrics": [
                "estimatedGB": .number(
                    NumberText.rounded(production.metrics.storageGB.value, places: 3)
                ),
                "volumeGB": .int(production.metrics.volumeGB),
                "retentionDays": .int(production.metrics.retentionDays),
                "formula": .string(production.metrics.storageGB.formula),
            ],
        ]
    }
}
