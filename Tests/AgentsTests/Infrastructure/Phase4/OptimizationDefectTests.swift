import Agents
import Testing
import Workflow

@Suite struct OptimizationDefectTests {
    static let policy = "scaling/policy.json"

    static let defects = [
        PlantedDefect(
            "latency-budget",
            "D4.1",
            "performance/latency-budget.json",
            "\"hop\": \"latency.loadBalancer\",\n      \"p95Ms\": 5",
            "\"hop\": \"latency.loadBalancer\",\n      \"p95Ms\": 500"
        ),
        PlantedDefect(
            "connection-pools",
            "D4.1",
            "performance/tuning.json",
            "\"poolSize\": 8",
            "\"poolSize\": 800"
        ),
        PlantedDefect(
            "spike-capacity",
            "D4.2",
            policy,
            "\"maximum\": ",
            "\"maximum\": 3, \"was\": "
        ),
        PlantedDefect(
            "spike-capacity",
            "D4.2",
            policy,
            "\"cpuAlertPercent\": 85",
            "\"cpuAlertPercent\": 70"
        ),
        PlantedDefect("spike-capacity", "D4.2", policy, "requested/allocatable", "cpu"),
        PlantedDefect(
            "spike-capacity",
            "D4.2",
            policy,
            "\"scaleOutSeconds\": 210",
            "\"scaleOutSeconds\": 900"
        ),
        PlantedDefect(
            "autoscalers",
            "D4.2",
            "kubernetes/autoscaling/hpa.yaml",
            "averageUtilization: 70",
            "averageUtilization: 90"
        ),
        PlantedDefect(
            "cost-optimization",
            "D4.3",
            "cost/optimization.json",
            "\"totalMonthlySavingUsd\": \"",
            "\"totalMonthlySavingUsd\": \"9"
        ),
        PlantedDefect(
            "cost-optimization",
            "D4.3",
            "cost/optimization.json",
            "\"percent\": 20",
            "\"percent\": 25"
        ),
        PlantedDefect(
            "running-schedule",
            "D4.3",
            "cost/schedule.json",
            " America/New_York\"",
            "\""
        ),
        PlantedDefect(
            "running-schedule",
            "D4.3",
            "cost/schedule.json",
            "\"environment\": \"development\"",
            "\"environment\": \"production\""
        ),
        PlantedDefect("capacity-forecast", "D4.4", "capacity/forecast.csv", "\n3,", "\n3,9"),
        PlantedDefect(
            "capacity-forecast",
            "D4.4",
            "capacity/plan.json",
            "\"monthlyGrowth\": 0.05",
            "\"monthlyGrowth\": 0.02"
        ),
        PlantedDefect(
            "improvement-cadence",
            "D4.5",
            "improvement/backlog.json",
            "\"owner\": \"platform-team\"",
            "\"owner\": \"\""
        ),
        PlantedDefect(
            "improvement-cadence",
            "D4.5",
            "improvement/backlog.json",
            "\"everyDays\": 1\n",
            "\"everyDays\": 30\n"
        ),
        PlantedDefect(
            "cost-script",
            "D4.3",
            "scripts/cost_optimizer.py",
            "import json\n",
            ""
        ),
        PlantedDefect(
            "cost-script",
            "D4.3",
            "scripts/cost_optimizer.py",
            "AssociationId",
            "InstanceId"
        ),
        PlantedDefect(
            "cost-script",
            "D4.3",
            "scripts/cost_optimizer.py",
            "NextPageToken",
            "NextPage"
        ),
        PlantedDefect(
            "cost-script",
            "D4.3",
            "scripts/cost_optimizer.py",
            "REQUIRED_COVERAGE",
            "0.0"
        ),
        PlantedDefect(
            "cost-allocation",
            "D4.3",
            "cost/allocation-tags.json",
            "\"key\": \"CostCenter\"",
            "\"key\": \"Centre\""
        ),
        PlantedDefect(
            "cost-allocation",
            "D4.3",
            "cost/allocation-tags.json",
            "\"dns\": \"",
            "\"dns\": \"9"
        ),
        PlantedDefect("run-summary", "summary", "run/summary.md", "T07", "T70"),
        PlantedDefect("run-summary", "summary", "run/summary.md", "$11,209.05", "$11,209.50"),
        PlantedDefect("run-summary", "summary", "run/summary.md", "| zone |", "| zones |"),
        PlantedDefect(
            "traceability",
            "summary",
            "run/traceability.csv",
            "cost/estimate.json",
            "cost/estimates.json"
        ),
        PlantedDefect(
            "traceability",
            "summary",
            "run/traceability.csv",
            "architecture-and-cost\n",
            "\n"
        ),
        PlantedDefect(
            "estimate-independent",
            "D2.2",
            "terraform/environments/production/terraform.tfvars",
            "db.r5.2xlarge",
            "db.r5.4xlarge"
        ),
        PlantedDefect(
            "estimate-independent",
            "D2.2",
            "terraform/modules/waf/main.tf",
            "    AWSManagedRulesSQLiRuleSet",
            "    AWSManagedRulesOther = 50\n    AWSManagedRulesSQLiRuleSet"
        ),
    ]

    /// Each size of the values files that costs money, changed on its own.
    @Test(
        arguments: [
            ("nat_gateways", "9"), ("min_nodes", "99"), ("disk_gib", "999"), ("shards", "7"),
            ("allocated_storage_gib", "9999"), ("multi_az", "false"), ("nodes", "17"),
        ]
    )
    func `a size that the estimate does not know is found`(key: String, value: String) async throws
    {
        let path = "terraform/environments/production/terraform.tfvars"
        let example = try RenderedExample.load()
        var isFound = false
        let lines = (example.files[path] ?? "").split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map { line -> String in
            guard line.split(separator: " ").first.map(String.init) == key, !isFound else {
                return String(line)
            }
            isFound = true
            return "  \(key) = \(value)"
        }
        try #require(isFound, "'\(key)' is not among the values")
        let changed = [path: Optional(lines.joined(separator: "\n"))]
        let result = try await Platform.check("estimate-independent")
            .verdict(on: example.subject("D2.2", changed: changed))
        #expect(result.findings.contains { $0.code == "cost.independent" }, "\(key)")
    }

    @Test(arguments: defects)
    func `a planted defect is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(!result.findings.isEmpty)
    }
}
