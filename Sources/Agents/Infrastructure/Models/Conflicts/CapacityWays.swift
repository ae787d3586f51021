import Workflow

extension WaysOut {
    /// The least change of each key under which the limit is kept.
    func capacity(_ code: String) -> [String] {
        var ways = [
            largest(code, "traffic.spikeFactor", request.traffic.spikeFactor, floor: 1, step: 0.1),
            largest(
                code,
                "traffic.concurrentUsers",
                request.traffic.concurrentUsers,
                floor: 1,
                step: 1
            ),
        ]
        if request.application.type == "saas-web" {
            ways.append(
                smallest(
                    code,
                    "traffic.cacheableFraction",
                    request.traffic.cacheableFraction,
                    ceiling: 0.95
                )
            )
        }
        switch code {
        case "capacity.database":
            ways.append(hitRatio(code))
            ways.append(
                largest(
                    code,
                    "application.database.cpuMsPerQuery",
                    request.application.database.cpuMsPerQuery,
                    floor: 0.01,
                    step: 0.01
                )
            )
        case "capacity.connections":
            ways.append(
                largest(
                    code,
                    "assumptions.poolSizePerReplica",
                    request.assumptions[.poolSizePerReplica],
                    floor: 1,
                    step: 1
                )
            )
        case "capacity.quota": ways.append(raisedQuota)
        case "T17":
            ways.append(way(code, Change("cloud.zones: 4", [("cloud.zones", 4)])))
            ways.append(way(code, onInstances))
        default: break
        }
        return sorted(ways.compactMap(\.self))
    }

    private func hitRatio(_ code: String) -> Way? {
        guard request.application.cache.isUsed else {
            return way(
                code,
                Change(
                    "a cache (application.cache: {})",
                    [
                        (
                            "application.cache",
                            [
                                "name": "cache", "engine": "valkey", "workingSetGiB": 4,
                                "hitRatio": 0.8,
                            ]
                        )
                    ]
                )
            )
        }
        return smallest(
            code,
            "application.cache.hitRatio",
            request.application.cache.hitRatio,
            ceiling: 0.99
        )
    }

    /// Instances have one address each; what they share is ports.
    private var onInstances: Change {
        let services = request.normalized["application"]?["services"]?.arrayValue ?? []
        let ports = Set(services.compactMap { $0["port"]?.intValue })
        guard ports.count < services.count else {
            return Change("technology.compute: asg", [("technology.compute", "asg")])
        }
        let apart = services.enumerated().map { index, service in
            service.setting(["port"], .int(8080 + index))
        }
        return Change(
            "technology.compute: asg with a port of its own for each service",
            [("technology.compute", "asg"), ("application.services", .array(apart))]
        )
    }

    private var raisedQuota: Way? {
        let needed =
            core.sizing.primary.map { $0.nodes.maximum.value * Double($0.nodes.type.vcpu) } ?? 0
        return way(
            "capacity.quota",
            Change(
                "a quota increase to \(NumberText.grouped(needed)) vCPU (about 5 working days), "
                    + "then assumptions.onDemandVcpuQuota",
                [("assumptions.onDemandVcpuQuota", .number(needed))]
            )
        )
    }

    /// The change as a way, when it ends the finding.
    private func way(_ code: String, _ change: Change) -> Way? {
        let then = plan([change])
        guard !codes(then).contains(code) else { return nil }
        return Way(
            text: "\(change.title): \(then.cost.monthly.display) a month",
            monthly: then.cost.monthly,
            isEnough: true
        )
    }

    /// The largest value, on a grid of `step`, that keeps the limit; load grows with it.
    private func largest(
        _ code: String,
        _ key: String,
        _ now: Double,
        floor: Double,
        step: Double
    ) -> Way? {
        let steps = Int((now - floor) / step)
        guard steps > 0 else { return nil }
        func value(_ index: Int) -> Double {
            NumberText.rounded(floor + Double(index) * step, places: 2)
        }
        func isKept(_ index: Int) -> Bool {
            !codes(plan([Change("", [(key, .number(value(index)))])])).contains(code)
        }
        guard isKept(0) else { return nil }
        var low = 0
        var high = steps
        while low < high {
            let middle = (low + high + 1) / 2
            if isKept(middle) { low = middle } else { high = middle - 1 }
        }
        return way(
            code,
            Change(
                "\(key): \(NumberText.plain(value(low)))",
                [(key, .number(value(low)))]
            )
        )
    }

    /// The smallest share, in hundredths, that keeps the limit; load shrinks with it.
    private func smallest(
        _ code: String,
        _ key: String,
        _ now: Double,
        ceiling: Double
    ) -> Way? {
        let first = Int((now * 100).rounded(.up)) + 1
        let last = Int(ceiling * 100)
        guard first <= last else { return nil }
        func change(_ index: Int) -> Change {
            let share = Double(index) / 100
            return Change("\(key): \(NumberText.plain(share))", [(key, .number(share))])
        }
        guard !codes(plan([change(last)])).contains(code) else { return nil }
        var low = first
        var high = last
        while low < high {
            let middle = (low + high) / 2
            if codes(plan([change(middle)])).contains(code) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return way(code, change(low))
    }
}
