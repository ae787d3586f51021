import Agents
import Testing
import Workflow

@Suite struct ObservabilityDefectTests {
    @Test func `a namespace whose policy lets anything through does not deny by default`()
        async throws
    {
        let example = try RenderedExample.load()
        let path = "kubernetes/policies/networkpolicy.yaml"
        let documents = (example.files[path] ?? "").split(separator: "---\n")
        let kept = documents.filter { !$0.contains("name: default-deny") }
        let changed: [String: String?] = [path: kept.joined(separator: "---\n")]
        let result = try await Platform.check("network-policies")
            .verdict(on: example.subject("D3.3", changed: changed))
        #expect(result.verdict == .failed)
    }

    @Test func `an alert without its runbook is found`() async throws {
        let example = try RenderedExample.load()
        let changed: [String: String?] = ["incident/runbooks/NodeNotReady.md": nil]
        let result = try await Platform.check("alert-runbooks")
            .verdict(on: example.subject("D3.4", changed: changed))
        #expect(result.findings.contains { $0.message.contains("NodeNotReady") })
    }

    @Test(arguments: [
        ("sum(rate(http_requests_total{code=~\"5..\"}[5m])) by (service)", ["http_requests_total"]),
        ("a{x=\"}\"} / on (y) group_left b offset 1w", ["a", "b"]),
        (
            "predict_linear(node_filesystem_avail_bytes[1h], 4 * 3600) < 0",
            ["node_filesystem_avail_bytes"]
        ),
        ("vector(1)", []),
        (
            "service:errors:ratio_rate1h{service=\"a\"} > 0.01 and up == 0",
            ["service:errors:ratio_rate1h", "up"]
        ),
    ])
    func `a query names the metrics that it reads`(_ query: String, _ metrics: [String]) {
        #expect(PromQL.metrics(in: query) == metrics)
    }
}
