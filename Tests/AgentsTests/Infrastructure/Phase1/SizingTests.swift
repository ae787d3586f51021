import Agents
import Testing
import Workflow

/// Numbers worked out by hand.
struct SizingTests {
    private func value(_ id: String, _ plan: InfrastructurePlan) -> Double? {
        plan.figures.first { $0.id == id }?.value
    }

    private func isNear(_ value: Double?, _ expected: Double, _ tolerance: Double = 0.005) -> Bool {
        value.map { abs($0 - expected) <= tolerance } ?? false
    }

    @Test func `ten thousand users make a thousand requests a second`() throws {
        let traffic = try Fixture.plan(["traffic.cacheableFraction": 0.3]).sizing.traffic
        #expect(traffic.peakRps.value == 1000)
        #expect(traffic.inFlight.value == 200)
        #expect(isNear(traffic.peakDynamicRps.value, 700))
        #expect(isNear(traffic.spikeDynamicRps.value, 7000))
        #expect(isNear(traffic.averageRps.value, 350))
        #expect(isNear(traffic.requestsPerMonth.value, 919_800_000, 1))
        #expect(isNear(traffic.egressGBPerMonth.value, 9418.752))
    }

    @Test func `queries are counted for the spike, and the database is sized by them`() throws {
        let plan = try Fixture.plan([
            "traffic.cacheableFraction": 0, "application.cache.hitRatio": 0.8,
            "application.database.cpuMsPerQuery": 2,
        ])
        #expect(isNear(value("production.database.spikeReads", plan), 5400))
        #expect(isNear(value("production.database.spikeWrites", plan), 3000))
        #expect(isNear(value("production.database.spikeVcpu", plan), 33.6))
        #expect(plan.sizing[.production]?.database.instanceClass.name == "db.r5.12xlarge")
    }

    @Test func `an m5.large offers 1.73 vCPU and a zone may be lost at 80 percent`() throws {
        let type = Catalogue.nodes[0]
        #expect(isNear(type.usableVcpu, 1.73))
        // 30.8 vCPU requested in pieces of one tenth: 17.8 nodes, of which 24 must be there.
        let plan = try Fixture.plan([
            "assumptions.platformVcpu": 0, "assumptions.platformMemoryGiB": 0,
            "traffic.cacheableFraction": 0, "traffic.spikeFactor": 1,
            "application.services": [
                [
                    "name": "api", "cpuMsPerRequest": 20, "requestMilliCpu": 100,
                    "memoryMiBPerReplica": 64,
                ]
            ],
        ])
        let nodes = try #require(plan.sizing[.production]?.nodes)
        #expect(nodes.type.name == "m5.large")
        #expect(isNear(nodes.need.value, 17.8, 0.05))
        #expect(nodes.minimum.value == 24)
    }

    @Test func `a larger node is taken before the fleet grows beyond sixty`() throws {
        let plan = try Fixture.plan(["traffic.cacheableFraction": 0])
        let nodes = try #require(plan.sizing[.production]?.nodes)
        #expect(nodes.maximum.value <= 60)
        #expect(nodes.type.name == "m5.2xlarge")
        #expect(nodes.maximum.value.truncatingRemainder(dividingBy: 3) == 0)
    }

    @Test func `a month of logs needs 6.4 terabytes`() throws {
        let logging = try #require(Fixture.plan().sizing[.production]?.logging)
        #expect(isNear(logging.gbPerDay.value, 90.72))
        #expect(isNear(logging.diskGB.value, 6403.8, 0.1))
        #expect(Double(logging.nodes * logging.diskGBPerNode) >= logging.diskGB.value)
    }

    @Test func `schedules count hours of the week`() throws {
        let plan = try Fixture.plan()
        #expect(isNear(plan.sizing[.integration]?.schedule?.fractionOfWeek, 0.446))
        #expect(isNear(plan.sizing[.development]?.schedule?.fractionOfWeek, 0.357))
    }

    @Test func `agreements multiply to 99.77 percent and 43.2 minutes may fail`() throws {
        let availability = try Fixture.plan().availability
        #expect(isNear(availability.dynamicPathPercent.value, 99.77))
        #expect(isNear(availability.staticPathPercent.value, 99.67))
        #expect(isNear(availability.errorBudgetMinutes.value, 43.2))
        #expect(!availability.isContractual)
    }

    @Test func `a replica is kept when a restore is too slow`() throws {
        let recovery = try Fixture.plan().recovery
        #expect(recovery.strategy == .pilotLight)
        let region = try #require(recovery.scenarios.first { $0.kind == .region })
        // 5 + 15 + max(15, 45) + 5 + 15
        #expect(region.rto.value == 85)
        let small = try Fixture.plan(["application.database.sizeGiB": 40]).recovery
        #expect(small.strategy == .restore)
    }

    @Test func `probability of waiting follows Erlang C`() {
        // One server at half load waits half of the time; two servers at one Erlang a third.
        #expect(isNear(LatencyModel.erlangC(offered: 0.5, servers: 1), 0.5, 1e-9))
        #expect(isNear(LatencyModel.erlangC(offered: 1, servers: 2), 1.0 / 3, 1e-9))
    }

    @Test func `every number can be traced to numbers that are there`() throws {
        let plan = try Fixture.plan()
        let known = Set(plan.figures.map(\.id))
        let loose = plan.figures.flatMap(\.inputs)
            .filter { !known.contains($0) && !$0.hasPrefix("sla.") && !$0.hasPrefix("objectives.") }
        #expect(loose.isEmpty)
        #expect(plan.figures.allSatisfy { !$0.formula.contains("$") })
    }

    @Test func `a version with less than 180 days of support is not chosen`() throws {
        let technology = try Fixture.plan().technology
        #expect(technology.kubernetesVersion == "1.36")
        #expect(SupportTable.entry("eks", "1.28")?.isChoosable(on: Fixture.asOf) == false)
        #expect(SupportTable.entry("eks", "1.34")?.isChoosable(on: Fixture.asOf) == false)
    }
}
