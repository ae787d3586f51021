import Workflow

/// One task of the lifecycle: its message type, who takes it, and the files it writes.
struct InfrastructureTask: Sendable {
    let type: String
    let summary: String
    let renderers: [any DeliverableRenderer]
    /// Whether the comments of a later round are kept with its files.
    var recordsFeedback: Bool { type == "analyse-requirements" }
    /// Whether the infrastructure-management subagent takes it, rather than the orchestrator.
    let isSpecialist: Bool
    /// Whether the subagent is asked for its plan before the files are written.
    let asksForPlan: Bool

    init(
        _ type: String,
        _ summary: String,
        _ renderers: [any DeliverableRenderer],
        isSpecialist: Bool = false,
        asksForPlan: Bool = false
    ) {
        self.type = type
        self.summary = summary
        self.renderers = renderers
        self.isSpecialist = isSpecialist
        self.asksForPlan = asksForPlan
    }

    static let all = architecture + provisioning + observability + optimization

    private static let architecture = [
        InfrastructureTask(
            "analyse-requirements",
            "Normalises the request, lists assumptions, sizes everything with its formula.",
            [RequestRenderer()]
        ),
        InfrastructureTask(
            "design-architecture",
            "Components, data flows and diagram (D1.1).",
            [ArchitectureRenderer()]
        ),
        InfrastructureTask(
            "select-technology",
            "Weighted decisions between options (D1.2).",
            [TechnologyRenderer()]
        ),
        InfrastructureTask(
            "design-security",
            "Layers, threats and controls (D1.3).",
            [SecurityArchitectureRenderer()]
        ),
        InfrastructureTask(
            "estimate-cost",
            "A line for every priced thing, against the budget (D1.4).",
            [EstimateRenderer()]
        ),
        InfrastructureTask(
            "plan-disaster-recovery",
            "Recovery time and point for each scenario (D1.5).",
            [RecoveryRenderer()]
        ),
    ]

    private static let provisioning = [
        InfrastructureTask(
            "write-terraform-modules",
            "Terraform modules and bootstrap, CloudFormation twins, Ansible (D2.1).",
            [TerraformModulesRenderer(), CloudFormationRenderer(), AnsibleRenderer()],
            isSpecialist: true
        ),
        InfrastructureTask(
            "prepare-environments",
            "A Terraform root for each environment, with a record; workloads and pipelines (D2.2).",
            [EnvironmentRootsRenderer(), DeliveryWorkflowsRenderer(), ApplicationsRenderer()],
            asksForPlan: true
        ),
        InfrastructureTask(
            "implement-network",
            "Address plan, security groups, reachability (D2.3).",
            [NetworkRenderer()],
            isSpecialist: true
        ),
        InfrastructureTask(
            "implement-storage",
            "Backups and replication of every store (D2.4).",
            [StorageRenderer()],
            isSpecialist: true
        ),
        InfrastructureTask(
            "document-environments",
            "Environments, access and roles (D2.5).",
            [AccessRenderer(), InventoryRenderer(), DocumentsRenderer()]
        ),
    ]

    private static let observability = [
        InfrastructureTask(
            "set-up-monitoring",
            "Prometheus, service levels, dashboards (D3.1).",
            [MonitoringRenderer()]
        ),
        InfrastructureTask(
            "set-up-logging",
            "Central logging with retention (D3.2).",
            [LoggingRenderer()]
        ),
        InfrastructureTask(
            "apply-security-controls",
            "Access analysis and network policies (D3.3).",
            [SecurityRenderer(), ClusterPoliciesRenderer()],
            isSpecialist: true
        ),
        InfrastructureTask(
            "set-up-alerting",
            "Alert routes, response matrix, runbooks (D3.4).",
            [IncidentRenderer()]
        ),
        InfrastructureTask(
            "validate-compliance",
            "A report for each framework (D3.5).",
            [ComplianceRenderer()]
        ),
    ]

    private static let optimization = [
        InfrastructureTask(
            "optimize-performance",
            "Latency budget and tuning (D4.1).",
            [PerformanceRenderer()]
        ),
        InfrastructureTask(
            "plan-autoscaling",
            "Scaling policy for load and zone loss (D4.2).",
            [ScalingRenderer(), AutoscalingBaseRenderer()],
            isSpecialist: true
        ),
        InfrastructureTask(
            "optimize-cost",
            "Savings and schedules (D4.3).",
            [CostRenderer()]
        ),
        InfrastructureTask(
            "plan-capacity",
            "Growth and the month of each limit (D4.4).",
            [CapacityRenderer()]
        ),
        InfrastructureTask(
            "plan-improvement",
            "Backlog and cadence (D4.5).",
            [ImprovementRenderer(), MaintenanceWorkflowsRenderer()]
        ),
        InfrastructureTask(
            "summarize-run",
            "The run on one page, and the way from each requirement to its gate.",
            [SummaryRenderer()]
        ),
    ]
}
