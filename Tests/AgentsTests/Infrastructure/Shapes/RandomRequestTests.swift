import Agents
import Testing
import Workflow

/// Requirements that nobody wrote: no crash, and either every check passes or a conflict says why.
@Suite struct RandomRequestTests {
    @Test(arguments: 0..<30)
    func `a plan keeps what is asked for, or names what it cannot keep`(seed: Int) async throws {
        let document = RandomRequest(seed: seed).document()
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        let errors = reading.mistakes.filter { $0.severity == .error }
        try #require(errors.isEmpty, "\(errors.map(\.message))")
        let run = try ShapeRun(document)
        let hard = run.plan.conflictsWithWaysOut.filter { $0.severity <= .medium }
        if hard.isEmpty {
            let failures = try await run.failures()
            #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        } else {
            for conflict in hard {
                #expect(conflict.message.contains { $0.isNumber }, "\(conflict)")
                #expect(conflict.fix?.hasPrefix("1. ") == true, "\(conflict)")
            }
        }
    }

    @Test(arguments: 0..<5)
    func `more users never need less`(seed: Int) throws {
        let document = RandomRequest(seed: seed).document()
        var last: [String: Double] = [:]
        for users in [50, 500, 5000, 50_000, 500_000] {
            let changed = document.replacing(
                ["traffic", "concurrentUsers"],
                by: .int(users)
            )
            let plan = try RenderedExample.plan(changed)
            let sizing = try #require(plan.sizing.primary)
            let now: [String: Double] = [
                "vcpu of nodes": sizing.nodes.maximum.value * sizing.nodes.usable.vcpu,
                "database": Double(sizing.database.instanceClass.vcpu),
                "database storage": Double(sizing.database.storageGiB),
                "cache": Double(sizing.cache.nodes),
                "logs": sizing.logging.diskGB.value,
                "cost": plan.cost.monthly.dollars,
            ]
            for (name, value) in now {
                #expect(value >= last[name] ?? 0, "\(name) at \(users) users")
            }
            last = now
        }
    }
}

/// A valid request that follows from a seed alone.
struct RandomRequest {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }

    private mutating func coin() -> Bool { next() % 2 == 0 }

    mutating private func make() -> Value {
        let hasCache = coin()
        let regions = pick([
            ("us-east-1", "us-west-2"), ("us-west-2", "us-east-1"), ("eu-central-1", "eu-west-1"),
            ("eu-west-1", "eu-central-1"),
        ])
        let order = pick([
            ["production"], ["staging", "production"], ["development", "production"],
            ["development", "integration", "staging", "production"],
            ["integration", "staging", "production"], ["staging"], ["integration"],
        ])
        let framework = pick([
            [], ["soc2"], ["gdpr"], ["hipaa"], ["pci-dss"], ["soc2", "iso27001"],
        ])
        let hours = pick(["MON-FRI 08:00-18:00 Europe/Paris", "SUN 00:00-24:00 Asia/Kolkata"])
        let hasRecovery = coin() && order.contains("production")
        let needs: Value = hasCache ? ["db", "cache"] : ["db"]
        let compute = pick(["eks", "asg"])
        let logging = pick(["elk", "loki", "cloudwatch"])
        var cloud: Members = [
            "region": .string(regions.0), "zones": .int(pick([2, 3])), "domain": "random.example",
            "drScenarios": hasRecovery
                ? ["instance", "zone", "region"] : ["instance", "zone", "data-corruption"],
        ]
        if hasRecovery { cloud["drRegion"] = .string(regions.1) }
        if coin() { cloud["hybrid"] = ["onPremCidrs": ["192.168.0.0/16"]] }
        return [
            "metadata": ["name": "random"],
            "application": [
                "type": .string(pick(["saas-web", "api", "batch"])),
                "services": [
                    [
                        "name": "front", "tier": "web",
                        "cpuMsPerRequest": .number(pick([1, 3, 8])), "port": 8081,
                    ],
                    [
                        "name": "back", "tier": .string(pick(["app", "worker"])),
                        "cpuMsPerRequest": .number(pick([4, 15, 25])),
                        "requestMilliCpu": .number(pick([250, 500, 1000, 2000])),
                        "dependsOn": needs,
                    ],
                ],
                "database": [
                    "engine": .string(pick(["postgres", "mysql"])),
                    "sizeGiB": .number(pick([5, 40, 90, 300])),
                    "cpuMsPerQuery": .number(pick([0.5, 1, 2])),
                ],
                "cache": hasCache
                    ? [
                        "engine": .string(pick(["redis", "valkey"])),
                        "workingSetGiB": .number(pick([1, 8, 60])),
                    ] : .null,
                "fileStorageGiB": .number(pick([0, 100])),
            ],
            "traffic": [
                "concurrentUsers": .number(pick([20, 300, 4000, 25_000, 200_000])),
                "spikeFactor": .number(pick([1, 3, 10])),
                "cacheableFraction": .number(pick([0, 0.3, 0.8])),
                "p95Ms": .number(pick([150, 300, 1000])),
            ],
            "objectives": [
                "rtoMinutes": .number(pick([60, 120, 480])),
                "rpoMinutes": .number(pick([15, 60])),
            ],
            "cloud": .object(cloud),
            "compliance": [
                "frameworks": .strings(framework), "logRetentionDays": ["hot": 30, "archive": 400],
            ],
            "budget": [
                "monthlyUsd": .number(pick([3000, 20_000, 1_000_000])),
                "commitment": .string(pick(["none", "one-year-no-upfront"])),
            ],
            "environments": [
                "order": .strings(order),
                "development": ["schedule": .string(hours)],
                "staging": ["schedule": .string(hours)],
            ],
            "technology": [
                "compute": .string(compute),
                "logging": .string(compute == "asg" ? "cloudwatch" : logging),
                "mesh": .string(pick(["none", "istio"])),
            ],
        ]
    }

    func document() -> Value {
        var copy = self
        return copy.make()
    }
}
