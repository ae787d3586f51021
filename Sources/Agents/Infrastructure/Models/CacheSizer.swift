/// The cache: shards for its data and its operations, replicas for the loss of zones.
struct CacheSizer {
    private(set) var sizing: CacheSizing
    private(set) var figures: [Figure]

    /// No cache at all; its node is named only because a node has to be.
    private static let absent = CacheSizing(
        engine: "none",
        version: "",
        node: Catalogue.smallCaches[0],
        shards: 0,
        replicasPerShard: 0,
        isMultiAZ: false,
        port: 6379
    )

    init(_ environment: EnvironmentSizer, load: QueryLoad) {
        let request = environment.request.application.cache
        guard request.isUsed else {
            sizing = Self.absent
            figures = []
            return
        }
        let share = environment.isProductionLike ? 1.0 : 0.2
        let working = Figure.derived(
            environment.id("cache.workingSetGiB"),
            request.workingSetGiB * share,
            "GiB",
            "working set \(NumberText.plain(request.workingSetGiB)) × \(NumberText.plain(share))",
            []
        )
        let perNode = environment.request.assumptions.figure(.cacheOperationsPerNodePerSecond)
        let types = environment.isProductionLike ? Catalogue.caches : Catalogue.smallCaches
        // The smallest node whose memory suffices for one shard, else shards of the largest.
        let node = types.first { $0.usableGiB >= working.value } ?? types[types.count - 1]
        let byMemory = (working.value / node.usableGiB).rounded(.up)
        let byOperations = (load.cacheReads.value / perNode.value).rounded(.up)
        let shards = Figure.derived(
            environment.id("cache.shards"),
            max(1, byMemory, byOperations),
            "shards",
            "largest of 1, data $0 ÷ \(NumberText.plain(node.usableGiB)) GiB, operations $1 ÷ $2",
            [working, load.cacheReads, perNode]
        )
        let replicas = environment.isProductionLike ? max(1, environment.zones - 1) : 0
        sizing = CacheSizing(
            engine: request.engine,
            version: request.engine == "valkey"
                ? SupportTable.valkeyVersion : SupportTable.redisVersion,
            node: node,
            shards: shards.whole,
            replicasPerShard: replicas,
            isMultiAZ: replicas > 0,
            port: 6379
        )
        let nodes = Figure.derived(
            environment.id("cache.nodes"),
            Double(sizing.nodes),
            "nodes",
            "shards × (1 + replicas) = $0 × (1 + \(replicas))",
            [shards]
        )
        figures = [working, perNode, shards, nodes]
    }
}
