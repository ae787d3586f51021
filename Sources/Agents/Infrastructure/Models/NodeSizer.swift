import Workflow

/// How many nodes of which size.
struct NodeSizer {
    /// Larger nodes are taken before a fleet grows beyond this many.
    static let preferredMaximum = 60.0

    private(set) var sizing: NodeSizing
    private(set) var figures: [Figure]
    private(set) var conflicts: [Finding] = []

    init(_ environment: EnvironmentSizer, services: ServiceSizer, peak: Figure, spike: Figure) {
        let demand = NodeDemand(environment, services: services, peak: peak, spike: spike)
        let types = environment.isProductionLike ? Catalogue.nodes : Catalogue.smallNodes
        var chosen = Self.size(environment, demand, types[0], peak)
        for type in types.dropFirst() where chosen.sizing.maximum.value > Self.preferredMaximum {
            chosen = Self.size(environment, demand, type, peak)
        }
        sizing = chosen.sizing
        figures = demand.figures + chosen.figures
        addConflicts(environment, spike)
    }

    private static func size(
        _ environment: EnvironmentSizer,
        _ demand: NodeDemand,
        _ type: NodeType,
        _ peak: Figure
    ) -> (sizing: NodeSizing, figures: [Figure]) {
        let isCluster = environment.request.technology.usesCluster
        let capacity = type.usable(inCluster: isCluster)
        let usable = Figure.derived(
            environment.id("nodes.usableVcpu"),
            capacity.vcpu,
            "vCPU",
            "\(type.name): \(type.vcpu) cores − \(isCluster ? "kubelet's share − " : "")"
                + "agents' \(NodeType.daemonVcpu)",
            []
        )
        let need = demand.nodes("need", environment, capacity, usable, \.peak)
        let atSpike = demand.nodes("spikeNeed", environment, capacity, usable, \.spike)
        let zones = Figure.input(environment.id("zones"), Double(environment.zones), "zones")
        let floor = Figure.input(
            "objectives.recoveryCapacityPercent",
            environment.request.objectives.recoveryCapacityPercent,
            "%"
        )
        let minimum = minimum(environment, need, zones, floor)
        let maximum = Figure.derived(
            environment.id("nodes.maximum"),
            max(minimum.value, roundUp(atSpike.value, to: environment.zones)),
            "nodes",
            "the spike's $0 nodes, at least the minimum $1, rounded up to a multiple of $2 zones",
            [atSpike, minimum, zones]
        )
        let requests = Figure.derived(
            environment.id("nodes.requestsPerMinute"),
            need.value > 0 ? peak.value * 60 / need.value : 0,
            "requests a minute",
            "60 × $0 ÷ the peak's $1, so that a group is held at the load it is sized for",
            [peak, need]
        )
        let sizing = NodeSizing(
            type: type,
            usable: capacity,
            zones: environment.zones,
            platformVcpu: demand.platformVcpu,
            peakVcpu: demand.peak.vcpu,
            spikeVcpu: demand.spike.vcpu,
            need: need,
            requestsPerMinute: requests,
            minimum: minimum,
            maximum: maximum,
            diskGiB: 100
        )
        let figures = [usable, need, atSpike, zones, floor, minimum, maximum]
        // A cluster scales by its pods, which no load balancer counts.
        return (sizing, isCluster ? figures : figures + [requests])
    }

    private static func minimum(
        _ environment: EnvironmentSizer,
        _ need: Figure,
        _ zones: Figure,
        _ floor: Figure
    ) -> Figure {
        guard environment.isProductionLike, environment.zones > 1 else {
            return .derived(
                environment.id("nodes.minimum"),
                max(2, need.value.rounded(.up)),
                "nodes",
                "at least 2, the peak's $0 rounded up",
                [need]
            )
        }
        let survivors = need.value * floor.value / 100
        let whole = survivors * zones.value / (zones.value - 1)
        return .derived(
            environment.id("nodes.minimum"),
            max(roundUp(whole, to: environment.zones), roundUp(need.value, to: environment.zones)),
            "nodes",
            "so many that without one of $1 zones $2 % of $0 nodes are left, a multiple of $1",
            [need, zones, floor]
        )
    }

    static func roundUp(_ value: Double, to multiple: Int) -> Double {
        // A hair is taken off so that binary fractions do not buy a node.
        max(1, ((value - 1e-9) / Double(multiple)).rounded(.up)) * Double(multiple)
    }

