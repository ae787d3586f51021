import Agents
import Testing
import Workflow

/// Shapes that lie off the beaten path: each complete, and every native check passed.
@Suite struct OddShapeTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let requirements: Value
    }

    private static func shape(_ name: String, _ members: Members) -> Shape {
        let basis: Members = [
            "metadata": ["name": "odd"], "traffic": ["concurrentUsers": 300, "p95Ms": 400],
            "cloud": ["region": "eu-west-1", "drScenarios": ["zone"]],
            "budget": ["monthlyUsd": 100_000],
        ]
        return Shape(
            testDescription: name,
            requirements: .object(members.pairs.reduce(into: basis) { $0[$1.key] = $1.value })
        )
    }

    static let shapes = [
        shape(
            "instances in four environments, staging by the hour",
            [
                "technology": ["compute": "asg"], "application": ["cache": nil],
                "environments": [
                    "staging": ["schedule": "MON-SAT 00:00-24:00 Asia/Kolkata"],
                    "development": ["schedule": "SUN 00:00-24:00 Pacific/Chatham"],
                ],
            ]
        ),
        shape(
            "staging alone, connected, bound by no framework, a week of logs",
            [
                "cloud": [
                    "region": "us-west-2", "drScenarios": ["instance", "zone"],
                    "hybrid": ["onPremCidrs": ["192.168.0.0/16"]],
                ],
                "compliance": [
                    "frameworks": [], "logRetentionDays": ["hot": 7, "archive": 8],
                ],
                "objectives": ["rpoMinutes": 0], "environments": ["order": ["staging"]],
                "application": ["database": ["name": "my-db", "engine": "mysql"]],
            ]
        ),
        shape(
            "integration alone, connected",
            [
                "cloud": [
                    "region": "eu-central-1", "drScenarios": ["data-corruption"],
                    "hybrid": ["onPremCidrs": ["192.168.0.0/16"], "peerAddress": "198.51.100.7"],
                ],
                "objectives": ["recoveryCapacityPercent": 100, "rtoMinutes": 240],
                "environments": ["order": ["integration"]],
            ]
        ),
        shape(
            "samples every five seconds, six years of logs by default",
            [
                "compliance": ["frameworks": ["hipaa"], "dataClasses": ["health"]],
                "objectives": ["alertLatencySeconds": 20], "assumptions": ["scrapeSeconds": 5],
            ]
        ),
    ]

    @Test(arguments: shapes)
    func `it is whole and passes every native check`(shape: Shape) async throws {
        let run = try ShapeRun(shape.requirements)
        #expect(run.plan.conflicts.isEmpty, "\(run.plan.conflicts.map(\.message))")
        let failures = try await run.failures()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func `on instances every service has a unit, and staging is measured by its instances`()
        async throws
    {
        let run = try ShapeRun(Self.shapes[0].requirements)
        let hosts = run.files["ansible/inventory/staging.yml"] ?? ""
        #expect(hosts.contains("- {name: web, port: 8080}\n      - {name: api, port: 8081}"))
        let values = run.files["terraform/environments/staging/terraform.tfvars"] ?? ""
        #expect(values.contains("\"0 0 * * MON\"") && values.contains("\"0 0 * * SUN\""))
        let bundle = CheckSubject("D2.2", own: [], of: run.files, inputs: run.inputs)
        let measured = await QualityCriteria.load.evaluate(bundle)
        #expect(measured.status == .passed, "\(measured.evidence)")
        #expect(!measured.evidence.contains("grows to 0"), "\(measured.evidence)")
    }

    @Test func `what is asked of the samples is what Prometheus is told`() throws {
        let run = try ShapeRun(Self.shapes[3].requirements)
        let config = run.files["monitoring/prometheus/prometheus.yml"] ?? ""
        #expect(config.contains("scrape_interval: \"5s\""))
        #expect(config.contains("scrape_timeout: \"5s\""))
        let backups = run.files["storage/backup-plan.json"] ?? ""
        #expect(backups.contains("\"expireAfterDays\": 2190"))
    }

    @Test func `the first database has a name that the engine takes`() throws {
        let run = try ShapeRun(Self.shapes[1].requirements)
        let values = run.files["terraform/environments/staging/terraform.tfvars"] ?? ""
        #expect(values.contains("= \"my_db\""))
    }
}
