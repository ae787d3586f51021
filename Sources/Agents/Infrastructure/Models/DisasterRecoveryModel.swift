package import Workflow

/// What happens to the data and the service in each disaster, and how long it takes.
package struct DisasterRecoveryModel: Sendable, Hashable {
    package enum Strategy: String, Sendable, Hashable, CaseIterable {
        /// Copies of backups in the recovery region, everything else is built when needed.
        case restore = "backup-restore"
        /// A database replica and an empty cluster in the recovery region.
        case pilotLight = "pilot-light"
        /// The same, with nodes for the required capacity.
        case warmStandby = "warm-standby"
        /// No recovery region.
        case singleRegion = "single-region"
    }

    package struct Scenario: Sendable, Hashable {
        package let kind: DisasterScenario
        package let summary: String
        /// Steps with their minutes; their sum, with the longest of the parallel ones, is the RTO.
        package let steps: [Figure]
        package let rto: Figure
        package let rpo: Figure
        /// Share of the daily peak that is served after it.
        package let capacity: Figure
    }

    package struct StorePlan: Sendable, Hashable {
        /// Component id.
        package let store: String
        package let zoneLoss: String
        package let regionLoss: String
        package let corruption: String
        package let rpoMinutes: Double
        package let terraformModule: String
    }

    package let strategy: Strategy
    package let region: String?
    package let targetRtoMinutes: Double
    package let targetRpoMinutes: Double
    package let recoveryCapacityPercent: Double
    package let scenarios: [Scenario]
    package let stores: [StorePlan]
    package let replicaClass: DatabaseClass?
    /// Nodes that run in the recovery region all the time.
    package let standbyNodes: Int
    package let backupRetentionDays: Int
    package let restoreTestCron: String
    package let failoverTestCron: String
    package let figures: [Figure]
    package let conflicts: [Finding]

    /// Takes the cheapest strategy that keeps the promises, or `forced` to see what it would give.
    package init(
        request: InfrastructureRequest,
        sizing: SizingModel,
        forced: Strategy? = nil
    ) {
        let timing = RecoveryTiming(request: request, sizing: sizing)
        let chosen = forced ?? Self.choose(request, timing)
        strategy = chosen
        region = request.cloud.drRegion
        targetRtoMinutes = request.objectives.rtoMinutes
        targetRpoMinutes = request.objectives.rpoMinutes
        recoveryCapacityPercent = request.objectives.recoveryCapacityPercent
        scenarios = request.cloud.drScenarios.map { timing.scenario($0, strategy: chosen) }
        stores = RecoveryStores.plans(request: request, strategy: chosen)
        let production = sizing.primary
        replicaClass =
            chosen == .pilotLight || chosen == .warmStandby
            ? production?.database.instanceClass : nil
        standbyNodes = chosen == .warmStandby ? timing.standbyNodes : 0
        backupRetentionDays = production?.database.backupRetentionDays ?? 30
        restoreTestCron = "0 6 1 * *"
        failoverTestCron = "0 6 15 1,4,7,10 *"
        figures =
            timing.figures + scenarios.flatMap { $0.steps + [$0.rto, $0.rpo, $0.capacity] }
        conflicts = RecoveryConflicts.findings(scenarios, request.objectives)
    }

    /// The cheapest strategy that keeps both promises; the best one when none does.
    private static func choose(
        _ request: InfrastructureRequest,
        _ timing: RecoveryTiming
    ) -> Strategy {
        guard request.cloud.drRegion != nil else { return .singleRegion }
        guard request.cloud.drScenarios.contains(.region) else { return .restore }
        let candidates: [Strategy] = [.restore, .pilotLight, .warmStandby]
        return candidates.first { strategy in
            let scenario = timing.scenario(.region, strategy: strategy)
            // A restore is an estimate: it may take half of the time at most.
            let isSafe =
                strategy != .restore || timing.restoreMinutes <= request.objectives.rtoMinutes / 2
            return isSafe && scenario.rto.value <= request.objectives.rtoMinutes
                && scenario.rpo.value <= request.objectives.rpoMinutes
        } ?? .warmStandby
    }
}

/// What cannot be promised, with the ways out.
enum RecoveryConflicts {
    static func findings(
        _ scenarios: [DisasterRecoveryModel.Scenario],
        _ objectives: InfrastructureRequest.Objectives
    ) -> [Finding] {
        scenarios.flatMap { scenario -> [Finding] in
            var result: [Finding] = []
            let name = scenario.kind.rawValue
            if scenario.rto.value > objectives.rtoMinutes {
                result.append(
                    Finding(
                        .high,
                        code: "recovery.rto",
                        "\(name): recovery takes \(scenario.rto.text), the target is "
                            + NumberText.plain(objectives.rtoMinutes) + " min",
                        file: "dr/dr-plan.json",
                        fix: "1. shorten the longest step "
                            + "(\(longest(scenario))); 2. measure the restore and set "
                            + "assumptions.restoreGBPerHour; 3. relax objectives.rtoMinutes"
                    )
                )
            }
            if scenario.rpo.value > objectives.rpoMinutes {
                result.append(
                    Finding(
                        .high,
                        code: "recovery.rpo",
                        "\(name): up to \(scenario.rpo.text) of data are lost, the target is "
                            + NumberText.plain(objectives.rpoMinutes) + " min",
                        file: "dr/dr-plan.json",
                        fix: "1. relax objectives.rpoMinutes to "
                            + NumberText.plain(scenario.rpo.value)
                            + "; 2. take '\(name)' out of cloud.drScenarios; "
                            + "3. a multi-region database is outside this workflow's range"
                    )
                )
            }
            return result
        }
    }

    private static func longest(_ scenario: DisasterRecoveryModel.Scenario) -> String {
        let step = scenario.steps.max { $0.value < $1.value }
        return step.map { "\($0.id), \($0.text)" } ?? "none"
    }
}
