package import Workflow

/// Address blocks of every network: one /16 an environment, cut in the same way.
///
/// Inside a /16, by its third octet: private /19 at 0, 32, 64, 96 (a zone each), public /22 from
/// 128, data /22 from 144; the rest is spare.
package struct NetworkPlan: Sendable, Hashable {
    package static let networkPrefix = 16
    package static let privatePrefix = 19
    package static let smallPrefix = 22
    static let publicIndex = 32
    static let dataIndex = 36

    package enum Tier: String, Sendable, Hashable, CaseIterable {
        case `public`
        case `private`
        case data
    }

    package struct Subnet: Sendable, Hashable {
        package let tier: Tier
        /// `us-east-1a`.
        package let zone: String
        package let cidr: CIDR
    }

    package struct Network: Sendable, Hashable {
        /// An environment's name, or `recovery`.
        package let name: String
        package let region: String
        package let cidr: CIDR
        package let subnets: [Subnet]
        package let demand: Figure
        package let usable: Figure

        package func subnets(_ tier: Tier) -> [Subnet] { subnets.filter { $0.tier == tier } }
    }

    package let supernet: CIDR
    /// Production, staging, integration, development, as far as they are wanted, then recovery.
    package let networks: [Network]
    /// Blocks of the supernet that are left.
    package let spare: [CIDR]
    package let figures: [Figure]
    package let conflicts: [Finding]
    private let primaryName: EnvironmentName

    package static func blockCount(_ request: InfrastructureRequest) -> Int {
        request.environments.order.count + (request.cloud.drRegion == nil ? 0 : 1)
    }

    /// The network of the environment that carries the customers.
    package var primary: Network? { self[primaryName.rawValue] }

    package subscript(name: String) -> Network? { networks.first { $0.name == name } }

    package init(request: InfrastructureRequest, sizing: SizingModel) {
        let cloud = request.cloud
        let supernet = cloud.cidrSupernet
        self.supernet = supernet
        primaryName = request.environments.primary
        var names = [EnvironmentName.production, .staging, .integration, .development]
            .filter(request.environments.order.contains)
            .map { (name: $0.rawValue, region: cloud.region, sizing: sizing[$0]) }
        if let region = cloud.drRegion {
            names.append(("recovery", region, sizing.primary))
        }
        let headroom = request.assumptions.figure(.addressesPerNodeHeadroom)
        var networks: [Network] = []
        for (index, entry) in names.enumerated() {
            guard let block = supernet.subnet(prefix: Self.networkPrefix, index: index),
                let sizing = entry.sizing
            else { continue }
            networks.append(
                Self.network(entry.name, entry.region, block, cloud.zones, sizing, headroom)
            )
        }
        self.networks = networks
        spare = (names.count..<max(names.count, min(16, 1 << max(0, 16 - supernet.prefix))))
            .compactMap { supernet.subnet(prefix: Self.networkPrefix, index: $0) }
        figures = [headroom] + networks.flatMap { [$0.demand, $0.usable] }
        conflicts = networks.filter { $0.demand.value > $0.usable.value }.map(Self.conflict)
    }

    private static func network(
        _ name: String,
        _ region: String,
        _ block: CIDR,
        _ zones: Int,
        _ sizing: EnvironmentSizing,
        _ headroom: Figure
    ) -> Network {
        var subnets: [Subnet] = []
        for zone in 0..<zones {
            let letter = String(UnicodeScalar(UInt8(97 + zone)))
            let cuts: [(Tier, Int, Int)] = [
                (.private, privatePrefix, zone), (.public, smallPrefix, publicIndex + zone),
                (.data, smallPrefix, dataIndex + zone),
            ]
            for (tier, prefix, index) in cuts {
                guard let cidr = block.subnet(prefix: prefix, index: index) else { continue }
                subnets.append(Subnet(tier: tier, zone: region + letter, cidr: cidr))
            }
        }
        let nodes = sizing.nodes
        let demand = Figure.derived(
            "network.\(name).addressDemand",
            (nodes.maximum.value * Double(nodes.usable.addresses) / Double(nodes.zones) + 20)
                * headroom.value,
            "addresses a zone",
            "(maximum nodes × \(nodes.usable.addresses) ÷ \(nodes.zones) zones + 20 for endpoints "
                + "and load balancers) × headroom = "
                + "($0 × \(nodes.usable.addresses) ÷ \(nodes.zones) + 20) × $1",
            [nodes.maximum, headroom]
        )
        let usable = Figure.derived(
            "network.\(name).addresses",
            Double(subnets.first { $0.tier == .private }?.cidr.usableAddresses ?? 0),
            "addresses a zone",
            "2^(32 − \(privatePrefix)) − 5 that the provider keeps",
            []
        )
        return Network(
            name: name,
            region: region,
            cidr: block,
            subnets: subnets.sorted { $0.cidr < $1.cidr },
            demand: demand,
            usable: usable
        )
    }

    private static func conflict(_ network: Network) -> Finding {
        Finding(
            .high,
            code: "T17",
            "network \(network.name) needs \(network.demand.text), a private subnet has "
                + network.usable.text,
            file: "architecture/architecture.json",
            fix: "1. give pods addresses from a secondary block; 2. add a zone; "
                + "3. lower the demand of the spike"
        )
    }
}
