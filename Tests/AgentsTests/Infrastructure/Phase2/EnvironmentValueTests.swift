import Agents
import Testing
import Workflow

/// The values of the environments in the shapes that the requirements can ask for.
@Suite struct EnvironmentValueTests {
    private func values(
        _ environment: String,
        _ old: String = "",
        _ new: String = ""
    ) throws -> Value {
        var text = ExampleRequirements.json
        if !old.isEmpty {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
            if new.contains("asg") {
                text = text.replacing("\"elk\"", with: "\"cloudwatch\"")
                    .replacing("\"port\": 8080", with: "\"port\": 8081", maxReplacements: 1)
            }
        }
        let plan = try RenderedExample.plan(try JSONReader.value(of: text))
        let files = try EnvironmentRootsRenderer()
            .files(for: plan, resources: ResourceFolder.standard)
        let path = "terraform/environments/\(environment)/terraform.tfvars"
        let file = try #require(files.first { $0.path == path })
        return try TerraformValues.read(file.text)
    }

    @Test func `a cluster has its nodes, and instances are null`() throws {
        let production = try values("production")
        #expect(production["compute"]?.stringValue == "eks")
        #expect(production["web"] == .null)
        #expect((production["cluster"]?["min_nodes"]?.numberValue ?? 0) > 0)
        #expect(production["network"]?["interface_endpoints"]?.arrayValue?.isEmpty == false)
    }

    @Test func `instances have their group, and a cluster is null`() throws {
        // Without a cluster the provider keeps the logs.
        let wanted = ("\"compute\": \"eks\"", "\"compute\": \"asg\"")
        let development = try values("development", wanted.0, wanted.1)
        #expect(development["compute"]?.stringValue == "asg")
        #expect(development["cluster"] == .null)
        let smallest = development["web"]?["min_size"]?.numberValue ?? 0
        #expect((development["web"]?["max_size"]?.numberValue ?? -1) >= smallest)
        let production = try values("production", wanted.0, wanted.1)
        #expect(production["web"]?["spot"] == .null)
    }

    @Test func `production alone has a recovery region, as the model chose it`() throws {
        let production = try values("production")
        let plan = try RenderedExample.load().plan
        #expect(production["recovery"]?["strategy"]?.stringValue == plan.recovery.strategy.rawValue)
        #expect(production["recovery"]?["region"]?.stringValue == plan.recovery.region)
        #expect(try values("staging")["recovery"] == .null)
    }

    @Test func `every environment has a domain of its own`() throws {
        #expect(try values("production")["edge"]?["domain_name"]?.stringValue == "acme.example")
        #expect(
            try values("staging")["edge"]?["domain_name"]?.stringValue == "staging.acme.example"
        )
    }

    @Test func `every root pins the provider with a real checksum`() throws {
        let files = try RenderedExample.load().files
        for name in ["development", "integration", "staging", "production"] {
            let text = try #require(files["terraform/environments/\(name)/.terraform.lock.hcl"])
            #expect(text.contains("version     = \"5.100.0\""))
            #expect(text.contains("\"h1:"))
        }
    }
}
