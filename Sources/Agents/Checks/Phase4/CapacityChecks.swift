package import Workflow

/// Checks over growth and over who looks at what, and when.
package enum CapacityChecks {
    package static let all: [any Check] = [forecast, improvement]

    package static let forecast = RuleCheck(
        "capacity-forecast",
        "The forecast follows from its inputs, and every limit has a trigger before it."
    ) { subject in
        let plan = try subject.json("capacity/plan.json")
        let path = "capacity/forecast.csv"
        let rows = CSVRows.read(try subject.requiredText(path))
        var findings: [Finding] = []
        func report(_ code: String, _ message: String, _ file: String) {
            findings.append(Finding(.high, code: code, message, file: file))
        }
        let users = plan.number("inputs.users") ?? .nan
        let growth = plan.number("inputs.monthlyGrowth") ?? .nan
        let perUser =
            (plan.number("inputs.requestsPerInteraction") ?? .nan)
            / (plan.number("inputs.thinkTimeSeconds") ?? .nan)
        for (key, value) in [("concurrentUsers", users), ("monthlyGrowth", growth)] {
            if let given = subject.inputs.number("requirements.traffic.\(key)"), given != value {
                report(
                    "capacity.input",
                    "'\(key)' is \(value), given is \(given)",
                    "capacity/plan.json"
                )
            }
        }
        var expected = users
        for row in rows {
            let month = row["month"] ?? "?"
            let columns: [(String, Double)] = [
                ("users", expected.rounded()), ("peakRps", expected.rounded() * perUser),
            ]
            for (column, computed) in columns {
                let value = row[column].flatMap(Double.init) ?? .nan
                if !(abs(value - computed) <= 0.01 * max(1, computed / 100)) {
                    report(
                        "capacity.forecast",
                        "month \(month), \(column): \(value), computed \(computed)",
                        path
                    )
                }
            }
            expected *= 1 + growth
        }
        if rows.count < 12 { report("capacity.horizon", "fewer than 12 months", path) }
        let limits = plan.list("limits")
        findings += limits.flatMap { limitFindings($0, rows) }
        findings += quotaFindings(plan.list("quotas"))
        for id in [
            "nodes", "addresses", "database-cpu", "database-storage", "connections", "budget",
        ]
        where !limits.contains(where: { $0.string("id") == id }) {
            report("capacity.limit", "limit '\(id)' is missing", "capacity/plan.json")
        }
        return .judged(
            findings,
            measured: ["months": .int(rows.count), "limits": .int(limits.count)]
        )
    }

    /// What exceeds a limit is asked for, by enough and in time.
    private static func quotaFindings(_ quotas: [Value]) -> [Finding] {
        func finding(_ message: String) -> Finding {
            Finding(.high, code: "capacity.quota", message, file: "capacity/plan.json")
        }
        if quotas.isEmpty { return [finding("no quota is compared with the demand")] }
        return quotas.flatMap { quota -> [Finding] in
            let name = "\(quota.string("service") ?? "?"), \(quota.string("quota") ?? "?")"
            guard let demand = quota.number("demand"), let limit = quota.number("limit") else {
                return [finding("'\(name)' lacks a demand or a limit")]
            }
            guard demand > limit else { return [] }
            guard let asked = quota.number("requestTo"), asked >= demand else {
                return [
                    finding(
                        "'\(name)': \(NumberText.grouped(demand)) are needed, the limit is "
                            + "\(NumberText.grouped(limit)), and no increase is asked for"
                    )
                ]
            }
            return quota.number("leadTimeDays") == nil
                ? [finding("'\(name)' is asked for without a lead time")] : []
        }
    }

    /// Finds the month again in which the forecast's column passes the limit and its trigger.
    private static func limitFindings(_ limit: Value, _ rows: [[String: String]]) -> [Finding] {
        let id = limit.string("id") ?? "?"
        func finding(_ message: String) -> Finding {
            Finding(
                .high,
                code: "capacity.limit",
                "'\(id)' \(message)",
                file: "capacity/plan.json"
            )
        }
        guard let maximum = limit.number("limit"), let trigger = limit.number("trigger"),
            let column = limit.string("column"), rows.first?[column] != nil
        else { return [finding("lacks a limit, a trigger or a column of the forecast")] }
        var findings: [Finding] = []
        for (key, bound) in [("limitMonth", maximum), ("triggerMonth", trigger)] {
            let month = rows.first { ($0[column].flatMap(Double.init) ?? 0) > bound }?["month"]
            if limit[key]?.intValue != month.flatMap(Int.init) {
                findings.append(
                    finding("passes \(bound) in month \(month ?? "none"), not as '\(key)' says")
                )
            }
        }
        if trigger >= maximum { findings.append(finding("has its trigger at or behind the limit")) }
        if (limit.string("action") ?? "").isEmpty { findings.append(finding("has no action")) }
        return findings
    }

    package static let improvement = RuleCheck(
        "improvement-cadence",
        "Every indicator has an owner, a target and a cadence, and the cadences suffice."
    ) { subject in
        let path = "improvement/backlog.json"
        let backlog = try subject.json(path)
        let text = try subject.requiredText("improvement/cadence.md")
        var findings: [Finding] = []
        func report(_ message: String, _ file: String = path) {
            findings.append(Finding(.high, code: "improvement", message, file: file))
        }
        let indicators = backlog.list("indicators")
        for indicator in indicators {
            let id = indicator.string("id") ?? "?"
            for key in ["owner", "target", "source"]
            where (indicator.string(key) ?? "").isEmpty {
                report("indicator '\(id)' has no \(key)")
            }
            if (indicator.number("everyDays") ?? 0) <= 0 { report("'\(id)' has no cadence") }
            if !text.contains(indicator.string("title") ?? "?") {
                report("indicator '\(id)' is missing", "improvement/cadence.md")
            }
        }
        if indicators.count < 5 { report("fewer than five indicators") }
        let limits: [(String, Double)] = [
            ("drift-detection", 1), ("vulnerability-scan", 31), ("recovery-test", 92),
            ("cost-review", 31),
        ]
        for (id, days) in limits {
            let activity = backlog.list("activities").first { $0.string("id") == id }
            if activity?.number("everyDays") ?? .infinity > days {
                report("'\(id)' must happen at least every \(Int(days)) days")
            }
        }
        return .judged(findings, measured: ["indicators": .int(indicators.count)])
    }
}
