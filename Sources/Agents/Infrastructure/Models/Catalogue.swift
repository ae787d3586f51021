/// Shapes that can be chosen, smallest first; prices are in the price table.
package enum Catalogue {
    package static let nodes: [NodeType] = [
        NodeType(name: "m5.large", vcpu: 2, memoryGiB: 8, maxPods: 29),
        NodeType(name: "m5.xlarge", vcpu: 4, memoryGiB: 16, maxPods: 58),
        NodeType(name: "m5.2xlarge", vcpu: 8, memoryGiB: 32, maxPods: 58),
        NodeType(name: "m5.4xlarge", vcpu: 16, memoryGiB: 64, maxPods: 234),
    ]

    package static let smallNodes: [NodeType] =
        [NodeType(name: "t3.large", vcpu: 2, memoryGiB: 8, maxPods: 35)] + nodes.dropFirst()

    package static let logNodes: [NodeType] = [
        NodeType(name: "m5.large", vcpu: 2, memoryGiB: 8, maxPods: 29),
        NodeType(name: "r5.large", vcpu: 2, memoryGiB: 16, maxPods: 29),
        NodeType(name: "r5.xlarge", vcpu: 4, memoryGiB: 32, maxPods: 58),
        NodeType(name: "r5.2xlarge", vcpu: 8, memoryGiB: 64, maxPods: 58),
    ]

    package static let databases: [DatabaseClass] = [
        DatabaseClass(name: "db.r5.large", vcpu: 2, memoryGiB: 16),
        DatabaseClass(name: "db.r5.xlarge", vcpu: 4, memoryGiB: 32),
        DatabaseClass(name: "db.r5.2xlarge", vcpu: 8, memoryGiB: 64),
        DatabaseClass(name: "db.r5.4xlarge", vcpu: 16, memoryGiB: 128),
        DatabaseClass(name: "db.r5.8xlarge", vcpu: 32, memoryGiB: 256),
        DatabaseClass(name: "db.r5.12xlarge", vcpu: 48, memoryGiB: 384),
        DatabaseClass(name: "db.r5.24xlarge", vcpu: 96, memoryGiB: 768),
    ]

    package static let smallDatabases: [DatabaseClass] =
        [
            DatabaseClass(name: "db.t3.medium", vcpu: 2, memoryGiB: 4),
            DatabaseClass(name: "db.t3.large", vcpu: 2, memoryGiB: 8),
        ] + databases

    package static let caches: [CacheNode] = [
        CacheNode(name: "cache.r5.large", memoryGiB: 13.07),
        CacheNode(name: "cache.r5.xlarge", memoryGiB: 26.32),
        CacheNode(name: "cache.r5.2xlarge", memoryGiB: 52.82),
    ]

    package static let smallCaches: [CacheNode] =
        [CacheNode(name: "cache.t4g.medium", memoryGiB: 3.09)] + caches
}

package struct NodeType: Sendable, Hashable {
    package let name: String
    package let vcpu: Int
    package let memoryGiB: Double
    /// Network interfaces × (addresses an interface − 1) + 2, as the CNI counts.
    package let maxPods: Int

    /// CPU that every node spends on its log and metrics agents.
    package static let daemonVcpu = 0.2

    /// What a node of this type offers to services.
    ///
    /// In a cluster the kubelet takes its share and every pod an address; an instance of a scaling
    /// group keeps its agents and half a GiB for the system, and has one address.
    package func usable(inCluster: Bool) -> NodeCapacity {
        inCluster
            ? NodeCapacity(
                vcpu: usableVcpu,
                memoryGiB: usableMemoryGiB,
                slots: usablePods,
                addresses: addresses
            )
            : NodeCapacity(
                vcpu: Double(vcpu) - Self.daemonVcpu,
                memoryGiB: memoryGiB - 0.5,
                slots: vcpu * 50,
                addresses: 1
            )
    }

    /// What is left for pods: the kubelet keeps 6 % of the first core, 1 % of the second, 0.5 % of
    /// the next two and 0.25 % of the rest.
    package var usableVcpu: Double {
        let shares = (0..<vcpu).map { $0 == 0 ? 0.06 : $0 == 1 ? 0.01 : $0 < 4 ? 0.005 : 0.0025 }
        return Double(vcpu) - shares.reduce(0, +) - Self.daemonVcpu
    }

    /// Memory minus the kubelet's reserve (255 MiB, 11 MiB a pod) and 100 MiB for eviction.
    package var usableMemoryGiB: Double { memoryGiB - Double(255 + 11 * maxPods + 100) / 1024 }

    /// Pods minus the agents that run on every node.
    package var usablePods: Int { maxPods - 5 }

    /// Addresses that a full node takes: one a pod, and its own.
    package var addresses: Int { maxPods + 1 }
}

/// What a node offers to services.
package struct NodeCapacity: Sendable, Hashable {
    package let vcpu: Double
    package let memoryGiB: Double
    /// Pods, or processes on an instance.
    package let slots: Int
    /// Addresses that a full node takes.
    package let addresses: Int
}

package struct DatabaseClass: Sendable, Hashable {
    package let name: String
    package let vcpu: Int
    package let memoryGiB: Double

    /// The engine's own limit for this much memory.
    package func maxConnections(engine: String) -> Int {
        let bytes = memoryGiB * 1_073_741_824
        return engine == "mysql"
            ? min(16_000, Int(bytes / 12_582_880)) : min(5000, Int(bytes / 9_531_392))
    }
}

package struct CacheNode: Sendable, Hashable {
    package let name: String
    package let memoryGiB: Double

    /// A quarter is kept for replication, fragmentation and snapshots.
    package var usableGiB: Double { memoryGiB * 0.75 }
}
