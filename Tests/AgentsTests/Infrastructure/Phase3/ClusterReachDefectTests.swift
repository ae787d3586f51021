import Agents
import Testing
import Workflow

/// Mistakes that keep an applied cluster from working although each file is valid.
@Suite struct ClusterReachDefectTests {
    private static let policies = "kubernetes/policies/networkpolicy.yaml"
    private static let identities = "terraform/modules/platform/identities.tf"
    private static let secrets = "kubernetes/secrets/"
    private static let images = "kubernetes/images.json"

    static let paths = [
        ("port: 9200", "port: 9201"), ("port: 9300", "port: 9301"),
        ("port: 4317", "port: 4319"), ("port: 2020", "port: 2021"),
        ("port: 10250", "port: 10251"), ("port: 9093", "port: 9095"),
        ("port: 443", "port: 444"), ("app: fluent-bit", "app: fluentd"),
        ("169.254.170.23/32", "10.0.0.0/8"), ("0.0.0.0/0", "10.0.0.0/8"),
        ("protocol: UDP", "protocol: SCTP"),
    ].map { old, new in
        PlantedDefect("network-paths", "D3.5", policies, old, new)
    }

    static let others = [
        PlantedDefect(
            "cluster-identities",
            "summary",
            identities,
            "service_account = \"platform-exporters\"",
            "service_account = \"exporters\""
        ),
        PlantedDefect(
            "cluster-identities",
            "summary",
            identities,
            "\"fluent-bit\"",
            "\"fluentd\""
        ),
        PlantedDefect(
            "cluster-identities",
            "summary",
            identities,
            "\"alertmanager\"",
            "\"alerts\""
        ),
        PlantedDefect(
            "cluster-identities",
            "summary",
            identities,
            "\"rds:DescribeDBInstances\"",
            "\"rds:DescribeDBClusters\""
        ),
        PlantedDefect(
            "cluster-identities",
            "summary",
            "terraform/environments/staging/terraform.tfvars",
            "services   = [\"",
            "services   = [\"x"
        ),
        PlantedDefect(
            "cluster-identities",
            "summary",
            "kubernetes/logging/fluent-bit.yaml",
            "serviceAccountName: fluent-bit",
            "serviceAccountName: shipper"
        ),
        PlantedDefect(
            "cluster-secrets",
            "summary",
            secrets + "platform.yaml",
            "secretKey: slack-url",
            "secretKey: slack"
        ),
        PlantedDefect(
            "cluster-secrets",
            "summary",
            secrets + "platform.yaml",
            "secretName: tracing-tls",
            "secretName: traces-tls"
        ),
        PlantedDefect(
            "cluster-secrets",
            "summary",
            "docs/secrets.md",
            "`monitoring/tracing-tls`",
            "`tracing`"
        ),
        PlantedDefect(
            "outputs-exist",
            "summary",
            "scripts/cluster-config.sh",
            "$(value target_group_arn)",
            "$(value target_group)"
        ),
        PlantedDefect(
            "outputs-exist",
            "summary",
            "terraform/environments/staging/outputs.tf",
            "output \"vpc_id\"",
            "output \"network_id\""
        ),
        PlantedDefect("pinned-images", "summary", images, "\"v0.62.1\"", "\"latest\""),
        PlantedDefect(
            "pinned-images",
            "summary",
            "kubernetes/monitoring/exporters.yaml",
            ":v0.62.1",
            ":v0.62.0"
        ),
    ]

    @Test(arguments: paths + others)
    func `a cluster that could not work is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed, "\(result.findings)")
    }
}
