import Workflow

/// How a release goes from one environment to the next.
enum PromotionMessages {
    static let wanted = MessageSchema(
        type: "request-promotions",
        summary: "Asks deployment for each step from environment to environment, in their order.",
        fields: [
            MessageSchema.Field(
                "environments",
                .array,
                required: true,
                "Names of the environments, in the order of promotion."
            )
        ]
    )

    static let requested = MessageSchema(
        type: "promotion-requested",
        summary: "From one environment to the next; answered with a decision and its blockers.",
        fields: [
            MessageSchema.Field("fromEnv", .string, required: true, "Where it runs."),
            MessageSchema.Field("toEnv", .string, required: true, "Where it is to run."),
            MessageSchema.Field(
                "preconditions",
                .array,
                required: true,
                "Ids of what must hold; all that the step asks for have to be among them."
            ),
        ]
    )
}

/// One thing that must hold before a promotion, and the verdicts that tell.
struct Precondition: Sendable {
    let id: String
    /// Checks that the program computes itself: each must have a verdict, and none may be open.
    let needed: [CheckID]
    /// Checks by other programs: none may have failed.
    var external: [CheckID] = []

    /// Before an environment that is no production.
    static let first = [
        Precondition(
            id: "security-scan",
            needed: ["secret-literals", "network-reachability", "terraform-design"],
            external: ["checkov-terraform", "checkov-kubernetes", "detect-secrets"]
        ),
        Precondition(
            id: "unit",
            needed: ["terraform-references", "terraform-arguments", "rule-tests"],
            external: ["terraform-test", "terraform-validate", "promtool-tests"]
        ),
        Precondition(
            id: "integration",
            needed: ["provisioning-records", "environment-parity", "delivery-workflows"],
            external: ["kubernetes-validate", "actionlint"]
        ),
        Precondition(
            id: "baseline",
            needed: ["estimate-independent", "monitoring-coverage", "latency-budget"]
        ),
    ]

    /// Before production.
    static let production = [
        Precondition(
            id: "validation",
            needed: ["twins-agree", "environment-documents", "access-roles"],
            external: ["cfn-lint", "promtool-rules"]
        ),
        Precondition(id: "load-test", needed: ["load-test", "spike-capacity", "connection-pools"]),
        Precondition(id: "audit", needed: ["iam-analysis", "compliance-evidence"]),
        Precondition(
            id: "dr-test",
            needed: [
                "recovery-targets", "recovery-procedure", "backup-plan", "maintenance-workflows",
            ]
        ),
        Precondition(id: "compliance", needed: ["controls-mapping", "compliance-summary"]),
    ]

    /// What the step into `environment` asks for.
    static func all(into environment: String) -> [Precondition] {
        environment == EnvironmentName.production.rawValue ? production : first
    }
}
