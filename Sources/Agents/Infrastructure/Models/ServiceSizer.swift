/// Replicas and CPU of the services; a request passes each service once, so their CPU adds up.
struct ServiceSizer {
    private(set) var sizings: [ServiceSizing] = []
    private(set) var figures: [Figure] = []

    init(_ environment: EnvironmentSizer, peak: Figure, spike: Figure) {
        let target = environment.request.assumptions.figure(.cpuTargetUtilization)
        figures.append(target)
        for service in environment.request.application.services {
            add(service, environment, target, peak: peak, spike: spike)
        }
    }

    private mutating func add(
        _ service: InfrastructureRequest.Service,
        _ environment: EnvironmentSizer,
        _ target: Figure,
        peak: Figure,
        spike: Figure
    ) {
        let prefix = "service." + service.name + "."
        let cpu = Figure.input(
            environment.id(prefix + "cpuMsPerRequest"),
            service.cpuMsPerRequest,
            "ms"
        )
        let size = Figure.input(
            environment.id(prefix + "requestMilliCpu"),
            service.requestMilliCpu,
            "mCPU"
        )
        let atPeak = Self.vcpu(environment.id(prefix + "peakVcpu"), peak, cpu, target)
        let atSpike = Self.vcpu(environment.id(prefix + "spikeVcpu"), spike, cpu, target)
        let floor = environment.isProductionLike ? max(2, environment.zones) : 1
        let minimum = Self.replicas(
            environment.id(prefix + "minimumReplicas"),
            atPeak,
            size,
            floor
        )
        let maximum = Self.replicas(
            environment.id(prefix + "maximumReplicas"),
            atSpike,
            size,
            floor
        )
        figures += [cpu, size, atPeak, atSpike, minimum, maximum]
        sizings.append(
            ServiceSizing(
                name: service.name,
                tier: service.tier,
                port: service.port,
                health: service.health,
                milliCpu: service.requestMilliCpu,
                memoryMiB: service.memoryMiBPerReplica,
                peakVcpu: atPeak,
                minimumReplicas: minimum,
                maximumReplicas: maximum
            )
        )
    }

    private static func vcpu(
        _ id: String,
        _ load: Figure,
        _ cpu: Figure,
        _ target: Figure
    ) -> Figure {
        .derived(
            id,
            load.value * cpu.value / 1000 / target.value,
            "vCPU",
            "dynamic requests/s × CPU ms ÷ 1,000 ÷ utilization = $0 × $1 ÷ 1,000 ÷ $2",
            [load, cpu, target]
        )
    }

    private static func replicas(
        _ id: String,
        _ vcpu: Figure,
        _ size: Figure,
        _ floor: Int
    ) -> Figure {
        .derived(
            id,
            max(Double(floor), (vcpu.value * 1000 / size.value).rounded(.up)),
            "replicas",
            "at least \(floor), vCPU × 1,000 ÷ mCPU a replica, rounded up: $0 × 1,000 ÷ $1",
            [vcpu, size]
        )
    }
}
