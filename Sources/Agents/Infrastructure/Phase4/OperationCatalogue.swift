import Workflow

/// D4.5: what has to be done again and again, how often, and whether a machine does it.
///
/// Decisions (an approval, the failover of a region) are made by people on purpose and are no
/// operations.
struct OperationCatalogue {
    static let path = "improvement/operations.json"
    static let targetPercent = 95.0

    private struct Operation {
        let id: String
        let title: String
        /// An assumption about a month of operation.
        let timesPerMonth: Double
        /// What does it; nil when a person does.
        let proof: Proof?
        /// The page that tells the person how.
        var page: String?
    }

    let plan: InfrastructurePlan

    private static func automatic(
        _ id: String,
        _ title: String,
        _ times: Double,
        _ file: String,
        _ holds: String
    ) -> Operation {
        Operation(id: id, title: title, timesPerMonth: times, proof: Proof(file, holds))
    }

    private var operations: [Operation] { common + (isCluster ? pods : hosts) + byHand }

    private var isCluster: Bool { plan.request.technology.usesCluster }

    private var common: [Operation] {
        let flows = ".github/workflows"
        let modules = "terraform/modules"
        return [
            Self.automatic("plan", "plan a change", 40, "\(flows)/plan.yml", "pull_request:"),
            Self.automatic(
                "promote",
                "take a change through the environments",
                20,
                "\(flows)/promote.yml",
                "push:"
            ),
            Self.automatic("drift", "look for drift", 30, "\(flows)/drift.yml", "cron:"),
            Self.automatic(
                "scan",
                "scan for vulnerabilities",
                1,
                "\(flows)/security-scan.yml",
                "cron:"
            ),
            Self.automatic(
                "cost-review",
                "compare bill and estimate",
                1,
                "\(flows)/cost-review.yml",
                "cron:"
            ),
            Self.automatic("restore-test", "test a restore", 1, "\(flows)/dr-test.yml", "cron:"),
            Self.automatic(
                "backup",
                "back up",
                30,
                "\(modules)/backup/main.tf",
                "resource \"aws_backup_plan\""
            ),
            Self.automatic(
                "password",
                "rotate the database's password",
                4,
                "\(modules)/database/main.tf",
                "manage_master_user_password"
            ),
            Self.automatic(
                "archive",
                "archive and delete what is old",
                30,
                "\(modules)/object-storage/main.tf",
                "resource \"aws_s3_bucket_lifecycle_configuration\""
            ),
            Self.automatic(
                "certificate",
                "renew certificates",
                0.1,
                "\(modules)/load-balancer/main.tf",
                "resource \"aws_acm_certificate\""
            ),
            Self.automatic(
                "page",
                "call the person who is on duty",
                60,
                "monitoring/alertmanager/alertmanager.yml",
                "receiver:"
            ),
        ]
    }

    private var pods: [Operation] {
        let scaling = "kubernetes/autoscaling"
        return [
            Self.automatic(
                "scale",
                "fit replicas to the load",
                300,
                "\(scaling)/hpa.yaml",
                "minReplicas"
            ),
            Self.automatic(
                "nodes",
                "fit nodes to the replicas",
                60,
                "\(scaling)/cluster-autoscaler.yaml",
                "--node-group-auto-discovery"
            ),
            Operation(
                id: "cluster-upgrade",
                title: "upgrade the cluster",
                timesPerMonth: 0.17,
                proof: nil,
                page: "docs/runbooks/cluster-upgrade.md"
            ),
        ]
    }

    private var hosts: [Operation] {
        [
            Self.automatic(
                "scale",
                "fit hosts to the load",
                300,
                "terraform/modules/web/main.tf",
                "resource \"aws_autoscaling_policy\""
            ),
            Self.automatic(
                "patch",
                "patch hosts",
                30,
                "ansible/roles/base/tasks/main.yml",
                "unattended-upgrades"
            ),
        ]
    }

    private var byHand: [Operation] {
        [
            Operation(
                id: "access-review",
                title: "look through who has access",
                timesPerMonth: 0.33,
                proof: nil,
                page: "docs/access.md"
            ),
            Operation(
                id: "state-recovery",
                title: "mend the state of Terraform",
                timesPerMonth: 0.1,
                proof: nil,
                page: "docs/runbooks/state-recovery.md"
            ),
            Operation(
                id: "post-incident",
                title: "learn from an incident",
                timesPerMonth: 1,
                proof: nil,
                page: "dr/runbooks/post-incident.md"
            ),
        ]
    }

    var file: RenderedFile {
        let all = operations
        let automatic = all.filter { $0.proof != nil }
        let times = all.map(\.timesPerMonth).reduce(0, +)
        let byMachine = automatic.map(\.timesPerMonth).reduce(0, +)
        let share = byMachine * 100 / max(times, 1)
        let kinds = Double(automatic.count) * 100 / Double(max(all.count, 1))
        return RenderedFile(
            path: Self.path,
            json: [
                "schema": 1,
                "note": .string(
                    "times a month are assumptions; \(OperationalTargets.script) counts the runs"
                ),
                "targetPercent": .number(Self.targetPercent),
                "automatedPercent": .number(NumberText.rounded(share, places: 2)),
                "automatedKindsPercent": .number(NumberText.rounded(kinds, places: 2)),
                "operations": .array(all.map(Self.json)),
            ]
        )
    }

    private static func json(_ operation: Operation) -> Value {
        [
            "id": .string(operation.id), "title": .string(operation.title),
            "timesPerMonth": .number(operation.timesPerMonth),
            "by": .string(operation.proof == nil ? "person" : "machine"),
            "proof": operation.proof?.json ?? .null, "page": .optional(operation.page),
        ]
    }
}
