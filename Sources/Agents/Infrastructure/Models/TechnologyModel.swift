package import Workflow

/// Which technology was chosen in each category, by weights and scores that can be argued about.
package struct TechnologyModel: Sendable, Hashable {
    package struct Criterion: Sendable, Hashable {
        package let name: String
        /// Percent; those of a category add up to 100.
        package let weight: Int
    }

    package struct Option: Sendable, Hashable {
        package let name: String
        /// One to five for each criterion, in their order.
        package let scores: [Int]

        package func total(_ weights: [Double]) -> Double {
            zip(scores, weights).map { Double($0) * $1 }.reduce(0, +)
                / max(weights.reduce(0, +), 1e-9)
        }
    }

    package struct Decision: Sendable, Hashable {
        package let category: String
        package let criteria: [Criterion]
        package let options: [Option]
        package let selected: String
        /// Set when another option than the winner was selected.
        package let overrideReason: String?
        /// The winner changes when one weight changes by a fifth.
        package let isSensitive: Bool
        package let consequence: String

        package func total(_ option: Option) -> Double {
            NumberText.rounded(option.total(criteria.map { Double($0.weight) }), places: 3)
        }
    }

    /// A version in use and its end of standard support.
    package struct Version: Sendable, Hashable {
        package let product: String
        package let version: String
        package let endOfStandardSupport: CivilDate?
        package let daysLeft: Int64?
        package let confidence: PriceTable.Confidence
    }

    package let decisions: [Decision]
    package let versions: [Version]
    package let kubernetesVersion: String

    package subscript(category: String) -> Decision? { decisions.first { $0.category == category } }

    init(request: InfrastructureRequest, asOf: CivilDate) {
        decisions = TechnologyCatalogue.decisions(request)
        let kubernetes = SupportTable.kubernetes(on: asOf)
        kubernetesVersion = kubernetes.version
        let database = request.application.database.engine
        let cache = request.application.cache.engine
        var used = [
            (
                database,
                database == "mysql" ? SupportTable.mySQLVersion : SupportTable.postgresVersion
            )
        ]
        if request.application.cache.isUsed {
            used.append(
                (cache, cache == "valkey" ? SupportTable.valkeyVersion : SupportTable.redisVersion)
            )
        }
        if request.technology.usesCluster { used.insert(("eks", kubernetes.version), at: 0) }
        if request.technology.logging == "elk" { used.append(("elasticsearch", "8.19")) }
        versions = used.map { product, version in
            let entry = SupportTable.entry(product, version)
            return Version(
                product: product,
                version: version,
                endOfStandardSupport: entry?.endOfStandardSupport,
                daysLeft: entry?.daysLeft(on: asOf),
                confidence: entry?.confidence ?? .low
            )
        }
    }

    /// Whether the winner changes when any one weight is a fifth larger or smaller.
    package static func isSensitive(criteria: [Criterion], options: [Option]) -> Bool {
        let weights = criteria.map { Double($0.weight) }
        let winner = winner(options, weights)
        return weights.indices.contains { index in
            [0.8, 1.2].contains { factor in
                var changed = weights
                changed[index] *= factor
                return Self.winner(options, changed) != winner
            }
        }
    }

    /// The option with the highest total; of equal ones the first.
    package static func winner(_ options: [Option], _ weights: [Double]) -> String {
        var best: (name: String, total: Double)?
        for option in options {
            let total = option.total(weights)
            if total > (best?.total ?? -1) + 1e-9 { best = (option.name, total) }
        }
        return best?.name ?? ""
    }
}
