package import Workflow

/// Checks over savings and running times.
package enum CostChecks {
    package static let all: [any Check] = [optimization, schedule, ReductionTargetCheck.check]

    package static let optimization = RuleCheck(
        "cost-optimization",
        "Savings follow from their base and rate, add up, and reach the yearly aim or say that they"
            + " do not."
    ) { subject in
        let path = "cost/optimization.json"
        let document = try subject.json(path)
        var findings: [Finding] = []
        func report(_ code: String, _ message: String) {
            findings.append(Finding(.high, code: code, message, file: path))
        }
        var sum = 0
        let measures = document.list("measures")
        for measure in measures {
            let id = measure.string("id") ?? "?"
            guard let base = cents(measure, "monthlyBaseUsd"),
                let saving = cents(measure, "monthlySavingUsd"),
                let percent = measure.number("percent")
            else {
                report("cost.measure", "'\(id)' lacks base, percent or saving")
                continue
            }
            sum += saving
            let computed = Double(base) * percent / 100
            if abs(computed - Double(saving)) > 1 {
                report("cost.saving", "'\(id)' saves \(computed / 100) by its own figures")
            }
            if (measure.string("reason") ?? "").isEmpty {
                report("cost.reason", "'\(id)' has none")
            }
        }
        if measures.isEmpty { report("cost.measure", "no measure") }
        if sum != cents(document, "totalMonthlySavingUsd") {
            report("cost.sum", "the savings add up to \(Double(sum) / 100)")
        }
        let total = cents(document, "monthlyTotalUsd") ?? 0
        let share = total > 0 ? Double(sum) * 100 / Double(total) : 0
        let aim = document.number("yearlyReductionPercent") ?? 15
        if document["reachesAim"]?.boolValue != (share >= aim) {
            report("R208", "the savings are \(share) % of the total, the aim is \(aim) %")
        }
        let rules = Set(document.list("idleRules").compactMap { $0.string("resource") })
        for resource in ["instance", "volume", "address"] where !rules.contains(resource) {
            report("T28", "no rule for an idle \(resource)")
        }
        return .judged(findings, measured: ["savingPercent": .number(share)])
    }

    /// Money is written as decimal text; binary fractions would not add up.
    private static func cents(_ value: Value, _ key: String) -> Int? {
        value.string(key).flatMap(Money.init).map { Int($0.roundedToCents.microUSD / 10_000) }
    }

    package static let schedule = RuleCheck(
        "running-schedule",
        "Schedules name a time zone, stop before they start again, and never touch production."
    ) { subject in
        let path = "cost/schedule.json"
        var findings: [Finding] = []
        let entries = try subject.json(path).list("schedules")
        for entry in entries {
            let name = entry.string("environment") ?? "?"
            func report(_ code: String, _ message: String) {
                findings.append(
                    Finding(.high, code: code, "'\(name)' \(message)", file: path)
                )
            }
            if name == "production" { report("schedule.production", "must never be stopped") }
            let text = entry.string("schedule") ?? ""
            guard let schedule = WeeklySchedule(text) else {
                report("T29", "has the schedule '\(text)', which has no days, hours or time zone")
                continue
            }
            let hours = entry.number("hoursEachWeek") ?? -1
            if abs(hours - schedule.hoursEachWeek) > 0.01 {
                report("schedule.hours", "runs \(schedule.hoursEachWeek) h a week, not \(hours)")
            }
            for key in ["startCron", "stopCron"]
            where (entry.string(key) ?? "").split(separator: " ").count != 5 {
                report("schedule.cron", "'\(key)' is no schedule of five fields")
            }
        }
        return .judged(findings, measured: ["schedules": .int(entries.count)])
    }
}
