import Workflow

/// Database and cache, sized for the spike: neither grows in the minutes in which it builds up.
struct StoreSizer {
    private(set) var database: DatabaseSizing
    private(set) var cache: CacheSizing
    private(set) var figures: [Figure] = []
    private(set) var conflicts: [Finding] = []

    init(_ environment: EnvironmentSizer, spike: Figure, replicas: [ServiceSizing]) {
        let load = QueryLoad(environment, spike: spike)
        let store = DatabaseSizer(environment, load: load, replicas: replicas)
        database = store.sizing
        let near = CacheSizer(environment, load: load)
        cache = near.sizing
        figures = load.figures + store.figures + near.figures
        conflicts = store.conflicts
    }
}

/// Queries a second at the spike.
struct QueryLoad {
    let reads: Figure
    let writes: Figure
    let total: Figure
    let cacheReads: Figure
    let figures: [Figure]

    init(_ environment: EnvironmentSizer, spike: Figure) {
        let database = environment.request.application.database
        let queries = Figure.input(
            "database.queriesPerRequest",
            database.queriesPerRequest,
            "queries"
        )
        let ratio = Figure.input("database.readRatio", database.readRatio, "")
        let hit = Figure.input("cache.hitRatio", environment.request.application.cache.hitRatio, "")
        let all = spike.value * queries.value
        cacheReads = .derived(
            environment.id("cache.spikeReads"),
            all * ratio.value,
            "operations/s",
            "dynamic requests/s × queries × read ratio = $0 × $1 × $2",
            [spike, queries, ratio]
        )
        reads = .derived(
            environment.id("database.spikeReads"),
            all * ratio.value * (1 - hit.value),
            "queries/s",
            "dynamic requests/s × queries × read ratio × (1 − hit ratio) = $0 × $1 × $2 × (1 − $3)",
            [spike, queries, ratio, hit]
        )
        writes = .derived(
            environment.id("database.spikeWrites"),
            all * (1 - ratio.value),
            "queries/s",
            "dynamic requests/s × queries × (1 − read ratio) = $0 × $1 × (1 − $2)",
            [spike, queries, ratio]
        )
        total = .derived(
            environment.id("database.spikeQueries"),
            reads.value + writes.value,
            "queries/s",
            "reads + writes = $0 + $1",
            [reads, writes]
        )
        figures = [queries, ratio, hit, cacheReads, reads, writes, total]
    }
}

struct DatabaseSizer {
    private(set) var sizing: DatabaseSizing
    private(set) var figures: [Figure]
    private(set) var conflicts: [Finding] = []

    init(_ environment: EnvironmentSizer, load: QueryLoad, replicas: [ServiceSizing]) {
        let request = environment.request.application.database
        let need = DatabaseNeed(environment, load: load, replicas: replicas)
        let classes =
            environment.isProductionLike ? Catalogue.databases : Catalogue.smallDatabases
        let fitting = classes.first { need.fits($0, engine: request.engine) }
        let chosen = fitting ?? classes[classes.count - 1]
        let storage = need.storage(environment)
        sizing = DatabaseSizing(
            engine: request.engine,
            version: request.engine == "mysql"
                ? SupportTable.mySQLVersion : SupportTable.postgresVersion,
            instanceClass: chosen,
            isMultiAZ: environment.isProductionLike,
            storageGiB: storage.gib,
            extraIops: storage.extraIops,
            backupRetentionDays: environment.isProductionLike ? 30 : 7,
            spikeVcpu: need.vcpu,
            connections: need.connections,
            maxConnections: chosen.maxConnections(engine: request.engine),
            port: request.engine == "mysql" ? 3306 : 5432
        )
        figures = need.figures + storage.figures
        if fitting == nil { conflicts = need.conflicts(chosen, engine: request.engine) }
    }
}

/// What the database must bring: CPU, memory and connections.
struct DatabaseNeed {
    let vcpu: Figure
    let memoryGiB: Figure
    let connections: Figure
    let iops: Figure
    let figures: [Figure]

