import Agents
import Testing
import Workflow

/// What is said of the environment that carries the customers, where that is not production.
@Suite struct PrimaryEnvironmentTests {
    private func development(_ changes: [String: Value]) throws -> ShapeRun {
        let without: [String: Value] = [
            "environments.order": ["development"], "cloud.drRegion": nil,
            "cloud.drScenarios": ["instance", "data-corruption"],
        ]
        return try ShapeRun(Fixture.document(without.merging(changes) { $1 }))
    }

    private static let shapes: [[String: Value]] = [
        [:], ["technology.mesh": "istio"],
        [
            "technology.compute": "asg", "technology.logging": "cloudwatch",
            "application.services": Fixture.servicesApart,
        ],
    ]

    @Test(arguments: shapes.indices)
    func `no file speaks of a production that there is not`(index: Int) async throws {
        let run = try development(Self.shapes[index])
        let project = run.plan.request.metadata.name
        let naming = run.files.filter { path, text in
            text.contains("\(project)-production") || text.contains("environments/production")
                || path.contains("environments/production")
        }
        #expect(naming.isEmpty, "\(naming.keys.sorted())")
        let summary = try #require(run.files["run/summary.md"])
        let nodes = try #require(run.plan.sizing.primary?.nodes)
        #expect(
            summary.contains(
                "Development runs on \(nodes.minimum.whole) to \(nodes.maximum.whole) × "
                    + nodes.type.name
            )
        )
        #expect(!summary.contains("Production runs"))
        let topology = try #require(run.files["architecture/topology.svg"])
        let subnet = try #require(run.plan.network.primary?.subnets(.private).first)
        #expect(topology.contains("\(subnet.zone)  \(subnet.cidr)"))
        let failures = try await run.failures()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func `hosts are found by the tag of their environment`() throws {
        let run = try development(Self.shapes[2])
        let prometheus = try #require(run.files["monitoring/prometheus/prometheus.yml"])
        #expect(prometheus.contains("development"))
        #expect(!prometheus.contains("- production"))
    }

    @Test func `a mesh lets in the load balancer of the environment that there is`() throws {
        let run = try development(Self.shapes[1])
        let mesh = try #require(run.files["kubernetes/mesh/mesh.yaml"])
        let blocks = try #require(run.plan.network.primary).subnets(.public)
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(mesh.contains(block.cidr.description)) }
    }

    @Test(arguments: ["small-startup", "hybrid-batch"])
    func `a scaling group has one target, in Terraform and beside it`(name: String) throws {
        let run = try ShapeRun(try ShapeRun.requirements(name))
        let primary = run.plan.request.environments.primary.rawValue
        let group = try JSONReader.value(of: run.files["scaling/auto-scaling-group.json"] ?? "")
        let policy = group["policies"]?.arrayValue?.first { $0["name"] == "requests" }
        let target = try #require(policy?["target"]?.intValue)
        let values = try #require(
            run.files["terraform/environments/\(primary)/terraform.tfvars"]
        )
        let line = try #require(
            values.split(separator: "\n").first { $0.contains("requests_per_target") }
        )
        #expect(line.split(separator: "=").last?.filter(\.isNumber) == String(target))
    }

    @Test(arguments: ShapeTests.examples)
    func `a control is shown by the parts that the system has, and by no others`(
        name: String
    ) throws {
        let plan = try RenderedExample.plan(try ShapeRun.requirements(name))
        let shown = plan.controls.controls.flatMap(\.evidence).map(\.artifact)
        let isCluster = plan.request.technology.usesCluster
        let parts = [
            "eks": isCluster, "web": !isCluster, "monitoring-host": !isCluster,
            "cache": plan.request.application.cache.isUsed,
            "database": true,
        ]
        for (module, isThere) in parts {
            let isShown = shown.contains { $0.contains("/modules/\(module)/") }
            #expect(isShown == isThere, "\(module)")
        }
    }
}
