import Workflow

/// D4.2: which common failures mend themselves, by what, and in what time.
struct SelfHealing {
    static let path = "scaling/self-healing.json"

    private struct Row {
        let id: String
        let failure: String
        let mechanism: String
        let seconds: Int
        let proofs: [Proof]
    }

    let plan: InfrastructurePlan

    private var rows: [Row] { (plan.request.technology.usesCluster ? pods : hosts) + stores }

    private var pods: [Row] {
        let names = plan.request.application.services.map(\.name)
        func each(_ holds: String) -> [Proof] {
            names.map { Proof("kubernetes/apps/\($0).yaml", holds) }
        }
        return [
            Row(
                id: "process-ends",
                failure: "a container ends or runs out of memory",
                mechanism: "the kubelet starts it again, later each time",
                seconds: 30,
                proofs: each("kind: Deployment")
            ),
            Row(
                id: "process-hangs",
                failure: "a container no longer answers",
                mechanism:
                    "the liveness probe has it restarted, the readiness probe takes it out of "
                    + "the traffic",
                seconds: 60,
                proofs: each("livenessProbe:") + each("readinessProbe:")
            ),
            Row(
                id: "node-lost",
                failure: "a node dies",
                mechanism:
                    "its group replaces it; the pods move to the others, which hold a share for "
                    + "it",
                seconds: 300,
                proofs: [
                    Proof("terraform/modules/eks/main.tf", "resource \"aws_eks_node_group\""),
                    Proof("kubernetes/autoscaling/cluster-autoscaler.yaml", "--balance-similar"),
                ] + each("topologySpreadConstraints:")
            ),
            Row(
                id: "load-rises",
                failure: "more is asked than the replicas carry",
                mechanism: "the autoscalers of pods and of nodes add what is missing",
                seconds: 210,
                proofs: [
                    Proof("kubernetes/autoscaling/hpa.yaml", "kind: HorizontalPodAutoscaler")
                ]
            ),
        ]
    }

    private var hosts: [Row] {
        let web = "terraform/modules/web/main.tf"
        // Three answers ten seconds apart, a check of the instance, or three minutes of a metric come
        // before the new host, which configures itself.
        return [
            Row(
                id: "process-ends",
                failure: "the service ends",
                mechanism: "systemd starts it again",
                seconds: 30,
                proofs: [
                    Proof("ansible/roles/app/templates/application.service.j2", "Restart=")
                ]
            ),
            Row(
                id: "process-hangs",
                failure: "a host no longer answers",
                mechanism: "the load balancer stops asking it, the group replaces it",
                seconds: 30 + ScalingGroup.graceSeconds,
                proofs: [
                    Proof(web, "health_check_type"),
                    Proof("terraform/modules/load-balancer/main.tf", "health_check {"),
                ]
            ),
            Row(
                id: "node-lost",
                failure: "a host dies",
                mechanism: "the group replaces it in a zone that has the fewest",
                seconds: 60 + ScalingGroup.graceSeconds,
                proofs: [Proof(web, "resource \"aws_autoscaling_group\"")]
            ),
            Row(
                id: "load-rises",
                failure: "more is asked than the hosts carry",
                mechanism: "the group grows by its target",
                seconds: 180 + ScalingGroup.graceSeconds,
                proofs: [Proof(ScalingGroup.path, "\"")]
            ),
        ]
    }

    private var stores: [Row] {
        let values = "terraform/environments/\(plan.primary.rawValue)/terraform.tfvars"
        let cache =
            plan.request.application.cache.isUsed
            ? [
                Row(
                    id: "cache-primary-lost",
                    failure: "the primary of the cache dies",
                    mechanism: "a replica of another zone takes over",
                    seconds: 60,
                    proofs: [
                        Proof("terraform/modules/cache/main.tf", "automatic_failover_enabled")
                    ]
                )
            ] : []
        return [
            Row(
                id: "database-primary-lost",
                failure: "the primary of the database dies, or its zone",
                mechanism: "the standby takes over under the same name, with all that was written",
                seconds: 120,
                proofs: [
                    Proof("terraform/modules/database/main.tf", "multi_az"),
                    Proof(values, "multi_az"),
                ]
            )
        ] + cache + [
            Row(
                id: "disk-fills",
                failure: "the database's disk fills",
                mechanism: "it grows by itself up to a limit",
                seconds: 600,
                proofs: [Proof("terraform/modules/database/main.tf", "max_allocated_storage")]
            ),
            Row(
                id: "certificate-ends",
                failure: "a certificate runs out",
                mechanism: "the provider renews it by the record that proved the name",
                seconds: 0,
                proofs: [
                    Proof(
                        "terraform/modules/load-balancer/main.tf",
                        "resource \"aws_acm_certificate\""
                    )
                ]
            ),
        ]
    }

    var file: RenderedFile {
        RenderedFile(
            path: Self.path,
            json: [
                "schema": 1,
                "failures": .array(
                    rows.map { row in
                        [
                            "id": .string(row.id), "failure": .string(row.failure),
                            "mechanism": .string(row.mechanism), "seconds": .int(row.seconds),
                            "proofs": .array(row.proofs.map(\.json)),
                        ]
                    }
                ),
                "withPeople": [
                    "the loss of the region: dr/dr-plan.md, because a wrong decision loses data",
                    "damaged data: dr/runbooks/recovery.md, because no machine knows the right point",
                ],
            ]
        )
    }
}
