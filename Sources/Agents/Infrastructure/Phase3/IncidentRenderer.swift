package import Workflow

/// D3.4: how alerts are routed, who answers by when, and a runbook for each alert.
package struct IncidentRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.4"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let catalogue = try AlertCatalogue(plan: plan, resources: resources)
        let distinct = catalogue.alerts.unique(by: \.name)
        let runbooks = distinct.map { alert in
            RenderedFile(path: alert.runbookPath, text: runbook(alert, catalogue))
        }
        return [
            RenderedFile(
                path: "monitoring/alertmanager/alertmanager.yml",
                text: YAMLWriter.text(AlertmanagerConfig(plan: plan).value)
            ),
            RenderedFile(
                path: "incident/response-matrix.json",
                json: matrix(plan, distinct, catalogue)
            ),
            RenderedFile(path: "incident/escalation.json", json: Escalation.value(plan)),
        ] + runbooks
    }

    private func matrix(
        _ plan: InfrastructurePlan,
        _ distinct: [AlertCatalogue.Alert],
        _ catalogue: AlertCatalogue
    ) -> Value {
        [
            "schema": 1, "owner": .string(plan.request.metadata.owner),
            "severities": .array(
                Severity.all.map { severity in
                    [
                        "severity": .string(severity.name),
                        "response": .string(severity.response),
                        "acknowledgeMinutes": .int(severity.acknowledgeMinutes),
                        "escalateMinutes": .int(severity.escalateMinutes),
                        "channels": .strings(severity.channels),
                        "escalation": .strings(severity.escalation),
                    ]
                }
            ),
            "alerts": .array(
                distinct.map { alert in
                    let same = catalogue.alerts.filter { $0.name == alert.name }
                    return [
                        "alert": .string(alert.name), "layer": .string(alert.layer),
                        "severities": .strings(same.map(\.severity).unique),
                        "components": .strings(same.map(\.component).unique),
                        "runbook": .string(alert.runbookPath),
                    ]
                }
            ),
        ]
    }

    private func runbook(_ alert: AlertCatalogue.Alert, _ catalogue: AlertCatalogue) -> String {
        let same = catalogue.alerts.filter { $0.name == alert.name }
        func texts(_ key: String) -> [String] {
            (alert.specification[key]?.arrayValue ?? []).compactMap(\.stringValue)
        }
        let severities = same.map(\.severity).unique.compactMap { name in
            Severity.all.first { $0.name == name }
        }
        let rows = same.map { [$0.component, $0.severity, "`\($0.expression)`", $0.pending] }
        // A bar within a cell would end it.
        let safe = rows.map { $0.map { $0.replacing("|", with: "\\|") } }
        return Markdown.page(
            alert.name,
            [
                "## Meaning", alert.specification["meaning"]?.stringValue ?? "",
                Markdown.table(["component", "severity", "expression", "for"], safe),
                "## Impact", alert.specification["impact"]?.stringValue ?? "",
                "## Diagnosis", Markdown.steps(texts("diagnosis")),
                "## Mitigation", Markdown.steps(texts("mitigation")),
                "## Escalation",
                Markdown.list(
                    severities.map { severity in
                        "\(severity.name): acknowledge \(severity.response); after "
                            + "\(severity.escalateMinutes) minutes it goes on to "
                            + severity.escalation.joined(separator: ", then ")
                    }
                ),
                "## Verification", Markdown.list(texts("verification")),
                "## Afterwards",
                "Write down what happened and what would have shown it earlier; put the "
                    + "improvement into `improvement/backlog.json`.",
            ]
        )
    }
}
