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
        let rows = CSV.rows(try subject.requiredText(path))
        var findings: [Finding] = []
        func report(_ code: String, _ message: String, _ file: String) {
            findings.append(Finding(.high, code: code, message, file: file))
        }
        let start = plan.number("inputs.peakRps") ?? .nan
        let growth = plan.number("inputs.monthlyGrowth") ?? .nan
        if let given = subject.inputs.number("requirements.traffic.monthlyGrowth"), given != growth {
            report("capacity.input", "growth is \(growth), required is \(given)", "capacity/plan.json")
        }
        var expected = start
        for row in rows {
            let month = row["month"] ?? "?"
            let value = row["peakRps"].flatMap(Double.init) ?? .nan
            if !(abs(value - expected) <= 0.001 * max(1, expected)) {
                report("capacity.forecast", "month \(month): \(value), computed \(expected)", path)
            }
            expected *= 1 + growth
        }
        if rows.count < 12 { report("capacity.horizon", "fewer than 12 months", path) }
        let limits = plan.list("limits")
        for limit in limits {
            let id = limit.string("id") ?? "?"
            findings += limitFindings(limit, id, rows.count)
        }
        for id in ["nodes", "addresses", "database", "connections", "storage", "budget"]
        where !limits.contains(where: { $0.string("id") == id }) {
            report("capacity.limit", "limit '\(id)' is missing", "capacity/plan.json")
        }
        return .judged(
            findings,
            measured: ["months": .int(rows.count), "limits": .int(limits.count)]
        )
    }

    /// Recomputes the month in which `start × (1 + rate)^month + step × month` passes the limit.
    private static func limitFindings(_ limit: Value, _ id: String, _ months: Int) -> [Finding] {
        func finding(_ message: String) -> Finding {
            Finding(
                .high,
                code: "capacity.limit",
                "'\(id)' \(message)",
                file: "capacity/plan.json"
            )
        }
        guard let start = limit.number("now"), let maximum = limit.number("limit"),
            let trigger = limit.number("trigger")
        else { return [finding("lacks now, limit or trigger")] }
        let rate = limit.number("monthlyRate") ?? 0
        let step = limit.number("monthlyStep") ?? 0
        var value = start
        var month: Int?
        for index in 0..<max(months, 1) {
            if value > maximum {
                month = index
                break
            }
            value = value * (1 + rate) + step
        }
        var findings: [Finding] = []
        if limit["reachedInMonth"]?.intValue != month {
            findings.append(finding("is reached in month \(month.map(String.init) ?? "none")"))
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
