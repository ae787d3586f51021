import Workflow

extension RequestKeys {
    static let application: [RequestKey] = [
        RequestKey(
            "type",
            .choice(["saas-web", "api", "batch"]),
            default: "saas-web",
            "kind of application"
        ),
        RequestKey(
            "services",
            .list(.object(service), atLeast: 1),
            default: [
                ["name": "web", "tier": "web", "cpuMsPerRequest": 2],
                [
                    "name": "api", "tier": "app", "cpuMsPerRequest": 20,
                    "dependsOn": ["db", "cache"],
                ],
            ],
            "the services behind the load balancer; a request passes each once"
        ),
        RequestKey("database", .object(database), default: [:], "the relational database"),
        RequestKey(
            "cache",
            .nullable(.object(cache)),
            default: [:],
            "the cache in front of it; null for none"
        ),
        RequestKey("objectStorage", .object(objectStorage), default: [:], "files in buckets"),
        RequestKey(
            "fileStorageGiB",
            .number(0...1_000_000),
            default: 0,
            "shared file system; 0 for none"
        ),
        RequestKey("trd", .text(.path), "technical requirements, handed to the partners"),
    ]

    static let service: [RequestKey] = [
        RequestKey("name", .text(.name), required: true, "name, unique among the services"),
        RequestKey("tier", .choice(["web", "app", "worker"]), default: "app", "its tier"),
        RequestKey("port", .integer(1...65_535), default: 8080, "port that it listens on"),
        RequestKey("health", .text(.httpPath), default: "/healthz", "health endpoint"),
        RequestKey(
            "methods",
            .list(
                .choice(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]),
                atLeast: 1
            ),
            default: ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
            "HTTP methods that it answers"
        ),
        RequestKey("cpuMsPerRequest", .number(0.01...10_000), default: 20, "CPU time of a request"),
        RequestKey(
            "memoryMiBPerReplica",
            .number(16...262_144),
            default: 512,
            "memory it requests"
        ),
        RequestKey("requestMilliCpu", .number(10...32_000), default: 500, "CPU that it requests"),
        RequestKey("dependsOn", .list(.text(.name), atLeast: 0), default: [], "stores it calls"),
    ]

    static let database: [RequestKey] = [
        RequestKey("name", .text(.name), default: "db", "name that services depend on"),
        RequestKey("engine", .choice(["postgres", "mysql"]), default: "postgres", "engine"),
        RequestKey("sizeGiB", .number(1...65_536), default: 100, "data at the start"),
        RequestKey("growthGiBPerMonth", .number(0...4096), default: 5, "growth"),
        RequestKey("queriesPerRequest", .number(0...1000), default: 3, "queries of one request"),
        RequestKey("readRatio", .number(0...1), default: 0.9, "share of queries that read"),
        RequestKey("cpuMsPerQuery", .number(0.01...1000), default: 2, "CPU time of a query"),
    ]

    static let cache: [RequestKey] = [
        RequestKey("name", .text(.name), default: "cache", "name that services depend on"),
        RequestKey("engine", .choice(["redis", "valkey"]), default: "valkey", "engine"),
        RequestKey("workingSetGiB", .number(0.1...10_000), default: 4, "data that is used often"),
        RequestKey("hitRatio", .number(0...1), default: 0.8, "share of reads that it answers"),
    ]

    static let objectStorage: [RequestKey] = [
        RequestKey("assetsGiB", .number(0...10_000_000), default: 100, "assets of the application"),
        RequestKey("backupsGiB", .number(0...10_000_000), default: 100, "exports and backups"),
    ]

    static let traffic: [RequestKey] = [
        RequestKey(
            "concurrentUsers",
            .number(1...10_000_000),
            required: true,
            "people who use it at the same time, at the daily peak"
        ),
        RequestKey("requestsPerInteraction", .number(0.1...1000), default: 1.5, "requests a click"),
        RequestKey("thinkTimeSeconds", .number(0.1...3600), default: 15, "time between clicks"),
        RequestKey(
            "averageToPeak",
            .number(0.01...1),
            default: 0.35,
            "average load over peak load"
        ),
        RequestKey("spikeFactor", .number(1...100), default: 10, "a spike over the daily peak"),
        RequestKey(
            "spikeRampSeconds",
            .number(1...86_400),
            default: 300,
            "time in which it builds up"
        ),
        RequestKey("responseKiB", .number(0.1...100_000), default: 10, "mean size of a response"),
        RequestKey("cacheableFraction", .number(0...0.99), default: 0.3, "answered by the CDN"),
        RequestKey("monthlyGrowth", .number(0...1), default: 0.05, "growth of users, compound"),
        RequestKey("p95Ms", .number(10...60_000), default: 200, "response time that 95 % meet"),
    ]
}
