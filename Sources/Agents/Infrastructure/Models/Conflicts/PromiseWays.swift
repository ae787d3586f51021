import Workflow

extension WaysOut {
    /// What other strategies, a faster restore or a looser promise would give.
    func recovery(_ finding: Finding) -> [String] {
        let kind = core.recovery.scenarios.first { finding.message.hasPrefix($0.kind.rawValue) }
        guard let scenario = kind else { return [] }
        let isTime = finding.code == "recovery.rto"
        let target = isTime ? request.objectives.rtoMinutes : request.objectives.rpoMinutes
        var ways = scenario.kind == .region ? strategies(isTime, target) : []
        if isTime, let way = fasterRestore(finding.code, scenario.kind) { ways.append(way) }
        let now = isTime ? scenario.rto.value : scenario.rpo.value
        let key = isTime ? "objectives.rtoMinutes" : "objectives.rpoMinutes"
        let relaxed = NumberText.plain(now.rounded(.up))
        let rest = [
            "relax \(key) to \(relaxed): \(core.cost.monthly.display) a month as now",
            "take '\(scenario.kind.rawValue)' out of cloud.drScenarios",
        ]
        // What does not help either is told last, so that nobody has to try it.
        return sorted(ways.filter(\.isEnough)) + rest + sorted(ways.filter { !$0.isEnough })
    }

    private func strategies(_ isTime: Bool, _ target: Double) -> [Way] {
        guard request.cloud.drRegion != nil else { return [] }
        return [.restore, .pilotLight, .warmStandby].filter { $0 != core.recovery.strategy }
            .compactMap { strategy in
                let then = PlanCore(request: request, prices: prices, strategy: strategy)
                guard let region = then.recovery.scenarios.first(where: { $0.kind == .region })
                else { return nil }
                let value = isTime ? region.rto.value : region.rpo.value
                let reach = value <= target ? "keeps" : "misses"
                return Way(
                    text: "\(strategy.rawValue) \(reach) \(NumberText.plain(target)) min with "
                        + "\(NumberText.plain(value)) min at \(then.cost.monthly.display) a month",
                    monthly: then.cost.monthly,
                    isEnough: value <= target
                )
            }
    }

    /// The slowest restore that keeps the time, when a restore is what takes it.
    private func fasterRestore(_ code: String, _ kind: DisasterScenario) -> Way? {
        func isKept(_ rate: Double) -> Bool {
            let change = Change("", [("assumptions.restoreGBPerHour", .number(rate))])
            return plan([change]).recovery.scenarios.first { $0.kind == kind }
                .map { $0.rto.value <= request.objectives.rtoMinutes } ?? false
        }
        let now = request.assumptions[.restoreGBPerHour]
        let rates = stride(from: (now / 10).rounded(.up) * 10 + 10, through: 1000, by: 10)
        guard let rate = rates.first(where: isKept) else { return nil }
        let size = RecoveryTiming(request: request, sizing: core.sizing).restorableGiB
        return Way(
            text: "measure the restore: from \(NumberText.plain(rate)) GB/h on it fits "
                + "(assumptions.restoreGBPerHour); at \(NumberText.plain(now)) GB/h a database of "
                + "at most \(NumberText.plain(size.rounded(.down))) GiB does",
            monthly: core.cost.monthly,
            isEnough: true
        )
    }

    /// What shortens the response, hop by hop.
    func latency() -> [String] {
        var ways = [scaledService].compactMap(\.self)
        let database = request.application.database
        let half = NumberText.rounded(database.cpuMsPerQuery / 2, places: 3)
        var changes = [
            Change(
                "application.database.cpuMsPerQuery: \(NumberText.plain(half)) (indexes)",
                [("application.database.cpuMsPerQuery", .number(max(0.01, half)))]
            ),
            Change(
                "assumptions.cpuTargetUtilization: 0.4 (more replicas)",
                [("assumptions.cpuTargetUtilization", 0.4)]
            ),
        ]
        if request.application.cache.isUsed, request.application.cache.hitRatio < 0.95 {
            changes.append(
                Change(
                    "application.cache.hitRatio: 0.95",
                    [("application.cache.hitRatio", 0.95)]
                )
            )
        }
        ways += changes.compactMap(latencyWay)
        let needed = NumberText.plain(core.sizing.latency.total.value.rounded(.up))
        return sorted(ways)
            + ["relax traffic.p95Ms to \(needed): \(core.cost.monthly.display) a month as now"]
    }

    private func latencyWay(_ change: Change) -> Way? {
        let then = plan([change])
        let total = then.sizing.latency.total.value
        guard total < core.sizing.latency.total.value - 0.5 else { return nil }
        let isEnough = total <= request.traffic.p95Ms
        return Way(
            text: "\(change.title): p95 \(NumberText.plain(total, places: 0)) ms"
                + (isEnough ? "" : ", not enough alone")
                + ", \(then.cost.monthly.display) a month",
            monthly: then.cost.monthly,
            isEnough: isEnough
        )
    }

    /// The services' CPU times, all cut by the same share, until the response fits.
    private var scaledService: Way? {
        let services = request.normalized["application"]?["services"]?.arrayValue ?? []
        for percent in stride(from: 90, through: 10, by: -10) {
            let cut = services.map { service -> Value in
                let time = (service["cpuMsPerRequest"]?.numberValue ?? 1) * Double(percent) / 100
                return service.setting(
                    ["cpuMsPerRequest"],
                    .number(max(0.01, NumberText.rounded(time, places: 3)))
                )
            }
            let change = Change(
                "cpuMsPerRequest of every service at \(percent) %",
                [("application.services", .array(cut))]
            )
            if let way = latencyWay(change), way.isEnough { return way }
        }
        return nil
    }
}
