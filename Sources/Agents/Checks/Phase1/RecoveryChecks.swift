package import Workflow

/// Checks over the recovery plan: its times, its stores, its procedure.
package enum RecoveryChecks {
    static let path = "dr/dr-plan.json"
    static let runbooks = [
        "incident-detection", "assessment", "activation", "recovery", "communication",
        "post-incident",
    ]

    package static let all: [any Check] = [targets, stores, procedure]

    package static let targets = RuleCheck(
        "recovery-targets",
        "Every disaster is recovered from in time, with little enough lost and enough capacity."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        var findings = Findings(path)
        let scenarios = document.list("scenarios")
        for wanted in request.cloud.drScenarios {
            findings.expect(
                scenarios.contains { $0.string("kind") == wanted.rawValue },
                "recovery.scenario",
                "nothing is planned for '\(wanted.rawValue)'"
            )
        }
        for scenario in scenarios { judge(scenario, request.objectives, &findings) }
        let longest = scenarios.compactMap { $0.number("rtoMinutes") }.max() ?? 0
        return .judged(findings.all, measured: ["longestRtoMinutes": .number(longest)])
    }

    private static func judge(
        _ scenario: Value,
        _ objectives: InfrastructureRequest.Objectives,
        _ findings: inout Findings
    ) {
        let kind = scenario.string("kind") ?? "?"
        let steps = scenario.list("steps").compactMap { $0.number("minutes") }
        // Data and infrastructure, the third and fourth of six steps, go on side by side.
        let total =
            steps.count == 6
            ? steps[0] + steps[1] + max(steps[2], steps[3]) + steps[4] + steps[5]
            : steps.reduce(0, +)
        let stated = scenario.number("rtoMinutes") ?? 0
        findings.expect(
            !steps.isEmpty && abs(total - stated) < 0.01,
            "recovery.sum",
            "\(kind): the steps take \(NumberText.plain(total)) min, the file says "
                + NumberText.plain(stated)
        )
        findings.expect(
            total <= objectives.rtoMinutes,
            "recovery.rto",
            "\(kind): recovery takes \(NumberText.grouped(total)) min, the target is "
                + "\(NumberText.grouped(objectives.rtoMinutes)) min",
            fix: "shorten the longest step, or relax objectives.rtoMinutes"
        )
        let lost = scenario.number("rpoMinutes") ?? .infinity
        findings.expect(
            lost <= objectives.rpoMinutes,
            "recovery.rpo",
            "\(kind): up to \(NumberText.grouped(lost)) min of data are lost, the target is "
                + "\(NumberText.grouped(objectives.rpoMinutes)) min"
        )
        let capacity = scenario.number("capacityPercent") ?? 0
        findings.expect(
            capacity >= objectives.recoveryCapacityPercent,
            "recovery.capacity",
            "\(kind): \(NumberText.plain(capacity)) % of the peak are served, the target is "
                + "\(NumberText.plain(objectives.recoveryCapacityPercent)) %"
        )
    }

    package static let stores = RuleCheck(
        "recovery-stores",
        "Every component that keeps state has a way back from each loss."
    ) { subject in
        let document = try subject.json(path)
        let stateful = try subject.json(ArchitectureChecks.path).list("components")
            .filter { $0["stateful"]?.boolValue == true && $0.string("tier") != "recovery" }
            .compactMap { $0.string("id") }
        var findings = Findings(path)
        let plans = document.list("stores")
        for id in stateful {
            guard let plan = plans.first(where: { $0.string("store") == id }) else {
                findings.add("recovery.store", "'\(id)' keeps state and has no plan")
                continue
            }
            for loss in ["zoneLoss", "regionLoss", "corruption"] {
                findings.expect(
                    !(plan.string(loss) ?? "").isEmpty,
                    "recovery.store",
                    "'\(id)' has no answer to '\(loss)'"
                )
            }
        }
        findings.expect(
            plans.allSatisfy { store in
                stateful.contains(store.string("store") ?? "")
            },
            "recovery.store",
            "a plan names a store that is no component"
        )
        return .judged(findings.all, measured: ["stores": .int(stateful.count)])
    }

    package static let procedure = RuleCheck(
        "recovery-procedure",
        "The six runbooks exist, lead from one to the next, and restores are tested."
    ) { subject in
        let document = try subject.json(path)
        var findings = Findings(path)
        for (index, name) in runbooks.enumerated() {
            let file = "dr/runbooks/\(name).md"
            guard let text = subject.text(file) else {
                findings.add("recovery.runbook", "\(file) is missing")
                continue
            }
            let steps = text.split(separator: "\n")
                .filter { $0.hasPrefix("- ") || $0.first?.isNumber == true }
            findings.expect(steps.count >= 3, "recovery.runbook", "\(file) has no procedure")
            if index + 1 < runbooks.count {
                findings.expect(
                    text.contains("](\(runbooks[index + 1]).md)"),
                    "recovery.runbook",
                    "\(file) does not lead to \(runbooks[index + 1])"
                )
            }
        }
        for key in ["restoreTestCron", "failoverTestCron"] {
            findings.expect(
                (document.string("backups." + key) ?? "").split(separator: " ").count == 5,
                "recovery.test",
                "'\(key)' is no cron expression"
            )
        }
        return .judged(findings.all)
    }
}
