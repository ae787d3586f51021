package import Workflow

/// D4.1: where the time of a request goes, how pools and engines are tuned, and a load test.
package struct PerformanceRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.1"

    static let law =
        "exponential service times (M/M/c): a hop's 95th percentile is three times its mean, plus"
        + " the wait; the sum is an upper bound"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let latency = plan.sizing.latency
        let hops = latency.hops.map { NumberText.rounded($0.value, places: 3) }
        return [
            RenderedFile(
                path: "performance/latency-budget.json",
                json: [
                    "schema": 1, "objectiveMs": .number(plan.request.traffic.p95Ms),
                    "totalMs": .number(NumberText.rounded(hops.reduce(0, +), places: 3)),
                    "law": .string(Self.law),
                    "hops": .array(
                        zip(latency.hops, hops).map { figure, value in
                            [
                                "hop": .string(figure.id), "p95Ms": .number(value),
                                "formula": .string(figure.formula),
                            ]
                        }
                    ),
                ]
            ),
            RenderedFile(path: "performance/tuning.json", json: try tuning(plan)),
            try LoadTest(plan: plan, resources: resources).file(),
        ]
    }

    private func tuning(_ plan: InfrastructurePlan) throws -> Value {
        let production = try plan.production
        let database = plan.request.application.database.name
        let users = plan.request.application.services.filter { $0.dependsOn.contains(database) }
        let pool = plan.request.assumptions[.poolSizePerReplica]
        let pools = production.services.filter { sized in users.contains { $0.name == sized.name } }
            .map { service -> Value in
                [
                    "service": .string(service.name),
                    "replicas": .int(service.maximumReplicas.wholeUp), "poolSize": .number(pool),
                ]
            }
        let memory = production.database.instanceClass.memoryGiB
        return [
            "schema": 1, "database": .string(database),
            "maxConnections": .int(production.database.maxConnections), "pools": .array(pools),
            "engine": .string(production.database.engine),
            "parameters": .array(parameters(production.database.engine, memory)),
            "poolSettings": [
                "minimumIdle": 2, "connectTimeoutMs": 2000, "idleTimeoutSeconds": 300,
                "maximumLifetimeSeconds": 1800,
                "statementTimeoutMs": .number(plan.request.traffic.p95Ms * 5),
            ],
            "cache": [
                "evictionPolicy": "allkeys-lru",
                "ttlSeconds": ["session": 1800, "catalogue": 300, "negative": 30],
                "hitRatio": .number(plan.request.application.cache.hitRatio),
            ],
            "cdn": cdn(plan),
            "loadBalancer": [
                "algorithm": "least_outstanding_requests", "idleTimeoutSeconds": 60,
                "deregistrationDelaySeconds": 30, "slowStartSeconds": 30,
            ],
        ]
    }

    /// Every verb of the services reaches the origin; only static files are kept at the edge.
    private func cdn(_ plan: InfrastructurePlan) -> Value {
        let verbs = plan.request.application.services.flatMap(\.methods)
        // The CDN knows three sets of verbs; the smallest that holds the services' is taken.
        let reading = ["GET", "HEAD"]
        let sets = [
            reading, reading + ["OPTIONS"],
            ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        ]
        let allowed = sets.first { Set(verbs).isSubset(of: $0) } ?? sets[sets.count - 1]
        return [
            "cacheableFraction": .number(plan.request.traffic.cacheableFraction),
            "behaviours": [
                [
                    "path": "/static/*", "methods": ["GET", "HEAD"], "minimumTtlSeconds": 0,
                    "defaultTtlSeconds": 86_400, "maximumTtlSeconds": 31_536_000,
                    "compress": true, "forwardsSession": false,
                ],
                [
                    "path": "default", "methods": .strings(allowed), "minimumTtlSeconds": 0,
                    "defaultTtlSeconds": 0, "maximumTtlSeconds": 0, "compress": true,
                    "forwardsSession": true,
                ],
            ],
        ]
    }

    private func parameters(_ engine: String, _ memoryGiB: Double) -> [Value] {
        func parameter(_ name: String, _ value: String, _ reason: String) -> Value {
            ["name": .string(name), "value": .string(value), "reason": .string(reason)]
        }
        guard engine == "postgres" else {
            return [
                parameter(
                    "innodb_buffer_pool_size",
                    "{DBInstanceClassMemory*3/4}",
                    "three quarters of the memory hold the hot set"
                ),
                parameter("long_query_time", "0.5", "slow queries are logged"),
            ]
        }
        let workMemory = Int(memoryGiB * 1024 * 1024 / 4 / 500)
        return [
            parameter("random_page_cost", "1.1", "the volumes are solid state"),
            parameter(
                "work_mem",
                "\(workMemory)kB",
                "a quarter of the memory over 500 sorts at the same time"
            ),
            parameter("log_min_duration_statement", "500", "slow queries are logged"),
            parameter(
                "idle_in_transaction_session_timeout",
                "60000",
                "a forgotten transaction holds back vacuum"
            ),
        ]
    }
}
