import Agents
import Testing
import Workflow

/// Defects planted into the files that only some shapes have.
@Suite struct ShapeDefectTests {
    static let defects: [(path: String, old: String, new: String, check: String)] = [
        (
            "scaling/auto-scaling-group.json", "\"type\": \"ELB\"", "\"type\": \"EC2\"",
            "autoscalers"
        ),
        (
            "scaling/auto-scaling-group.json", "\"metadataTokens\": \"required\"",
            "\"metadataTokens\": \"optional\"", "autoscalers"
        ),
        (
            "scaling/auto-scaling-group.json", "ALBRequestCountPerTarget",
            "ASGAverageNetworkIn", "autoscalers"
        ),
        ("scaling/auto-scaling-group.json", "\"maximum\": ", "\"maximum\": 1", "autoscalers"),
        (
            "terraform/environments/production/terraform.tfvars", "volume_gib    = ",
            "volume_gib    = 9", "estimate-independent"
        ),
        (
            "terraform/modules/monitoring-host/main.tf", "desired_capacity          = 1",
            "desired_capacity          = 2", "estimate-independent"
        ),
        (
            "terraform/environments/production/terraform.tfvars", "scrape_ports  = [",
            "scrape_ports  = [9999, ", "network-reachability"
        ),
        (
            "network/security-groups.json", "\"source\": \"group:monitoring\"",
            "\"source\": \"internet\"", "network-reachability"
        ),
        (
            "terraform/modules/monitoring-host/main.tf",
            "http_tokens                 = \"required\"",
            "http_tokens                 = \"optional\"", "compliance-evidence"
        ),
        (
            "ansible/roles/monitoring/tasks/main.yml", "notify: Restart Prometheus",
            "notify: Restart", "ansible-roles"
        ),
        (
            "ansible/inventory/production.yml", "ports: [4317, 4318]", "ports: [22, 4317]",
            "ansible-inventory"
        ),
        (
            "ansible/inventory/production.yml", "localhost: {ansible_connection: local}",
            "web.example.com: {}", "ansible-inventory"
        ),
        (
            "terraform/modules/web/main.tf", "playbooks/site.yml", "playbooks/absent.yml",
            "ansible-roles"
        ),
        (
            "scaling/auto-scaling-group.json", "\"graceSeconds\": 600",
            "\"graceSeconds\": 60", "autoscalers"
        ),
        ("capacity/plan.json", "\"requestTo\": ", "\"asked\": ", "capacity-forecast"),
        ("architecture/architecture.json", "\"cache\": null", "\"cache\": {}", "known-shapes"),
    ]

    /// More people than so small a quota carries, so that something has to be asked for.
    private static let good = Result {
        try ShapeRun(
            ShapeRun.requirements("small-startup")
                .replacing(["assumptions", "onDemandVcpuQuota"], by: 5)
                .replacing(["traffic", "concurrentUsers"], by: 3000)
        )
    }

    @Test(arguments: defects)
    func `a defect is found`(path: String, old: String, new: String, check: String) async throws {
        let good = try Self.good.get()
        let text = try #require(good.files[path])
        try #require(text.contains(old), "'\(old)' is not in \(path)")
        let failures = try await good.replacing([path: text.replacing(old, with: new)]).failures()
        #expect(failures.contains { $0.contains(" \(check): ") }, "\(failures)")
    }

    @Test func `a gateway that the recovery region lacks is found`() async throws {
        let good = try ShapeRun(try ShapeRun.requirements("hipaa-health"))
        #expect(good.plan.recovery.standbyNodes > 0)
        let path = "terraform/modules/recovery/main.tf"
        let text = try #require(good.files[path])
        let old = "var.standby_nodes > 0 ? length(var.network.zones) : 0"
        try #require(text.contains(old))
        let bad = good.replacing([path: text.replacing(old, with: "0")])
        let failures = try await bad.failures()
        #expect(failures.contains { $0.contains("estimate-independent") && $0.contains("NAT") })
    }

    @Test func `a free share is had once, by production first`() throws {
        let cost = try Fixture.plan().cost
        for (item, share) in [("cloudfront.egress", 1_024_000), ("cloudwatch.dashboard", 3000)] {
            let free = cost.lines.filter { $0.priceID == item && $0.unitPrice == .zero }
            #expect(free.map(\.quantityThousandths).reduce(0, +) == Int64(share))
            #expect(free.first?.environment == "production")
        }
    }

    @Test func `a scenario's deliverables are those of the lifecycle`() throws {
        let lifecycle = try ShapeRun.owed(by: "infrastructure-lifecycle")
        let scenarios = [
            "infrastructure-architecture", "infrastructure-provisioning", "monitoring-setup",
        ]
        for scenario in scenarios {
            let owed = try ShapeRun.owed(by: scenario)
            #expect(owed.count >= 4)
            for mine in owed where mine.id != "requirements" {
                let whole = try #require(lifecycle.first { $0.id == mine.id })
                #expect(mine.files == whole.files && mine.checks == whole.checks, "\(scenario)")
                #expect(mine.optionalFiles == whole.optionalFiles)
            }
        }
    }
}
