import Workflow

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

/// Who is called next, and when people outside of the team must be told.
enum Escalation {
    static func value(_ plan: InfrastructurePlan) -> Value {
        [
            "schema": 1, "owner": .string(plan.request.metadata.owner),
            "schedule": [
                "tool": "pagerduty", "rotation": "weekly", "handover": "MON 10:00 UTC",
                "levels": ["on-call engineer", "second on-call", "engineering manager"],
            ],
            "policies": .array(Severity.all.map(policy)),
            "maintenance": [
                "rule": "planned work is silenced by component and window, never by severity",
                "command":
                    "amtool silence add --duration=2h --author=NAME --comment=CHANGE component=ID",
                "maximumHours": 4,
                "neverSilenced": ["Watchdog", "ThreatDetected", "AuditTrailStopped"],
            ],
            "notifications": .array(duties(plan.request.compliance)),
        ]
    }

    private static func policy(_ severity: Severity) -> Value {
        let steps = severity.escalation.enumerated().map { index, role -> Value in
            ["role": .string(role), "afterMinutes": .int(index * severity.escalateMinutes)]
        }
        return [
            "severity": .string(severity.name),
            "acknowledgeMinutes": .int(severity.acknowledgeMinutes),
            "steps": .array(steps),
            "commander": .bool(severity.name == "critical"),
            "postIncidentReviewDays": severity.name == "critical" ? 5 : 10,
        ]
    }

    /// Deadlines that laws and standards set once an incident concerns their data.
    private static func duties(_ compliance: InfrastructureRequest.Compliance) -> [Value] {
        compliance.frameworks.compactMap { framework in
            switch framework {
            case .gdpr:
                duty("GDPR Art. 33", 72, "supervisory authority, from becoming aware of a breach")
            case .hipaa:
                duty("45 CFR 164.404", 1440, "affected people, at the latest after 60 days")
            case .pciDSS:
                duty("PCI DSS 12.10.1", 24, "acquirer and card brands, as their rules say")
            case .soc2, .iso27001: nil
            }
        }
    }

    private static func duty(_ basis: String, _ hours: Int, _ to: String) -> Value {
        [
            "basis": .string(basis), "withinHours": .int(hours), "to": .string(to),
            "decidedBy": "person",
        ]
    }
}
