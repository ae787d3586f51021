import Agents
import Testing
import Workflow

/// Defects in what is neither Terraform nor monitoring: templates, hosts, manifests, workflows.
@Suite struct DeliveryDefectTests {
    static let cloud = "cloudformation/"
    static let roles = "ansible/roles/"
    static let workflows = ".github/workflows/"
    static let apps = "kubernetes/apps/"

    static let twins = [
        defect(
            "twins-agree",
            "D2.1",
            cloud + "network.yaml",
            "VpcCidr: 10.0.0.0/16",
            "VpcCidr: 10.9.0.0/16"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "network.yaml",
            "Data2: 10.0.148.0/22",
            "Data2: 10.0.160.0/22"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "network.yaml",
            "NatGateways: \"1\"",
            "NatGateways: \"3\""
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "network.yaml",
            "Zone3: us-east-1c",
            "Zone3: us-east-1d"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "data.yaml",
            "StorageEncrypted: true",
            "StorageEncrypted: false"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "data.yaml",
            "EngineVersion: \"17.",
            "EngineVersion: \"16."
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "data.yaml",
            "BackupRetentionDays: 30",
            "BackupRetentionDays: 3"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "data.yaml",
            "DatabaseMultiAz: true",
            "DatabaseMultiAz: false"
        ),
        defect("twins-agree", "D2.1", cloud + "data.yaml", "CacheNodes: 3", "CacheNodes: 2"),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "data.yaml",
            "TransitEncryptionEnabled: true",
            "TransitEncryptionMode: preferred"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "observability.yaml",
            "LogRetentionDays: 30",
            "LogRetentionDays: 7"
        ),
        defect(
            "twins-agree",
            "D2.1",
            cloud + "observability.yaml",
            "MetricName: Evictions",
            "MetricName: Invictions"
        ),
        defect(
            "twins-agree",
            "D2.2",
            "terraform/environments/production/terraform.tfvars",
            "cache.r5",
            "cache.m5"
        ),
        defect(
            "twins-agree",
            "D2.1",
            "terraform/modules/cidr/main.tf",
            "6, 36 + index",
            "6, 40 + index"
        ),
    ]

    static let hosts = [
        defect(
            "ansible-roles",
            "D2.1",
            roles + "firewall/tasks/main.yml",
            "ansible.builtin.service",
            "community.general.ufw"
        ),
        defect(
            "ansible-roles",
            "D2.1",
            roles + "firewall/tasks/main.yml",
            "notify: Load the rules",
            "notify: Load"
        ),
        defect(
            "ansible-roles",
            "D2.1",
            roles + "firewall/templates/nftables.conf.j2",
            "ip saddr { {{ firewall_admin_ranges | join(\", \") }} } tcp dport 22",
            "ip saddr { 0.0.0.0/0 } tcp dport 22"
        ),
        defect(
            "ansible-roles",
            "D2.1",
            roles + "firewall/templates/nftables.conf.j2",
            "policy drop",
            "policy accept"
        ),
        defect(
            "ansible-roles",
            "D2.1",
            roles + "app/tasks/main.yml",
            "mode: \"0600\"",
            "mode: \"0644\""
        ),
        defect(
            "ansible-roles",
            "D2.1",
            roles + "app/tasks/main.yml",
            "settings.env.j2",
            "options.env.j2"
        ),
        defect(
            "ansible-roles",
            "D2.1",
            "ansible/playbooks/site.yml",
            "role: app",
            "role: application"
        ),
        defect(
            "ansible-inventory",
            "D2.5",
            "ansible/inventory/staging.yml",
            "firewall_admin_ranges: [",
            "firewall_admin_ranges: [0.0.0.0/0, "
        ),
        defect(
            "ansible-inventory",
            "D2.5",
            "ansible/inventory/staging.yml",
            "base_environment: staging",
            "base_environment: production"
        ),
        defect(
            "ansible-inventory",
            "D2.5",
            "ansible/inventory/staging.yml",
            "base_environment:",
            "ansible_password: x\n    base_environment:"
        ),
    ]

    static let cluster = [
        defect(
            "workloads",
            "D2.2",
            apps + "api.yaml",
            "  selector: {app: api}",
            "  selector: {app: web}"
        ),
        defect("workloads", "D2.2", apps + "api.yaml", "kind: PodDisruptionBudget", "kind: Budget"),
        defect("workloads", "D2.2", apps + "api.yaml", "readinessProbe", "readyProbe"),
        defect("workloads", "D2.2", apps + "api.yaml", "path: /healthz", "path: /health"),
        defect(
            "workloads",
            "D2.2",
            apps + "api.yaml",
            "requests: {cpu: 1000m",
            "requests: {cpu: 100m"
        ),
        defect("workloads", "D2.2", apps + "api.yaml", "limits: {cpu: 2000m", "limits: {cpu: 20m"),
        defect(
            "workloads",
            "D2.2",
            apps + "api.yaml",
            "topology.kubernetes.io/zone",
            "kubernetes.io/arch"
        ),
        defect("workloads", "D2.2", apps + "api.yaml", "runAsNonRoot: true", "runAsNonRoot: false"),
        defect(
            "workloads",
            "D2.2",
            apps + "api.yaml",
            "serviceAccountName: api",
            "serviceAccountName: default"
        ),
        defect("workloads", "D2.2", apps + "api.yaml", "@sha256:", ":latest-"),
        defect(
            "cluster-capacity",
            "D2.2",
            "terraform/environments/production/terraform.tfvars",
            "max_nodes     = ",
            "max_nodes     = 1 # "
        ),
        defect(
            "cluster-capacity",
            "D2.2",
            "kubernetes/overlays/production/kustomization.yaml",
            "path: /spec/hard/requests.cpu, value: ",
            "path: /spec/hard/requests.cpu, value: 1m, was: "
        ),
        defect(
            "cluster-policies",
            "D3.3",
            "kubernetes/policies/rbac.yaml",
            "resources: [deployments]",
            "resources: [\"*\"]"
        ),
        defect(
            "cluster-policies",
            "D3.3",
            "kubernetes/policies/rbac.yaml",
            "[services, configmaps,",
            "[secrets, configmaps,"
        ),
        defect(
            "cluster-policies",
            "D3.3",
            "kubernetes/policies/rbac.yaml",
            "kind: Role, name: viewer",
            "kind: Role, name: admin"
        ),
        defect(
            "cluster-policies",
            "D3.3",
            "kubernetes/policies/pod-security.yaml",
            "[Deny, Audit]",
            "[Audit]"
        ),
        defect(
            "cluster-policies",
            "D3.3",
            "kubernetes/policies/networkpolicy.yaml",
            "app: api",
            "app: api-v2"
        ),
        defect(
            "cluster-policies",
            "D3.3",
            "kubernetes/base/namespaces.yaml",
            "enforce: restricted",
            "enforce: baseline"
        ),
    ]

    static let delivery = [
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "plan.yml",
            "permissions: {}",
            "permissions: write-all"
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "plan.yml",
            "# v4.0.1",
            "# v4.0.1\n      - uses: other/action@main"
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "plan.yml",
            "contents: read",
            "contents: write"
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "plan.yml",
            "environment: staging",
            "environment: stage"
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "plan.yml",
            "fmt -check",
            "fmt ${{ github.head_ref }}"
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "apply.yml",
            "    environment: ${{ inputs.environment }}\n",
            ""
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "apply.yml",
            "-lock-timeout=5m \"$RUNNER_TEMP/tfplan\"",
            "-auto-approve"
        ),
        defect("delivery-workflows", "D2.2", workflows + "apply.yml", "/sealed\n", "\n"),
        defect("delivery-workflows", "D2.2", workflows + "apply.yml", "sha256sum --check", "cat"),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "promote.yml",
            "needs: staging",
            "needs: development"
        ),
        defect(
            "delivery-workflows",
            "D2.2",
            workflows + "promote.yml",
            "group: promote",
            "name: promote"
        ),
        defect(
            "maintenance-workflows",
            "D4.5",
            workflows + "drift.yml",
            "cron: \"0 5 * * *\"",
            "cron: \"0 5 * * 1\""
        ),
        defect(
            "maintenance-workflows",
            "D4.5",
            workflows + "drift.yml",
            "-detailed-exitcode",
            "-no-color"
        ),
        defect(
            "maintenance-workflows",
            "D4.5",
            workflows + "security-scan.yml",
            "0 4 1 * *",
            "0 4 1 1,7 *"
        ),
        defect(
            "maintenance-workflows",
            "D4.5",
            workflows + "dr-test.yml",
            "scripts/restore-test.sh",
            "scripts/hope.sh"
        ),
        defect(
            "maintenance-workflows",
            "D4.5",
            "scripts/restore-test.sh",
            "after=$(query \"$copy_host\" \"select count(*) from $table\")",
            "after=$before"
        ),
    ]

    private static func defect(
        _ check: String,
        _ deliverable: DeliverableID,
        _ path: String,
        _ old: String,
        _ new: String
    ) -> PlantedDefect {
        PlantedDefect(check, deliverable, path, old, new)
    }

    @Test(arguments: twins + hosts + cluster + delivery)
    func `a planted defect is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(result.findings.contains { $0.file != nil })
    }

    @Test func `an inventory for an environment that nobody asked for is found`() async throws {
        let example = try RenderedExample.load()
        let text = example.files["ansible/inventory/staging.yml"] ?? ""
        let changed: [String: String?] = ["ansible/inventory/extra.yml": text]
        let result = try await Platform.check("ansible-inventory")
            .verdict(on: example.subject("D2.5", changed: changed))
        #expect(result.findings.contains { $0.message.contains("extra") })
    }

    @Test func `no rendered template uses an alias, which CloudFormation does not read`() throws {
        let example = try RenderedExample.load()
        for (path, text) in example.files where path.hasPrefix("cloudformation/") {
            #expect(!text.contains(": *") && !text.contains(": &"), "\(path)")
        }
    }
}

/// The same files for requirements of another shape.
@Suite struct DeliveryShapeTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let name: String
        let changes: [(old: String, new: String)]
        var testDescription: String { name }
    }

    static let shapes = [
        Shape(
            name: "MySQL, two zones",
            changes: [
                ("\"engine\": \"postgres\"", "\"engine\": \"mysql\""),
                ("\"zones\": 3", "\"zones\": 2"),
            ]
        ),
        Shape(
            name: "a fifth of the users, Redis, Istio",
            changes: [
                ("\"concurrentUsers\": 10000", "\"concurrentUsers\": 2000"),
                ("\"engine\": \"valkey\"", "\"engine\": \"redis\""),
                ("\"mesh\": \"none\"", "\"mesh\": \"istio\""),
            ]
        ),
        Shape(
            name: "three times the users, Consul",
            changes: [
                ("\"concurrentUsers\": 10000", "\"concurrentUsers\": 30000"),
                ("\"mesh\": \"none\"", "\"mesh\": \"consul\""),
            ]
        ),
        Shape(
            name: "scaling groups, no recovery region",
            changes: [
                ("\"compute\": \"eks\"", "\"compute\": \"asg\""),
                ("\"drRegion\": \"us-west-2\",", ""),
                ("\"region\",", ""),
            ]
        ),
    ]

    static let checks = [
        ("twins-agree", "D2.2"), ("delivery-workflows", "D2.2"), ("workloads", "D2.2"),
        ("cluster-capacity", "D2.2"), ("ansible-inventory", "D2.5"), ("cluster-policies", "D3.3"),
        ("maintenance-workflows", "D4.5"),
    ]

    @Test(arguments: shapes)
    func `the checks pass on requirements of another shape`(_ shape: Shape) async throws {
        var text = ExampleRequirements.json
        for change in shape.changes {
            #expect(text.contains(change.old))
            text = text.replacing(change.old, with: change.new)
        }
        let example = try RenderedExample(requirements: JSONReader.value(of: text))
        for (check, deliverable) in Self.checks {
            let result = try await Platform.check(check)
                .verdict(on: example.subject(DeliverableID(deliverable)))
            #expect(result.verdict == .passed, "\(check): \(result.findings.map(\.message))")
        }
        let isCluster = text.contains("\"compute\": \"eks\"")
        #expect((example.files["kubernetes/apps/api.yaml"] != nil) == isCluster)
        let copies = text.contains("\"drRegion\"")
        #expect((example.files["scripts/region-test.sh"] != nil) == copies)
        let isMeshed = !text.contains("\"mesh\": \"none\"")
        #expect((example.files["kubernetes/mesh/mesh.yaml"] != nil) == isMeshed)
    }
}
