import Workflow

/// The key table of the requirements document.
package enum RequestKeys {
    package static let root: [RequestKey] = [
        RequestKey("apiVersion", .choice(["orchestrate/v1"]), "format of the document"),
        RequestKey("kind", .choice(["InfrastructureRequest"]), "kind of the document"),
        RequestKey("metadata", .object(metadata), required: true, "what it is called, who owns it"),
        RequestKey("application", .object(application), default: [:], "what is to be run"),
        RequestKey("traffic", .object(traffic), required: true, "the load, at its peak"),
        RequestKey("objectives", .object(objectives), default: [:], "what is promised"),
        RequestKey("cloud", .object(cloud), required: true, "where it runs"),
        RequestKey("compliance", .object(compliance), default: [:], "which rules bind it"),
        RequestKey("budget", .object(budget), required: true, "what it may cost"),
        RequestKey("environments", .object(environments), default: [:], "the four environments"),
        RequestKey("technology", .object(technology), default: [:], "preferences"),
        RequestKey("assumptions", .object(assumptions), default: [:], "numbers the model assumes"),
        RequestKey("notifications", .object(notifications), "where alerts go, by reference"),
        RequestKey("execution", .object(execution), "how far the run goes"),
        RequestKey("timeline", .object(timeline), "when it is needed"),
    ]

    /// Keys that people write here and that belong into the workflow file.
    package static let elsewhere = [
        "approvals": "put it into the workflow file as 'gates:', beside 'with:'",
        "roles": "put it into the workflow file, beside 'with:'",
    ]

    static let metadata: [RequestKey] = [
        RequestKey("name", .text(.name), required: true, "name of the system, prefix of resources"),
        RequestKey("owner", .text(.tag), default: "platform-team", "team that answers for it"),
        RequestKey("requestedBy", .text(.any), default: "unknown", "who asked for it"),
        RequestKey("labels", .labels, default: [:], "tags; 'costCenter' is used for allocation"),
    ]

    static let objectives: [RequestKey] = [
        RequestKey("availability", .number(90...99.999), default: 99.9, "percent, over 30 days"),
        RequestKey("rtoMinutes", .number(1...10_080), default: 120, "longest time to recover"),
        RequestKey("rpoMinutes", .number(0...10_080), default: 15, "longest span of lost data"),
        RequestKey(
            "recoveryCapacityPercent",
            .number(1...100),
            default: 80,
            "share of the load that must be served after the loss of a zone or region"
        ),
        RequestKey("provisioningMinutes", .number(1...1440), default: 30, "one environment"),
        RequestKey("changeMinutes", .number(1...1440), default: 15, "one change, deployed"),
        RequestKey("alertLatencySeconds", .number(10...3600), default: 60, "metric to alert"),
    ]

    static let cloud: [RequestKey] = [
        RequestKey("provider", .choice(["aws"]), default: "aws", "cloud provider"),
        RequestKey("region", .text(.region), required: true, "where production runs"),
        RequestKey(
            "drRegion",
            .nullable(.text(.region)),
            "where it recovers when its region is lost"
        ),
        RequestKey("zones", .integer(2...4), default: 3, "availability zones"),
        RequestKey("accounts", .object(accounts), default: [:], "one account an environment"),
        RequestKey(
            "cidrSupernet",
            .text(.cidr),
            default: "10.0.0.0/13",
            "addresses of all networks"
        ),
        RequestKey(
            "drScenarios",
            .list(.choice(DisasterScenario.allCases.map(\.rawValue)), atLeast: 1),
            default: ["instance", "zone", "region", "data-corruption"],
            "the losses that must be survived"
        ),
        RequestKey("domain", .text(.domain), default: "example.com", "public domain"),
        RequestKey("hybrid", .nullable(.object(hybrid)), "connection to an own data centre"),
    ]

    static let accounts = EnvironmentName.allCases.map {
        RequestKey($0.rawValue, .text(.account), "account of \($0.rawValue)")
    }

    static let hybrid: [RequestKey] = [
        RequestKey("onPremCidrs", .list(.text(.cidr), atLeast: 1), required: true, "its networks"),
        RequestKey("bandwidthMbps", .number(1...100_000), default: 100, "bandwidth it needs"),
        RequestKey(
            "peerAddress",
            .nullable(.text(.publicAddress)),
            "its VPN gateway's address; no tunnel is made before it is known"
        ),
        RequestKey("peerAsn", .integer(1...4_294_967_294), default: 65_000, "its BGP number"),
    ]

    static let compliance: [RequestKey] = [
        RequestKey(
            "frameworks",
            .list(.choice(Framework.allCases.map(\.rawValue)), atLeast: 0),
            default: ["soc2"],
            "frameworks whose technical controls are mapped"
        ),
        RequestKey(
            "dataClasses",
            .list(.choice(["public", "internal", "personal", "health", "cardholder"]), atLeast: 0),
            default: ["internal"],
            "what the data is"
        ),
        RequestKey("euDataSubjects", .flag, default: false, "holds data of people in the EU"),
        RequestKey(
            "dataResidency",
            .list(.choice(["eu", "us", "uk", "ca"]), atLeast: 0),
            default: [],
            "areas that data must not leave"
        ),
        RequestKey(
            "logRetentionDays",
            .object(logRetention),
            default: [:],
            "how long logs are kept"
        ),
    ]

    static let logRetention: [RequestKey] = [
        RequestKey("hot", .integer(1...3650), default: 30, "searchable at once"),
        RequestKey("archive", .integer(1...3650), default: 400, "in the archive"),
    ]

    static let budget: [RequestKey] = [
        RequestKey("monthlyUsd", .number(1...100_000_000), required: true, "US dollars a month"),
        RequestKey("hard", .flag, default: true, "an estimate above it fails the run"),
        RequestKey(
            "commitment",
            .choice(InfrastructureRequest.Commitment.allCases.map(\.rawValue)),
            default: "none",
            "discount for committed use of what always runs"
        ),
        RequestKey("yearlyReductionPercent", .number(0...90), default: 15, "saving plan's target"),
        RequestKey(
            "priceTable",
            .text(.any),
            default: "builtin",
            "'builtin', or the path of an overlay, seen from the workflow file"
        ),
        RequestKey(
            "prices",
            .document,
            "overlays with their digest; written by the program when a run begins"
        ),
        RequestKey(
            "maxPriceAgeDays",
            .integer(1...3650),
            default: 120,
            "older prices are reported"
        ),
    ]

    static let environments: [RequestKey] =
        [
            RequestKey(
                "order",
                .list(.choice(EnvironmentName.allCases.map(\.rawValue)), atLeast: 1),
                default: ["development", "integration", "staging", "production"],
                "the environments that there are, in the order of promotion"
            )
        ]
        + EnvironmentName.allCases.map {
            RequestKey(
                $0.rawValue,
                .object(environment($0)),
                default: [:],
                "settings of \($0.rawValue)"
            )
        }

    private static func environment(_ name: EnvironmentName) -> [RequestKey] {
        let profiles: [EnvironmentName: String] = [
            .development: "minimal", .integration: "shared", .staging: "mirror-of-production",
            .production: "full",
        ]
        let profile = profiles[name] ?? "minimal"
        return [
            RequestKey("profile", .choice([profile]), default: .string(profile), "its make-up"),
            RequestKey(
                "scale",
                .number(0.01...1),
                default: name == .production ? 1 : name == .staging ? 0.33 : 0.1,
                "its size as a share of production's"
            ),
            RequestKey("schedule", .nullable(.text(.schedule)), "when it runs; always if absent"),
        ]
    }

    static let technology: [RequestKey] = [
        RequestKey("iac", .choice(["terraform", "cloudformation"]), default: "terraform", "tool"),
        RequestKey("compute", .choice(["eks", "asg"]), default: "eks", "how services run"),
        RequestKey("logging", .choice(["elk", "loki", "cloudwatch"]), default: "elk", "log store"),
        RequestKey("mesh", .choice(["none", "istio", "consul"]), default: "none", "service mesh"),
        RequestKey(
            "configuration",
            .choice(["ansible", "chef", "puppet"]),
            default: "ansible",
            "configuration management"
        ),
        RequestKey(
            "monitoring",
            .choice(["prometheus", "cloudwatch", "datadog"]),
            default: "prometheus",
            "monitoring"
        ),
    ]

    static let assumptions = AssumptionKey.allCases.map { key in
        RequestKey(
            key.rawValue,
            .number(key.standard.range),
            default: .number(key.standard.value),
            key.standard.text + (key.standard.unit.isEmpty ? "" : " (\(key.standard.unit))")
        )
    }

    static let notifications: [RequestKey] = [
        RequestKey("webhooks", .list(.text(.webAddress), atLeast: 0), "addresses for CloudEvents"),
        RequestKey(
            "slackWebhookSecret",
            .text(.secretReference),
            "reference to a secret, never the secret"
        ),
        RequestKey(
            "pagerDutyKeySecret",
            .text(.secretReference),
            "reference to a secret, never the secret"
        ),
    ]

    static let execution: [RequestKey] = [
        RequestKey(
            "mode",
            .choice(["render", "plan", "apply"]),
            default: "render",
            "how far it goes"
        ),
        RequestKey(
            "externalValidators",
            .choice(["required", "preferred", "off"]),
            default: "preferred",
            "whether validators must be installed"
        ),
        RequestKey(
            "backend",
            .choice(["configured", "local"]),
            default: "configured",
            "where Terraform keeps the state; local is for trials, below the state folder"
        ),
        RequestKey(
            "allowReplace",
            .flag,
            default: false,
            "whether a plan may destroy or replace what holds data"
        ),
        RequestKey(
            "authors",
            .choice(["deterministic"]),
            default: "deterministic",
            "who writes the files"
        ),
    ]

    static let timeline: [RequestKey] = [
        RequestKey("needBy", .text(.date), "day on which it must be ready")
    ]
}
