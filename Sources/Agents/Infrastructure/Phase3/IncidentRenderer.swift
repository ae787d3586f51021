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
        var seen: Set<String> = []
        let distinct = catalogue.alerts.filter { seen.insert($0.name).inserted }
        let runbooks = distinct.map { alert in
            RenderedFile(path: alert.runbookPath, text: runbook(alert, catalogue))
        }
        return [
            RenderedFile(
                path: "monitoring/alertmanager/alertmanager.yml",
                text: YAMLWriter.text(AlertmanagerConfig.value)
            ),
            RenderedFile(
                path: "incident/response-matrix.json",
                json: matrix(plan, distinct, catalogue)
            ),
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
                        "severities": .strings(unique(same.map(\.severity))),
                        "components": .strings(unique(same.map(\.component))),
                        "runbook": .string(alert.runbookPath),
                    ]
                }
            ),
        ]
    }

    private func unique(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }

    private func runbook(_ alert: AlertCatalogue.Alert, _ catalogue: AlertCatalogue) -> String {
        let same = catalogue.alerts.filter { $0.name == alert.name }
        func texts(_ key: String) -> [String] {
            (alert.specification[key]?.arrayValue ?? []).compactMap(\.stringValue)
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
                "## Afterwards",
                "Write down what happened and what would have shown it earlier; put the "
                    + "improvement into `improvement/backlog.json`.",
            ]
        )
    }
}

/// How fast somebody answers, and through which channel it reaches them.
struct Severity {
    let name: String
    let response: String
    let acknowledgeMinutes: Int
    let escalateMinutes: Int
    let channels: [String]
    let escalation: [String]

    static let all = [
        Severity(
            name: "critical",
            response: "immediately, at any hour",
            acknowledgeMinutes: 4,
            escalateMinutes: 10,
            channels: ["pagerduty", "slack-critical"],
            escalation: ["on-call engineer", "second on-call", "engineering manager"]
        ),
        Severity(
            name: "high",
            response: "within an hour, at any hour",
            acknowledgeMinutes: 60,
            escalateMinutes: 90,
            channels: ["pagerduty-low-urgency", "slack-high"],
            escalation: ["on-call engineer", "second on-call"]
        ),
        Severity(
            name: "medium",
            response: "within four hours",
            acknowledgeMinutes: 240,
            escalateMinutes: 480,
            channels: ["slack-medium"],
            escalation: ["owning team"]
        ),
        Severity(
            name: "low",
            response: "within a day",
            acknowledgeMinutes: 1440,
            escalateMinutes: 4320,
            channels: ["slack-low"],
            escalation: ["owning team"]
        ),
    ]
}

enum AlertmanagerConfig {
    private static let secrets = "/etc/alertmanager/secrets/"

    static var value: Value {
        [
            "global": [
                "resolve_timeout": "5m",
                "slack_api_url_file": .string(secrets + "slack-url"),
            ],
            "route": [
                "receiver": "low", "group_by": ["alertname", "component"],
                "group_wait": "10s", "group_interval": "1m", "repeat_interval": "12h",
                "routes": .array([watchdog] + Severity.all.map(route)),
            ],
            "inhibit_rules": [
                [
                    "source_matchers": ["severity=\"critical\""],
                    "target_matchers": ["severity=~\"medium|low\"", "alertname!=\"Watchdog\""],
                    "equal": ["component"],
                ]
            ],
            "receivers": .array(Severity.all.map(receiver) + [deadMansSwitch]),
        ]
    }

    private static let watchdog: Value = [
        "receiver": "dead-mans-switch", "matchers": ["alertname=\"Watchdog\""],
        "group_wait": "0s", "group_interval": "1m", "repeat_interval": "5m",
    ]

    /// Tells an outside service that alerting works; its silence raises the alarm.
    private static let deadMansSwitch: Value = [
        "name": "dead-mans-switch",
        "webhook_configs": [
            [
                "url": "http://dead-mans-switch.monitoring.svc:8080/alive",
                "send_resolved": false,
            ]
        ],
    ]

    private static func route(_ severity: Severity) -> Value {
        [
            "receiver": .string(severity.name),
            "matchers": [.string("severity=\"\(severity.name)\"")],
            "group_wait": "10s",
            "repeat_interval": severity.name == "critical" ? "1h" : "12h",
        ]
    }

    private static func receiver(_ severity: Severity) -> Value {
        var members: Members = ["name": .string(severity.name)]
        if severity.channels.contains(where: { $0.hasPrefix("pagerduty") }) {
            members["pagerduty_configs"] = [
                [
                    "routing_key_file": .string(secrets + "pagerduty-routing-key"),
                    "severity": severity.name == "critical" ? "critical" : "error",
                ]
            ]
        }
        members["slack_configs"] = [
            [
                "channel": .string("#alerts-\(severity.name)"), "send_resolved": true,
                "title": "{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}",
                "text": "{{ .CommonAnnotations.runbook_url }}",
            ]
        ]
        return .object(members)
    }
}
