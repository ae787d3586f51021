import Workflow

/// Where alerts go: a route and a receiver for each severity; every secret is a file.
struct AlertmanagerConfig {
    let plan: InfrastructurePlan
    /// Whose heartbeat it reports.
    let environment: EnvironmentName

    init(plan: InfrastructurePlan, environment: EnvironmentName? = nil) {
        self.plan = plan
        self.environment = environment ?? plan.primary
    }

    private static let secrets = "/etc/alertmanager/secrets/"

    var value: Value {
        [
            "global": [
                "resolve_timeout": "5m",
                "slack_api_url_file": .string(Self.secrets + "slack-url"),
            ],
            "route": [
                "receiver": "low", "group_by": ["alertname", "component"],
                "group_wait": .string("\(AlertDelay.groupWait)s"), "group_interval": "1m",
                "repeat_interval": "12h",
                "routes": .array([Self.watchdog] + Severity.all.map(Self.route)),
            ],
            "inhibit_rules": [
                [
                    "source_matchers": ["severity=\"critical\""],
                    "target_matchers": ["severity=~\"medium|low\"", "alertname!=\"Watchdog\""],
                    "equal": ["component"],
                ],
                // Who does not answer at all need not be reported as slow.
                [
                    "source_matchers": ["alertname=\"ServiceDown\""],
                    "target_matchers": ["alertname=~\"HighLatency|PodCrashLooping\""],
                    "equal": ["component"],
                ],
            ],
            "time_intervals": [
                [
                    "name": "maintenance",
                    "time_intervals": [
                        [
                            "weekdays": ["sunday"],
                            "times": [["start_time": "02:00", "end_time": "04:00"]],
                            "location": "UTC",
                        ]
                    ],
                ]
            ],
            "receivers": .array(Severity.all.map(Self.receiver) + [deadMansSwitch]),
        ]
    }

    private static let watchdog: Value = [
        "receiver": "dead-mans-switch", "matchers": ["alertname=\"Watchdog\""],
        "group_wait": "0s", "group_interval": "1m", "repeat_interval": "5m",
    ]

    /// A heartbeat into a topic of the provider, where an alarm misses it when it stays away: that
    /// alarm works when the cluster and all that runs in it is gone.
    private var deadMansSwitch: Value {
        let region = plan.request.cloud.region
        let account = plan.account(environment)
        let topic = "arn:aws:sns:\(region):\(account):\(plan.resourceName(environment))-heartbeat"
        return [
            "name": "dead-mans-switch",
            "sns_configs": [
                [
                    "topic_arn": .string(topic), "sigv4": ["region": .string(region)],
                    "subject": "alive", "message": "alerting works", "send_resolved": false,
                ]
            ],
        ]
    }

    private static func route(_ severity: Severity) -> Value {
        var members: Members = [
            "receiver": .string(severity.name),
            "matchers": [.string("severity=\"\(severity.name)\"")],
            "group_wait": .string("\(AlertDelay.groupWait)s"),
            "repeat_interval": severity.name == "critical" ? "1h" : "12h",
        ]
        // In the weekly window nobody is told of what planned work causes; pages still come.
        if ["medium", "low"].contains(severity.name) {
            members["mute_time_intervals"] = ["maintenance"]
        }
        return .object(members)
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
