import Agents
import Foundation
import Testing
import Workflow

@Suite struct CriteriaTests {
    /// The first word is the criterion that must not be met.
    static let defects = [
        PlantedDefect(
            "C1",
            "D2.2",
            "environments/staging/provisioning-record.json",
            "\"mode\": \"rendered\"",
            "\"mode\": \"planned\""
        ),
        PlantedDefect(
            "C2",
            "D4.1",
            "scaling/policy.json",
            "\"maximum\": ",
            "\"maximum\": 3, \"was\": "
        ),
        PlantedDefect(
            "C2",
            "D4.1",
            "performance/latency-budget.json",
            "\"hop\": \"latency.edge\",\n      \"p95Ms\": 20",
            "\"hop\": \"latency.edge\",\n      \"p95Ms\": 300"
        ),
        PlantedDefect(
            "C3",
            "D3.4",
            "incident/runbooks/ServiceDown.md",
            "## Diagnosis",
            "## Thoughts"
        ),
        PlantedDefect(
            "C4",
            "D3.3",
            "network/security-groups.json",
            "\"fromPort\": 443",
            "\"fromPort\": 22"
        ),
        PlantedDefect(
            "C5",
            "D2.5",
            "docs/environments/production.md",
            "`database_secret_arn`",
            "a secret"
        ),
        PlantedDefect(
            "C6",
            "D2.1",
            "docs/access.md",
            "# Access",
            "# Access\n\npassword: correct-horse\n"
        ),
        PlantedDefect(
            "C7",
            "D4.2",
            "scaling/policy.json",
            "\"maximum\": ",
            "\"maximum\": 3, \"was\": "
        ),
        PlantedDefect(
            "Q1",
            "D2.2",
            "terraform/environments/staging/terraform.tfvars",
            "multi_az                  = true",
            "multi_az                  = false"
        ),
        PlantedDefect(
            "Q2",
            "D2.2",
            "terraform/environments/staging/terraform.tfvars",
            "max_nodes     = ",
            "max_nodes     = 0 # "
        ),
        PlantedDefect(
            "Q3",
            "D3.1",
            "monitoring/grafana/operations.json",
            "$test_run",
            "$service"
        ),
        PlantedDefect("Q4", "D2.4", "storage/fixtures/seed.sql", "@example.com", "@example.de"),
        PlantedDefect("Q5", "D4.3", "cost/schedule.json", "integration", "production"),
        PlantedDefect(
            "B1",
            "D2.1",
            "terraform/modules/network/main.tf",
            "aws_vpc.this.id",
            "aws_vpc.that.id"
        ),
        PlantedDefect(
            "B2",
            "D2.1",
            "terraform/modules/iam/main.tf",
            "repo:${var.repository}:pull_request",
            "repo:*"
        ),
        PlantedDefect(
            "B1",
            "D2.2",
            ".github/workflows/plan.yml",
            "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
            "actions/checkout@v7"
        ),
        PlantedDefect(
            "B2",
            "D2.2",
            ".github/workflows/plan.yml",
            "-plan\n",
            "-apply\n"
        ),
        PlantedDefect(
            "B4",
            "D2.2",
            ".github/workflows/apply.yml",
            "timeout-minutes: 60",
            "timeout-minutes: 6"
        ),
        PlantedDefect(
            "B3",
            "D2.1",
            "terraform/modules/object-storage/main.tf",
            "aws_s3_bucket_versioning",
            "aws_s3_bucket_variety"
        ),
        PlantedDefect(
            "B4",
            "D2.2",
            "environments/staging/provisioning-record.json",
            "\"estimatedMinutes\": ",
            "\"estimatedMinutes\": 9"
        ),
        PlantedDefect(
            "C3",
            "D3.1",
            "monitoring/prometheus/prometheus.yml",
            "scrape_interval: \"15s\"",
            "scrape_interval: \"90s\""
        ),
        PlantedDefect(
            "C4",
            "D2.1",
            "terraform/modules/load-balancer/main.tf",
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "ELBSecurityPolicy-2016-08"
        ),
        PlantedDefect("C5", "D2.5", "docs/README.md", "](", "](nowhere/"),
        PlantedDefect(
            "B1",
            "D2.2",
            ".github/workflows/promote.yml",
            "jobs:",
            "job_list: {}\njobs:"
        ),
        PlantedDefect(
            "B2",
            "D2.1",
            "terraform/modules/ci-build/main.tf",
            "ref:refs/heads/${var.branch}",
            "*"
        ),
        PlantedDefect(
            "B2",
            "D2.1",
            "terraform/modules/ci-build/roles.tf",
            "StringEquals",
            "StringLike"
        ),
        PlantedDefect(
            "B2",
            "D2.1",
            "terraform/modules/iam/main.tf",
            "repo:${var.repository}:environment:${var.environment}",
            "repo:${var.repository}:environment:"
        ),
        PlantedDefect(
            "B3",
            "D2.1",
            "terraform/modules/ci-build/main.tf",
            "scan_on_push = true",
            "scan_on_push = false"
        ),
        PlantedDefect(
            "B3",
            "D2.1",
            "terraform/modules/ci-build/main.tf",
            "aws_ecr_lifecycle_policy",
            "aws_ecr_life"
        ),
        PlantedDefect(
            "B4",
            "D2.1",
            "terraform/modules/ci-build/roles.tf",
            "build_timeout  = 30",
            "build_timeout  = 14"
        ),
    ]

