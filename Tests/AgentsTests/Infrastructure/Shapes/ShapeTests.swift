import Agents
import Foundation
import Testing
import Workflow

/// Systems of other shapes than the example: every file that is owed, and every native check.
@Suite struct ShapeTests {
    static let examples = [
        "small-startup", "eu-gdpr", "hipaa-health", "pci-payments", "million-users",
        "internal-api", "hybrid-batch",
    ]

    @Test(arguments: examples)
    func `an example is feasible, whole, and passes every native check`(name: String) async throws {
        let run = try ShapeRun.example(name)
        #expect(run.plan.conflicts.isEmpty, "\(run.plan.conflicts.map(\.message))")
        #expect(run.plan.cost.unpriced.isEmpty)
        let failures = try await run.failures()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func `every file of the examples is among these tests`() throws {
        let folder = Repository.root.appending(path: "workflows/examples").path()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        let lifecycle = try names.filter { name in
            let path = folder + "/" + name + ".yaml"
            return try String(contentsOfFile: path, encoding: .utf8)
                .contains("uses: infrastructure-lifecycle")
        }
        #expect(Set(lifecycle) == Set(Self.examples))
    }

    @Test(arguments: ["small-startup", "hybrid-batch"])
    func `without a cluster there are scaling policies and no Kubernetes policies`(
        name: String
    ) throws {
        let run = try ShapeRun.example(name)
        #expect(run.files.keys.contains("scaling/auto-scaling-group.json"))
        for folder in ["kubernetes/autoscaling/", "kubernetes/policies/"] {
            #expect(!run.files.keys.contains { $0.hasPrefix(folder) })
        }
        #expect(run.plan.architecture.component("cluster") == nil)
        #expect(!run.plan.cost.lines.contains { $0.priceID == "eks.cluster" })
        #expect(run.plan.availability.services.allSatisfy { $0.name != "EKS" })
        #expect(run.plan.technology["container orchestration"]?.selected == "asg")
        // An instance has one address, a node one for each pod.
        #expect(run.plan.sizing.primary?.nodes.usable.addresses == 1)
    }

    @Test func `without a cache nothing names one`() throws {
        let run = try ShapeRun.example("small-startup")
        #expect(run.plan.sizing.primary?.cache.isUsed == false)
        #expect(!run.plan.cost.lines.contains { $0.category == .cache })
        #expect(!run.plan.recovery.stores.contains { $0.store == "cache" })
        let architecture = try JSONReader.value(
            of: run.files["architecture/architecture.json"] ?? ""
        )
        #expect(architecture["environments"]?.arrayValue?.first?["cache"] == .null)
        let page = run.files["docs/environments/production.md"] ?? ""
        #expect(page.contains("| Cache | none |"))
        // Every read goes to the database.
        let reads = run.plan.figures.first { $0.id == "production.database.spikeReads" }?.value
        let cached = run.plan.figures.first { $0.id == "production.cache.spikeReads" }?.value
        #expect(reads != nil && reads == cached)
    }

    @Test func `environments that are not asked for are nowhere`() throws {
        let run = try ShapeRun.example("small-startup")
        for name in ["development", "integration", "staging"] {
            #expect(!run.files.keys.contains { $0.contains("environments/\(name)") })
            #expect(run.plan.network[name] == nil)
            #expect(!run.plan.cost.environments.contains(name))
        }
        #expect(run.plan.network.networks.map(\.name) == ["production"])
        let roles = run.files["access/roles.json"] ?? ""
        #expect(!roles.contains("\"staging\""))
    }

    @Test func `development alone promises nothing over zones`() async throws {
        let document = Fixture.document([
            "environments.order": ["development"], "cloud.drRegion": nil,
            "cloud.drScenarios": ["instance", "data-corruption"],
        ])
        let run = try ShapeRun(document)
        let instance = try #require(run.plan.recovery.scenarios.first { $0.kind == .instance })
        // Without a standby a lost instance is a restore: 5 + 15 + 71.5 + 5 + 15 min.
        #expect(abs(instance.rto.value - 111.54) < 0.1)
        #expect(run.plan.recovery.strategy == .singleRegion)
        let failures = try await run.failures()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    /// Few people, so that replicas are there for the zones and not for the load.
    @Test func `every framework and a small load pass every native check`() async throws {
        let run = try ShapeRun([
            "metadata": ["name": "tiny-care"], "traffic": ["concurrentUsers": 250],
            "cloud": ["region": "eu-west-1", "drScenarios": ["zone"]],
            "compliance": [
                "frameworks": ["hipaa", "pci-dss", "gdpr", "soc2", "iso27001"],
                "dataClasses": ["health", "cardholder", "personal"], "euDataSubjects": true,
            ],
            "budget": ["monthlyUsd": 100_000, "commitment": "three-year-no-upfront"],
            "technology": ["mesh": "consul"],
        ])
        #expect(run.plan.conflicts.isEmpty)
        let failures = try await run.failures()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func `the mesh, the log store and the engine are decided with their reason`() throws {
        let plan = try ShapeRun.example("internal-api").plan
        let mesh = try #require(plan.technology["service mesh"])
        #expect(mesh.selected == "istio")
        #expect(mesh.overrideReason?.contains("the requirements ask for istio") == true)
        #expect(plan.technology["logging"]?.selected == "loki")
        #expect(plan.sizing.primary?.logging.kind == "loki")
        #expect(plan.request.traffic.cacheableFraction == 0)
        let mysql = try ShapeRun.example("pci-payments").plan
        #expect(mysql.sizing.primary?.database.port == 3306)
        #expect(mysql.sizing.primary?.logging.hotDays == 90)
        #expect(mysql.architecture.edges.contains { $0.to == "db" && $0.port == 3306 })
    }

    @Test func `recovery takes the cheapest strategy that keeps the promises`() throws {
        func strategy(_ name: String) throws -> DisasterRecoveryModel.Strategy {
            try ShapeRun.example(name).plan.recovery.strategy
        }
        #expect(try strategy("small-startup") == .singleRegion)
        #expect(try strategy("eu-gdpr") == .restore)
        #expect(try strategy("hipaa-health") == .warmStandby)
        #expect(try strategy("pci-payments") == .restore)
        #expect(try Fixture.plan().recovery.strategy == .pilotLight)
    }
}
