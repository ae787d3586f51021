package import Workflow

/// D3.1: what is collected, when it alerts, which objectives hold, and what people look at.
package struct MonitoringRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.1"

    static let dashboards = ["executive", "operations", "development", "security"]
    static let scrapeSeconds = 15
    static let groupWaitSeconds = 10

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let catalogue = try AlertCatalogue(plan: plan, resources: resources)
        let folder = "monitoring/prometheus/"
        let files = [
            RenderedFile(
                path: folder + "prometheus.yml",
                text: YAMLWriter.text(PrometheusConfig.value(plan))
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
            RenderedFile(path: "monitoring/slo.yaml", text: YAMLWriter.text(objectives(plan))),
        ]
        return try files
            + Self.dashboards.map { name in
                let path = "monitoring/grafana/\(name).json"
                let template = ResourceTemplate(path: path, text: try resources.text(path))
                let text = try template.filled(with: ["project": plan.project])
                return RenderedFile(path: path, text: text)
            }
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
                    "name": .string(name), "interval": .string("\(Self.scrapeSeconds)s"),
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
                "runbook_url": .string("\(plan.documentsHost)/\(alert.runbookPath)"),
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
        return YAMLWriter.text([
            "groups": [
                ["name": "slo-records", "interval": "15s", "rules": .array(records)],
                ["name": "slo-alerts", "interval": "15s", "rules": .array(alerts)],
            ]
        ])
    }

    private func objectives(_ plan: InfrastructurePlan) -> Value {
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
        ]
    }
}
