package import Workflow

/// The provider's limits of the account and region of production, against what the plan needs.
///
/// The limits are the provider's published defaults as generally known (medium confidence): an
/// account may have others, which `aws service-quotas list-service-quotas` tells.
package struct QuotaModel: Sendable, Hashable {
    package struct Quota: Sendable, Hashable {
        /// The provider's code, for `aws service-quotas request-service-quota-increase`; empty for
        /// a limit of the service itself.
        package let code: String
        package let service: String
        package let title: String
        package let unit: String
        package let limit: Double
        package let demand: Figure
        /// Working days from the request to the increase; nil for a limit that nobody raises.
        package let leadTimeDays: Int?

        package var isExceeded: Bool { demand.value > limit }
        /// What to ask for: the demand and a fifth, so that growth does not ask again next month.
        package var request: Double { (demand.value * 1.2).rounded(.up) }
    }

    package let quotas: [Quota]

    /// Limits that nobody raises.
    package var conflicts: [Finding] {
        quotas.filter { $0.isExceeded && $0.leadTimeDays == nil }.map { quota in
            Finding(
                .high,
                code: "capacity.limit",
                "\(quota.service): \(quota.title): \(quota.demand.text) are needed, the limit is "
                    + "\(NumberText.grouped(quota.limit)) and cannot be raised",
                file: "architecture/architecture.json",
                fix: "1. split the system; 2. lower traffic.spikeFactor"
            )
        }
    }

    init(request: InfrastructureRequest, sizing: SizingModel, network: NetworkPlan) {
        let primary = request.environments.primary
        // Environments that share production's account share its limits.
        let account = request.cloud.account(primary)
        let sharing = sizing.environments.filter {
            $0.name == primary || request.cloud.account($0.name) == account
        }
        let demand = QuotaDemand(environments: sharing)
        quotas =
            demand.compute(request) + demand.network(network) + demand.stores
    }
}

/// Sums over the environments of one account.
struct QuotaDemand {
    typealias Quota = QuotaModel.Quota

    let environments: [EnvironmentSizing]

    private func figure(
        _ id: String,
        _ unit: String,
        _ formula: String,
        _ value: (EnvironmentSizing) -> Double
    ) -> Figure {
        let parts = environments.map(value)
        let sum =
            environments.count > 1
            ? parts.map { NumberText.grouped($0) }.joined(separator: " + ") : ""
        return Figure(
            id: "quota." + id,
            value: parts.reduce(0, +),
            unit: unit,
            formula: formula + (sum.isEmpty ? "" : ", by environment: " + sum),
            inputs: []
        )
    }

    private func quota(
        _ code: String,
        _ service: String,
        _ title: String,
        _ limit: Double,
        _ demand: Figure,
        days: Int? = 5
    ) -> Quota {
        Quota(
            code: code,
            service: service,
            title: title,
            unit: demand.unit,
            limit: limit,
            demand: demand,
            leadTimeDays: days
        )
    }

    private func vcpuFormula(_ request: InfrastructureRequest) -> String {
        "(maximum nodes + log store nodes"
            + (request.technology.usesCluster ? "" : " + the monitoring host") + ") × vCPU"
    }

    func compute(_ request: InfrastructureRequest) -> [Quota] {
        let nodes = figure("nodes", "nodes", "maximum nodes") { $0.nodes.maximum.value }
        let vcpu = figure("vcpu", "vCPU", vcpuFormula(request)) {
            $0.nodes.maximum.value * Double($0.nodes.type.vcpu)
                + Double($0.logging.nodes * $0.logging.nodeType.vcpu)
                + Double($0.metrics.host?.type.vcpu ?? 0)
        }
        let group = Figure(
            id: "quota.largestGroup",
            value: environments.map(\.nodes.maximum.value).max() ?? 0,
            unit: "nodes",
            formula: "maximum nodes of the largest environment",
            inputs: []
        )
        var result = [
            quota(
                "L-1216C47A",
                "EC2",
                "running on-demand standard instances (assumptions.onDemandVcpuQuota)",
                request.assumptions[.onDemandVcpuQuota],
                vcpu
            ),
            quota(
                "L-7A658B76",
                "EBS",
                "storage of gp3 volumes, in TiB",
                50,
                figure("volumes", "TiB", "disks of nodes, log store and metrics ÷ 1,024") {
                    ($0.nodes.maximum.value * Double($0.nodes.diskGiB)
                        + Double($0.logging.nodes * $0.logging.diskGBPerNode)
                        + Double($0.metrics.volumeGB + ($0.metrics.host?.rootGB ?? 0))) / 1024
                }
            ),
        ]
        if request.technology.usesCluster {
            result.append(
                quota("L-BD136A63", "EKS", "nodes of a managed node group", 450, group)
            )
        } else {
            result.append(
                quota("", "EC2 Auto Scaling", "instances of the largest group", 10_000, group)
            )
        }
        result.append(quota("L-7E6692B2", "ELB", "targets of a load balancer", 1000, nodes))
        return result
    }

    func network(_ plan: NetworkPlan) -> [Quota] {
        let interfaces = figure("interfaces", "interfaces", "4 a node, 3 a zone for endpoints") {
            $0.nodes.maximum.value * 4 + Double($0.zones * 3)
        }
        let inNetwork = Figure(
            id: "quota.addresses",
            value: (plan.primary?.demand.value ?? 0) * Double(environments.last?.nodes.zones ?? 1),
            unit: "addresses",
            formula: "demand of a zone × zones",
            inputs: []
        )
        return [
            quota(
                "L-F678F1CE",
                "VPC",
                "networks of a region",
                5,
                figure("networks", "networks", "one an environment") { _ in 1 }
            ),
            quota(
                "L-0263D0A3",
                "EC2",
                "elastic IP addresses",
                5,
                figure("elasticAddresses", "addresses", "one a NAT gateway") {
                    Double($0.natGateways)
                }
            ),
            quota(
                "L-FE5A380F",
                "VPC",
                "NAT gateways of a zone",
                5,
                figure("natGateways", "gateways", "one a zone and environment") { _ in 1 }
            ),
            quota("L-DF5E4CA3", "VPC", "network interfaces of a region", 5000, interfaces),
            quota("L-BB24F6E5", "VPC", "address units of a network", 64_000, inNetwork),
            quota(
                "L-53DA6B97",
                "ELB",
                "application load balancers",
                50,
                figure("loadBalancers", "load balancers", "one an environment") { _ in 1 }
            ),
        ]
    }

    var stores: [Quota] {
        let largest = Figure(
            id: "quota.databaseVolume",
            value: environments.map { Double($0.database.storageGiB) }.max() ?? 0,
            unit: "GiB",
            formula: "provisioned storage of the largest database",
            inputs: []
        )
        return [
            quota(
                "L-7B6409FD",
                "RDS",
                "database instances",
                40,
                figure("databases", "instances", "one, and its standby, an environment") {
                    $0.database.isMultiAZ ? 2 : 1
                }
            ),
            quota(
                "L-7ADDB58A",
                "RDS",
                "storage of all databases, in GB",
                100_000,
                figure("databaseStorage", "GB", "provisioned GiB × 1.0737") {
                    Double($0.database.storageGiB) * 1.073_741_824
                }
            ),
            quota("", "RDS", "storage of one database", 65_536, largest, days: nil),
            quota(
                "L-DFE45DF3",
                "ElastiCache",
                "cache nodes of a region",
                300,
                figure("cacheNodes", "nodes", "shards × (1 + replicas)") { Double($0.cache.nodes) }
            ),
        ].filter { $0.demand.value > 0 }
    }
}