    private mutating func addConflicts(_ environment: EnvironmentSizer, _ spike: Figure) {
        let quota = environment.request.assumptions.figure(.onDemandVcpuQuota)
        let vcpu = Figure.derived(
            environment.id("nodes.maximumVcpu"),
            sizing.maximum.value * Double(sizing.type.vcpu),
            "vCPU",
            "maximum nodes × \(sizing.type.vcpu) vCPU = $0 × \(sizing.type.vcpu)",
            [sizing.maximum]
        )
        figures += [quota, vcpu]
        guard vcpu.value > quota.value else { return }
        let factor = NumberText.plain(environment.request.traffic.spikeFactor)
        conflicts.append(
            Finding(
                .high,
                code: "capacity.quota",
                "a spike of \(factor) × needs \(vcpu.text) of nodes, the quota is \(quota.text)",
                fix: "1. raise the quota to \(NumberText.grouped(vcpu.value)) and set "
                    + "assumptions.onDemandVcpuQuota; 2. raise traffic.cacheableFraction; "
                    + "3. lower the services' cpuMsPerRequest; 4. lower traffic.spikeFactor"
            )
        )
    }
}

/// What the pods of an environment ask for, at the peak and at the spike.
struct NodeDemand {
    struct Load {
        let vcpu: Figure
        let memoryGiB: Figure
        let pods: Figure
    }

    let platformVcpu: Figure
    let peak: Load
    let spike: Load
    private let inputs: [Figure]

    var figures: [Figure] {
        inputs + [peak, spike].flatMap { [$0.vcpu, $0.memoryGiB, $0.pods] }
    }

    init(_ environment: EnvironmentSizer, services: ServiceSizer, peak: Figure, spike: Figure) {
        let assumptions = environment.request.assumptions
        // Outside production the platform's pods run once, not in one replica a zone.
        let share = environment.isProductionLike ? 1 : 0.5
        let vcpu = Figure.input(
            environment.id("platformVcpu"),
            assumptions[.platformVcpu] * share,
            "vCPU"
        )
        let memory = Figure.input(
            environment.id("platformMemoryGiB"),
            assumptions[.platformMemoryGiB] * share,
            "GiB"
        )
        inputs = [vcpu, memory]
        platformVcpu = vcpu
        let sizings = services.sizings
        self.peak = Self.load(environment, "peak", sizings, \.minimumReplicas, vcpu, memory)
        self.spike = Self.load(environment, "spike", sizings, \.maximumReplicas, vcpu, memory)
    }

    private static func load(
        _ environment: EnvironmentSizer,
        _ moment: String,
        _ services: [ServiceSizing],
        _ replicas: KeyPath<ServiceSizing, Figure>,
        _ platformVcpu: Figure,
        _ platformMemory: Figure
    ) -> Load {
        let counts = services.map { $0[keyPath: replicas] }
        let vcpu = zip(services, counts).map { $0.milliCpu * $1.value / 1000 }.reduce(0, +)
        let memory = zip(services, counts).map { $0.memoryMiB * $1.value / 1024 }.reduce(0, +)
        let pods = counts.map(\.value).reduce(0, +)
        let terms = counts.indices.map { "$\($0 + 1)" }.joined(separator: " + ")
        return Load(
            vcpu: .derived(
                environment.id("nodes.\(moment)Vcpu"),
                vcpu + platformVcpu.value,
                "vCPU",
                "platform $0 + requested CPU of replicas (\(terms))",
                [platformVcpu] + counts
            ),
            memoryGiB: .derived(
                environment.id("nodes.\(moment)MemoryGiB"),
                memory + platformMemory.value,
                "GiB",
                "platform $0 + requested memory of replicas (\(terms))",
                [platformMemory] + counts
            ),
            pods: .derived(
                environment.id("nodes.\(moment)Pods"),
                pods + 20,
                "pods",
                "20 platform pods + replicas (\(terms))",
                [platformVcpu] + counts
            )
        )
    }

    func nodes(
        _ suffix: String,
        _ environment: EnvironmentSizer,
        _ capacity: NodeCapacity,
        _ usable: Figure,
        _ moment: KeyPath<NodeDemand, Load>
    ) -> Figure {
        let load = self[keyPath: moment]
        let count = max(
            load.vcpu.value / usable.value,
            load.memoryGiB.value / capacity.memoryGiB,
            load.pods.value / Double(capacity.slots)
        )
        let memory = NumberText.plain(capacity.memoryGiB, places: 2)
        return .derived(
            environment.id("nodes." + suffix),
            count,
            "nodes",
            "largest of CPU $0 ÷ $3, memory $1 ÷ \(memory), pods $2 ÷ \(capacity.slots)",
            [load.vcpu, load.memoryGiB, load.pods, usable]
        )
    }
}
