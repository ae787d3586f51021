import Agents
import Testing
import Workflow

/// Defects in what is neither Terraform nor monitoring: templates, hosts, manifests, workflows.
@Suite struct DeliveryDefectTests {
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
                ("\"logging\": \"elk\"", "\"logging\": \"cloudwatch\""),
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
        if text.contains("\"compute\": \"asg\"") {
            // Services on one instance do not share a port.
            text = text.replacing("\"port\": 8080", with: "\"port\": 8081", maxReplacements: 1)
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
