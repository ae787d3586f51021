import Agents
import Testing
import Workflow

@Suite struct ObservabilityDefectTests {
    static let rules = "monitoring/prometheus/rules/"
    static let alertmanager = "monitoring/alertmanager/alertmanager.yml"

    static let defects = [
        PlantedDefect(
            "alert-latency",
            "D3.1",
            "monitoring/prometheus/prometheus.yml",
            "scrape_interval: \"15s\"",
            "scrape_interval: \"60s\""
        ),
        PlantedDefect(
            "alert-latency",
            "D3.1",
            rules + "components.yml",
            "for: \"1m\"",
            "for: \"5m\""
        ),
        PlantedDefect(
            "monitoring-coverage",
            "D3.1",
            rules + "infrastructure.yml",
            "component: waf",
            "component: cdn"
        ),
        PlantedDefect(
            "metric-catalogue",
            "D3.1",
            rules + "infrastructure.yml",
            "kube_node_info",
            "kube_node_count"
        ),
        PlantedDefect(
            "metric-catalogue",
            "D3.1",
            "monitoring/grafana/operations.json",
            "node_memory_MemTotal_bytes",
            "node_memory_total"
        ),
        PlantedDefect("burn-rate-rules", "D3.1", rules + "slo.yml", "> 0.0144", "> 0.144"),
        PlantedDefect(
            "burn-rate-rules",
            "D3.1",
            "monitoring/slo.yaml",
            "errorBudgetMinutes: 43.2",
            "errorBudgetMinutes: 60"
        ),
        PlantedDefect(
            "log-sizing",
            "D3.2",
            "logging/sizing.json",
            "\"hotDays\": 30",
            "\"hotDays\": 90"
        ),
        PlantedDefect(
            "log-retention",
            "D3.2",
            "logging/sizing.json",
            "\"archiveDays\": 400",
            "\"archiveDays\": 90"
        ),
        PlantedDefect(
            "log-retention",
            "D3.2",
            "logging/ilm-policy.json",
            "\"min_age\": \"30d\"",
            "\"min_age\": \"7d\""
        ),
        PlantedDefect(
            "iam-analysis",
            "D3.3",
            "terraform/modules/network/flow-logs.tf",
            "[\"${aws_cloudwatch_log_group.flow.arn}:*\"]",
            "[\"*\"]"
        ),
        PlantedDefect(
            "severity-routes",
            "D3.4",
            alertmanager,
            "severity=\\\"high\\\"",
            "severity=\\\"warning\\\""
        ),
        PlantedDefect(
            "severity-routes",
            "D3.4",
            alertmanager,
            "routing_key_file: /etc",
            "service_key: /etc"
        ),
        PlantedDefect(
            "alert-runbooks",
            "D3.4",
            "incident/runbooks/ServiceDown.md",
            "## Mitigation",
            "## Later"
        ),
        PlantedDefect(
            "alert-runbooks",
            "D3.4",
            rules + "components.yml",
            "runbooks/ServiceDown.md",
            "runbooks/ServiceGone.md"
        ),
        PlantedDefect(
            "response-matrix",
            "D3.4",
            "incident/response-matrix.json",
            "\"acknowledgeMinutes\": 60",
            "\"acknowledgeMinutes\": 90"
        ),
        PlantedDefect(
            "compliance-summary",
            "D3.5",
            "compliance/summary.json",
            "terraform/modules/database/main.tf",
            "terraform/modules/nowhere/main.tf"
        ),
        PlantedDefect(
            "compliance-summary",
            "D3.5",
            "compliance/reports/soc2.md",
            "Technical controls",
            "SOC 2 compliant: technical controls"
        ),
    ]

    @Test(arguments: defects)
    func `a planted defect is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(!result.findings.isEmpty)
    }

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
