import Workflow

/// D4.5: where each practice, principle and usage that was asked for stands in the delivered files.
struct Practices {
    static let path = "improvement/practices.json"

    struct Entry {
        let id: String
        let title: String
        let proofs: [Proof]
        /// Why it is not followed; such an entry has no proof.
        var gap: String?
    }

    let plan: InfrastructurePlan

    private static func entry(_ id: String, _ title: String, _ proofs: Proof...) -> Entry {
        Entry(id: id, title: title, proofs: proofs)
    }

    private var technology: TechnologyPreferences { plan.request.technology }
    private typealias TechnologyPreferences = InfrastructureRequest.TechnologyPreferences

    /// The eight practices.
    var practices: [Entry] {
        let flows = ".github/workflows"
        return [
            Self.entry(
                "infrastructure-as-code",
                "infrastructure only from code, drift is found",
                Proof("\(flows)/drift.yml", "-detailed-exitcode"),
                Proof("terraform/modules/network/main.tf", "resource \"aws_vpc\"")
            ),
            Self.entry(
                "version-control",
                "every change is reviewed before it is applied",
                Proof("\(flows)/plan.yml", "pull_request:"),
                Proof("\(flows)/apply.yml", "github.ref == 'refs/heads/main'")
            ),
            Self.entry(
                "parity",
                "environments differ in values only",
                Proof(root, "source")
            ),
            Self.entry(
                "secure-by-default",
                "closed and encrypted unless opened",
                Proof("terraform/modules/object-storage/main.tf", "restrict_public_buckets"),
                Proof("terraform/modules/kms/main.tf", "enable_key_rotation")
            ),
            Self.entry(
                "monitor-everything",
                "every component has an alert",
                Proof("monitoring/prometheus/rules/components.yml", "alert:"),
                Proof("monitoring/slo.yaml", "objective")
            ),
            Self.entry(
                "automate-recovery",
                "common failures mend themselves, restores are tested",
                Proof(SelfHealing.path, "\"mechanism\""),
                Proof("\(flows)/dr-test.yml", "cron:")
            ),
            Self.entry(
                "cost-conscious",
                "cost is estimated, allotted, alarmed and reviewed",
                Proof("cost/allocation-tags.json", "CostCenter"),
                Proof("terraform/modules/budget/main.tf", "resource \"aws_budgets_budget\""),
                Proof("\(flows)/cost-review.yml", "cron:")
            ),
            Self.entry(
                "current-documents",
                "documents are made from the same numbers",
                Proof("docs/README.md", "computed from one page of requirements")
            ),
        ]
    }

    private var root: String { "terraform/environments/\(plan.primary.rawValue)/main.tf" }

    /// The five principles.
    var principles: [Entry] {
        [
            Self.entry(
                "cloud-native",
                "managed services where there is one",
                Proof("terraform/modules/database/main.tf", "resource \"aws_db_instance\"")
            ),
            Self.entry(
                "zero-trust",
                "every path is named, every identity is asked",
                Proof("security/reachability.json", "\"internet\""),
                Proof("security/iam-analysis.json", "\"allowList\"")
            ),
            Self.entry(
                "automation-first",
                "what is done again is done by a machine",
                Proof(OperationCatalogue.path, "\"machine\"")
            ),
            regions,
            Self.entry(
                "proactive-monitoring",
                "warned before customers see it",
                Proof("monitoring/prometheus/rules/slo.yml", "ErrorBudgetBurn"),
                Proof("capacity/plan.json", "\"triggerMonth\"")
            ),
        ]
    }

    private var regions: Entry {
        let title = "a second region from the start"
        guard let region = plan.request.cloud.drRegion else {
            return Entry(
                id: "multi-region",
                title: title,
                proofs: [],
                gap: "the requirements name no second region (cloud.drRegion): the loss of "
                    + "\(plan.request.cloud.region) is not survived"
            )
        }
        return Self.entry("multi-region", title, Proof("dr/dr-plan.json", region))
    }

    /// The four uses that the workflow was asked to serve, and what of this run serves each.
    var usages: [Entry] {
        let users = NumberText.plain(plan.request.traffic.concurrentUsers)
        let cache =
            plan.request.application.cache.isUsed
            ? [Proof("terraform/modules/cache/main.tf", "resource \"aws_elasticache")] : []
        let compute =
            technology.usesCluster
            ? Proof("terraform/modules/eks/main.tf", "resource \"aws_eks_cluster\"")
            : Proof("terraform/modules/web/main.tf", "resource \"aws_autoscaling_group\"")
        return [
            Self.entry(
                "saas",
                "\(users) people at once: capacity, availability, cost and recovery",
                Proof("architecture/sizing.md", "req"),
                Proof("cost/estimate.json", "\"monthlyTotal\""),
                Proof("dr/dr-plan.json", "\"scenarios\"")
            ),
            Entry(
                id: "terraform",
                title: "Terraform of network, compute, database, cache, monitoring and security",
                proofs: [
                    Proof("terraform/modules/network/main.tf", "resource \"aws_vpc\""), compute,
                    Proof("terraform/modules/database/main.tf", "resource \"aws_db_instance\""),
                    Proof("terraform/modules/monitoring/main.tf", "resource \"aws_"),
                    Proof("terraform/modules/waf/main.tf", "resource \"aws_wafv2_web_acl\""),
                ] + cache
            ),
            Self.entry(
                "spend",
                "what the spend can be reduced by",
                Proof("cost/optimization.json", "\"categoryTargets\""),
                Proof("scripts/cost_optimizer.py", "def ")
            ),
            Self.entry(
                "observability",
                "metrics, dashboards, \(technology.logging) and objectives",
                Proof("monitoring/prometheus/prometheus.yml", "scrape_configs"),
                Proof("monitoring/grafana/operations.json", "\"panels\""),
                Proof("logging/sizing.json", "\"\(technology.logging)\""),
                Proof("monitoring/slo.yaml", "objective")
            ),
        ]
    }

    var file: RenderedFile {
        RenderedFile(
            path: Self.path,
            json: [
                "schema": 1, "practices": Self.json(practices), "principles": Self.json(principles),
                "usages": Self.json(usages),
            ]
        )
    }

    private static func json(_ entries: [Entry]) -> Value {
        .array(
            entries.map { entry in
                [
                    "id": .string(entry.id), "title": .string(entry.title),
                    "status": entry.gap == nil ? "shown" : "gap", "gap": .optional(entry.gap),
                    "proofs": .array(entry.proofs.map(\.json)),
                ]
            }
        )
    }
}
