import Agents
import Testing
import Workflow

@Suite struct PlatformCheckTests {
    static let bindings: [(String, String)] = PlatformCheckBindings.all

    @Test(arguments: bindings)
    func `a check passes on the rendered example`(
        _ check: String,
        _ deliverable: String
    )
        async throws
    {
        let example = try RenderedExample.load()
        let result = try await Platform.check(check)
            .verdict(on: example.subject(DeliverableID(deliverable)))
        #expect(
            result.verdict == .passed,
            "\(result.findings.map { "\($0.file ?? ""): \($0.message)" })"
        )
    }

    @Test(
        arguments: ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "Q1", "Q2", "Q3", "Q4", "Q5"]
            + ["B1", "B2", "B3", "B4"]
    )
    func `a criterion is met by the rendered example`(_ id: String) async throws {
        let example = try RenderedExample.load()
        let result = try await Platform.criterion(id).evaluate(example.subject("D2.1"))
        #expect(result.status == .passed, "\(result.evidence)")
        #expect(!result.evidence.isEmpty)
    }

    @Test func `no file belongs to two deliverables and the same plan gives the same bytes`() throws
    {
        let requirements = try JSONReader.value(of: ExampleRequirements.json)
        let library = ResourceFolder.standard
        func render() throws -> [RenderedFile] {
            let plan = try RenderedExample.plan(requirements)
            return try PlatformRenderers.all.flatMap { try $0.files(for: plan, resources: library) }
        }
        let first = try render()
        #expect(Set(first.map(\.path)).count == first.count)
        #expect(try render() == first)
    }
}

/// Which check looks at which deliverable, as the shipped workflow binds them.
enum PlatformCheckBindings {
    static let all: [(String, String)] = [
        ("terraform-references", "D2.1"), ("terraform-arguments", "D2.1"),
        ("terraform-versions", "D2.1"), ("terraform-tags", "D2.1"), ("secret-literals", "D2.1"),
        ("terraform-design", "D2.1"), ("terraform-design", "D2.2"),
        ("terraform-references", "D2.2"), ("terraform-versions", "D2.2"),
        ("terraform-state", "D2.2"), ("terraform-tags", "D2.2"), ("environment-parity", "D2.2"),
        ("provisioning-records", "D2.2"), ("network-addresses", "D2.3"),
        ("network-reachability", "D2.3"), ("network-routes", "D2.3"), ("backup-plan", "D2.4"),
        ("storage-encryption", "D2.4"), ("environment-documents", "D2.5"),
        ("access-roles", "D2.5"), ("secret-literals", "D2.5"), ("alert-latency", "D3.1"),
        ("monitoring-coverage", "D3.1"), ("metric-catalogue", "D3.1"),
        ("burn-rate-rules", "D3.1"), ("rule-tests", "D3.1"), ("alert-layers", "D3.1"),
        ("dashboards", "D3.1"), ("metrics-storage", "D3.1"), ("log-pipeline", "D3.2"),
        ("log-store", "D3.2"), ("cluster-policies", "D3.3"), ("key-rotation", "D3.3"),
        ("escalation", "D3.4"), ("compliance-evidence", "D3.5"), ("load-test", "D4.1"),
        ("cdn-verbs", "D4.1"), ("scaling-schedules", "D4.2"), ("log-sizing", "D3.2"),
        ("log-retention", "D3.2"),
        ("iam-analysis", "D3.3"), ("network-policies", "D3.3"), ("severity-routes", "D3.4"),
        ("alert-runbooks", "D3.4"), ("response-matrix", "D3.4"), ("compliance-summary", "D3.5"),
        ("latency-budget", "D4.1"), ("connection-pools", "D4.1"), ("spike-capacity", "D4.2"),
        ("autoscalers", "D4.2"), ("cost-optimization", "D4.3"), ("running-schedule", "D4.3"),
        ("capacity-forecast", "D4.4"), ("improvement-cadence", "D4.5"),
        ("ansible-roles", "D2.1"), ("twins-agree", "D2.2"), ("delivery-workflows", "D2.2"),
        ("workloads", "D2.2"), ("cluster-capacity", "D2.2"), ("ansible-inventory", "D2.5"),
        ("cluster-policies", "D3.3"), ("maintenance-workflows", "D4.5"),
        ("estimate-independent", "D2.2"), ("cost-script", "D4.3"), ("cost-allocation", "D4.3"),
        ("run-summary", "summary"), ("traceability", "summary"),
        ("network-paths", "D3.5"), ("cluster-identities", "summary"),
        ("cluster-secrets", "summary"), ("outputs-exist", "summary"),
        ("pinned-images", "summary"),
    ]
}