    @Test(arguments: defects)
    func `a criterion is not met by a defect, and says what was measured`(
        _ defect: PlantedDefect
    )
        async throws
    {
        let example = try RenderedExample.load()
        let changed = try example.replacing(defect.path, defect.old, defect.new)
        let criterion = try Platform.criterion(defect.check)
        let result = await criterion.evaluate(
            example.subject(defect.deliverable, changed: changed)
        )
        #expect(result.status == .failed)
        #expect(result.id == defect.check)
        #expect(!result.evidence.isEmpty)
    }

    /// What the shipped workflow offers to each receiver, with what the receiver measures.
    static let offers: [(deliverables: [DeliverableID], criteria: [String])] = [
        (["D2.1", "D2.2"], ["B1", "B2", "B3", "B4"]),
        (["D2.2", "D2.4", "D2.5", "D3.1", "D3.2", "D4.3"], ["Q1", "Q2", "Q3", "Q4", "Q5"]),
        (
            ["D2.1", "D2.2", "D2.3", "D2.4", "D2.5", "D3.1", "D3.3", "D3.4", "D4.1", "D4.2"],
            ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]
        ),
    ]

    @Test(arguments: offers)
    func `each offer holds all that its receiver measures`(
        _ deliverables: [DeliverableID],
        _ criteria: [String]
    ) async throws {
        let bundle = try RenderedExample.load().bundle(deliverables)
        for id in criteria {
            let result = try await Platform.criterion(id).evaluate(bundle)
            #expect(result.status == .passed, "\(id): \(result.evidence)")
        }
    }

    @Test func `the shipped workflow offers what these tests assume`() throws {
        let text = try Repository.text("workflows/infrastructure-lifecycle.yaml")
        for offer in Self.offers {
            #expect(text.contains("criteria: [\(offer.criteria.joined(separator: ", "))]"))
            let ids = offer.deliverables.map(\.text).joined(separator: ", ")
            #expect(text.contains("\(ids)]"), "\(ids)")
        }
    }

    @Test func `records of another mode than was asked for are not taken over`() async throws {
        let example = try RenderedExample.load()
        let requirements = try JSONReader.value(of: ExampleRequirements.json)
            .setting("execution", ["mode": "plan"])
        let result = try await Platform.criterion("C1")
            .evaluate(example.subject("D2.2", inputs: ["requirements": requirements]))
        #expect(result.status == .failed)
        #expect(result.evidence.contains("mode rendered, asked for planned"))
    }

    @Test func `without a word on the data nothing is called anonymised`() async throws {
        let example = try RenderedExample.load()
        let nothing: [String: String?] = ["request/normalized.json": nil]
        let result = try await Platform.criterion("Q4")
            .evaluate(example.subject("D3.2", changed: nothing, inputs: .object([:])))
        #expect(result.status == .unavailable)
    }

    @Test func `a bundle without the file that is measured fails and names the file`() async throws
    {
        let example = try RenderedExample.load()
        let changed: [String: String?] = ["cost/schedule.json": nil]
        let result = try await Platform.criterion("Q5")
            .evaluate(example.subject("D4.3", changed: changed))
        #expect(result.status == .failed)
        #expect(result.evidence.contains("cost/schedule.json"))
    }
}
