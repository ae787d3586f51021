/// Minutes of each step of a recovery.
///
/// Recovery = detection + decision + the longer of data and infrastructure + DNS + validation.
struct RecoveryTiming {
    typealias Strategy = DisasterRecoveryModel.Strategy

    private let request: InfrastructureRequest
    private let production: EnvironmentSizing?
    private let detection: Figure
    private let decision: Figure
    private let validation: Figure
    private let restore: Figure
    let figures: [Figure]

    init(request: InfrastructureRequest, sizing: SizingModel) {
        self.request = request
        production = sizing.primary
        detection = request.assumptions.figure(.detectionMinutes)
        decision = request.assumptions.figure(.decisionMinutes)
        validation = request.assumptions.figure(.validationMinutes)
        let size = Figure.input("database.sizeGiB", request.application.database.sizeGiB, "GiB")
        let rate = request.assumptions.figure(.restoreGBPerHour)
        let gigabytes = Figure.derived(
            "recovery.databaseGB",
            size.value * 1.073_741_824,
            "GB",
            "GiB × 1.0737 = $0 × 1.0737",
            [size]
        )
        restore = .derived(
            "recovery.restoreMinutes",
            20 + gigabytes.value / rate.value * 60,
            "min",
            "20 + GB ÷ (GB an hour) × 60 = 20 + $0 ÷ $1 × 60",
            [gigabytes, rate]
        )
        figures = [detection, decision, validation, size, rate, gigabytes, restore]
    }

    /// Whether another zone holds a synchronous copy that takes over by itself.
    private var hasStandby: Bool { production?.database.isMultiAZ ?? false }

    var restoreMinutes: Double { restore.value }

    /// The size of a database whose restore just fits, all other steps taken.
    var restorableGiB: Double {
        let fixed = detection.value + decision.value + validation.value + 20
        let minutes = max(0, request.objectives.rtoMinutes - fixed)
        return minutes / 60 * request.assumptions[.restoreGBPerHour] / 1.073_741_824
    }

    /// Nodes that serve the required share of the daily peak.
    var standbyNodes: Int {
        guard let nodes = production?.nodes else { return 0 }
        let share = request.objectives.recoveryCapacityPercent / 100
        return Int(NodeSizer.roundUp(nodes.need.value * share, to: nodes.zones))
    }

    func scenario(
        _ kind: DisasterScenario,
        strategy: Strategy
    ) -> DisasterRecoveryModel.Scenario {
        switch kind {
        case .instance where hasStandby:
            return automatic(kind, "one node or one database instance is lost", failover: 2)
        case .zone where hasStandby:
            return automatic(kind, "one availability zone is lost", failover: 5)
        case .instance, .zone:
            return manual(
                kind,
                "the one database instance, or its zone, is lost; there is no standby",
                data: restore,
                infrastructure: 0,
                rpo: 5,
                rpoText: "transaction logs are stored every 5 min"
            )
        case .region:
            return region(strategy)
        case .dataCorruption:
            return manual(
                kind,
                "data is damaged by a mistake and restored to a moment before it",
                data: restore,
                infrastructure: 0,
                rpo: 5,
                rpoText: "transaction logs are stored every 5 min"
            )
        case .account:
            return manual(
                kind,
                "the production account is lost and rebuilt from the vault of another account",
                data: restore,
                infrastructure: 45,
                rpo: strategy == .singleRegion ? 1440 : 60,
                rpoText: "copies in the other account's vault are made every hour"
            )
        }
    }

    private func automatic(
        _ kind: DisasterScenario,
        _ summary: String,
        failover: Double
    ) -> DisasterRecoveryModel.Scenario {
        let id = "recovery." + kind.rawValue
        let switching = Figure.input(id + ".failoverMinutes", failover, "min")
        let remaining: Figure
        if kind == .zone, let production {
            let nodes = production.nodes
            let zones = Figure.input(
                production.name.rawValue + ".zones",
                Double(nodes.zones),
                "zones"
            )
            let left = nodes.minimum.value * (zones.value - 1) / zones.value
            remaining = .derived(
                id + ".capacityPercent",
                min(100, left / nodes.need.value * 100),
                "%",
                "minimum nodes × (zones − 1) ÷ zones ÷ need = $0 × ($1 − 1) ÷ $1 ÷ $2, at most 100",
                [nodes.minimum, zones, nodes.need]
            )
        } else {
            remaining = .input(id + ".capacityPercent", 100, "%")
        }
        return DisasterRecoveryModel.Scenario(
            kind: kind,
            summary: summary,
            steps: [switching],
            rto: .derived(
                id + ".rtoMinutes",
                switching.value,
                "min",
                "automatic failover: $0",
                [switching]
            ),
            rpo: Figure(
                id: id + ".rpoMinutes",
                value: 0,
                unit: "min",
                formula: "the standby is written synchronously",
                inputs: []
            ),
            capacity: remaining
        )
    }

    private func region(_ strategy: Strategy) -> DisasterRecoveryModel.Scenario {
        let promote = Figure.input("recovery.region.promoteMinutes", 15, "min")
        let isReplicated = strategy == .pilotLight || strategy == .warmStandby
        return manual(
            .region,
            "the region is lost and the service moves to \(request.cloud.drRegion ?? "none")",
            data: isReplicated ? promote : restore,
            infrastructure: strategy == .warmStandby ? 10 : 45,
            // Objects bind: replication time control promises 15 minutes, the database lags less.
            rpo: strategy == .singleRegion ? 1440 : 15,
            rpoText: strategy == .singleRegion
                ? "no copy leaves the region"
                : isReplicated
                    ? "objects: at most 15 min by replication time control; database: replica lag"
                    : "objects: at most 15 min; database: logs copied about every 5 min"
        )
    }

    private func manual(
        _ kind: DisasterScenario,
        _ summary: String,
        data: Figure,
        infrastructure: Double,
        rpo: Double,
        rpoText: String
    ) -> DisasterRecoveryModel.Scenario {
        let id = "recovery." + kind.rawValue
        let build = Figure.input(id + ".infrastructureMinutes", infrastructure, "min")
        let names = Figure.input(id + ".dnsMinutes", kind == .dataCorruption ? 0 : 5, "min")
        let longest = max(data.value, build.value)
        let total = detection.value + decision.value + longest + names.value + validation.value
        return DisasterRecoveryModel.Scenario(
            kind: kind,
            summary: summary,
            steps: [detection, decision, data, build, names, validation],
            rto: .derived(
                id + ".rtoMinutes",
                total,
                "min",
                "detection + decision + max(data, infrastructure) + DNS + validation = "
                    + "$0 + $1 + max($2, $3) + $4 + $5",
                [detection, decision, data, build, names, validation]
            ),
            rpo: Figure(
                id: id + ".rpoMinutes",
                value: rpo,
                unit: "min",
                formula: rpoText,
                inputs: []
            ),
            capacity: Figure(
                id: id + ".capacityPercent",
                value: kind == .dataCorruption
                    ? 100 : request.objectives.recoveryCapacityPercent,
                unit: "%",
                formula: "nodes are started for the required share before traffic returns",
                inputs: []
            )
        )
    }
}