    init(_ environment: EnvironmentSizer, load: QueryLoad, replicas: [ServiceSizing]) {
        let request = environment.request
        let cpu = Figure.input(
            "database.cpuMsPerQuery",
            request.application.database.cpuMsPerQuery,
            "ms"
        )
        let target = request.assumptions.figure(.databaseTargetUtilization)
        let size = Figure.input("database.sizeGiB", request.application.database.sizeGiB, "GiB")
        let hot = request.assumptions.figure(.hotSetFraction)
        let scale = Figure.input(
            environment.id("database.dataShare"),
            environment.isProductionLike ? (environment.name == .production ? 1 : 0.33) : 0.05,
            "of production's data"
        )
        let pool = request.assumptions.figure(.poolSizePerReplica)
        let callers = Self.callers(request.application, replicas)
        let counts = callers.map(\.maximumReplicas)
        vcpu = .derived(
            environment.id("database.spikeVcpu"),
            load.total.value * cpu.value / 1000 / target.value,
            "vCPU",
            "queries/s × CPU ms ÷ 1,000 ÷ utilization = $0 × $1 ÷ 1,000 ÷ $2",
            [load.total, cpu, target]
        )
        memoryGiB = .derived(
            environment.id("database.hotSetGiB"),
            size.value * hot.value * scale.value,
            "GiB",
            "data × hot share × share of the data = $0 × $1 × $2",
            [size, hot, scale]
        )
        let sum = counts.map(\.value).reduce(0, +)
        let terms = counts.indices.map { "$\($0 + 1)" }.joined(separator: " + ")
        connections = .derived(
            environment.id("database.connections"),
            sum * pool.value,
            "connections",
            "replicas at the spike × pool = (\(terms)) × $0",
            [pool] + counts
        )
        iops = .derived(
            environment.id("database.spikeIops"),
            load.writes.value * 2 + load.reads.value * 0.5,
            "IOPS",
            "2 for a write, every second read from disk: 2 × $0 + 0.5 × $1",
            [load.writes, load.reads]
        )
        figures = [cpu, target, vcpu, size, hot, scale, memoryGiB, pool, connections, iops]
    }

    /// The services that open connections to it.
    private static func callers(
        _ application: InfrastructureRequest.Application,
        _ replicas: [ServiceSizing]
    ) -> [ServiceSizing] {
        replicas.filter { service in
            application.services.contains {
                $0.name == service.name && $0.dependsOn.contains(application.database.name)
            }
        }
    }

    func fits(_ type: DatabaseClass, engine: String) -> Bool {
        Double(type.vcpu) >= vcpu.value && type.memoryGiB >= memoryGiB.value
            && Double(type.maxConnections(engine: engine)) * 0.8 >= connections.value
    }

    func conflicts(_ largest: DatabaseClass, engine: String) -> [Finding] {
        let limit = Double(largest.maxConnections(engine: engine)) * 0.8
        var result: [Finding] = []
        if Double(largest.vcpu) < vcpu.value || largest.memoryGiB < memoryGiB.value {
            result.append(
                Finding(
                    .high,
                    code: "capacity.database",
                    "the spike needs a database of \(vcpu.text) and \(memoryGiB.text) of memory, "
                        + "the largest class \(largest.name) has \(largest.vcpu) vCPU and "
                        + NumberText.plain(largest.memoryGiB) + " GiB",
                    fix: "1. raise application.cache.hitRatio; 2. lower queriesPerRequest or "
                        + "cpuMsPerQuery; 3. split the data over several databases; "
                        + "4. lower traffic.spikeFactor"
                )
            )
        }
        if limit < connections.value {
            result.append(
                Finding(
                    .high,
                    code: "capacity.connections",
                    "the spike opens \(connections.text), \(largest.name) takes "
                        + NumberText.grouped(limit) + " (80 % of its limit)",
                    fix: "1. put a connection proxy in front; 2. lower "
                        + "assumptions.poolSizePerReplica; 3. give replicas more CPU each "
                        + "(requestMilliCpu), so that there are fewer"
                )
            )
        }
        return result
    }
}
