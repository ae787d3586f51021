/// Options and scores of the technology decisions.
enum TechnologyCatalogue {
    typealias Decision = TechnologyModel.Decision
    typealias Option = TechnologyModel.Option
    typealias Criterion = TechnologyModel.Criterion

    private static let standard = criteria(
        ("fit to the requirements", 30),
        ("operating effort", 25),
        ("cost", 20),
        ("skills on the market", 15),
        ("portability", 10)
    )

    private static func criteria(_ pairs: (String, Int)...) -> [Criterion] {
        pairs.map { Criterion(name: $0.0, weight: $0.1) }
    }

    static func decisions(_ request: InfrastructureRequest) -> [Decision] {
        let wanted = request.technology
        return [
            decide(
                "infrastructure as code",
                wanted.iac,
                [("terraform", [5, 4, 4, 5, 5]), ("cloudformation", [4, 4, 5, 4, 1])],
                "modules, tests and plans; templates for the other tool are rendered beside it"
            ),
            decide(
                "container orchestration",
                wanted.compute,
                [("eks", [5, 3, 3, 5, 5]), ("asg", [3, 4, 4, 4, 2]), ("ecs", [4, 4, 4, 3, 1])],
                wanted.usesCluster
                    ? "a cluster to keep supported: two upgrades a year"
                    : "instances to keep patched; services share a host, and scale together"
            ),
            decide(
                "configuration management",
                wanted.configuration,
                [
                    ("ansible", [5, 5, 5, 5, 5]), ("chef", [4, 2, 3, 2, 4]),
                    ("puppet", [4, 2, 3, 2, 4]),
                ],
                "hosts are replaced more often than changed; roles stay small"
            ),
            decide(
                "monitoring",
                wanted.monitoring,
                [
                    ("prometheus", [5, 3, 5, 5, 5]), ("cloudwatch", [3, 5, 3, 4, 1]),
                    ("datadog", [5, 5, 1, 4, 3]),
                ],
                "metrics and alert rules are tested files; the provider's metrics are scraped too"
            ),
        ] + running(request)
    }

    private static func running(_ request: InfrastructureRequest) -> [Decision] {
        let wanted = request.technology
        return [
            decide(
                "logging",
                wanted.logging,
                [
                    ("elk", [5, 3, 3, 5, 5]), ("loki", [4, 4, 5, 3, 4]),
                    ("cloudwatch", [3, 5, 2, 4, 1]),
                ],
                "search over thirty days; the archive lies in object storage"
            ),
            decide(
                "service mesh",
                wanted.mesh,
                [
                    ("none", [4, 5, 5, 5, 5]), ("istio", [5, 2, 3, 3, 4]),
                    ("consul", [4, 2, 3, 2, 4]),
                ],
                "network policies and TLS at the edges suffice for few services"
            ),
        ]
            + (request.application.cache.isUsed
                ? [
                    decide(
                        "cache engine",
                        request.application.cache.engine,
                        [("valkey", [5, 5, 5, 4, 5]), ("redis", [5, 5, 4, 5, 3])],
                        "protocol-compatible; a fifth cheaper as a managed service"
                    )
                ] : [])
    }

    private static func decide(
        _ category: String,
        _ wanted: String,
        _ rows: [(String, [Int])],
        _ consequence: String
    ) -> Decision {
        let options = rows.map { Option(name: $0.0, scores: $0.1) }
        let weights = standard.map { Double($0.weight) }
        let winner = TechnologyModel.winner(options, weights)
        let isOverride = wanted != winner
        return Decision(
            category: category,
            criteria: standard,
            options: options,
            selected: wanted,
            overrideReason: isOverride
                ? "the requirements ask for \(wanted); \(winner) scores higher" : nil,
            isSensitive: TechnologyModel.isSensitive(criteria: standard, options: options),
            consequence: consequence
        )
    }
}
