import Workflow

extension MonitoringChecks {
    /// Recomputes every threshold from the objective, so that neither can change alone.
    package var burnRates: RuleCheck {
        RuleCheck(
            "burn-rate-rules",
            "Every objective has burn-rate alerts whose windows and thresholds follow from it."
        ) { [parse] subject in
            let document = try Self.first(subject, "monitoring/slo.yaml", parse)
            let rules = try AlertRules(subject, parse)
            let slos = document.list("slos")
            var findings: [Finding] = []
            if slos.isEmpty {
                findings.append(
                    Finding(.high, code: "slo.none", "no objective", file: "monitoring/slo.yaml")
                )
            }
            var expected = 0
            for slo in slos {
                let service = slo.string("service") ?? ""
                findings += Self.budgetFindings(slo, service)
                for rate in slo.list("burnRates") {
                    expected += 1
                    findings += Self.ruleFindings(rate, slo, service, rules)
                }
                if slo.list("burnRates").isEmpty {
                    findings.append(Self.finding("'\(service)' has no burn rates"))
                }
            }
            return .judged(
                findings,
                measured: ["objectives": .int(slos.count), "burnRateRules": .int(expected)]
            )
        }
    }

    private static func finding(_ message: String) -> Finding {
        Finding(.high, code: "slo.burn-rate", message, file: "monitoring/slo.yaml")
    }

    private static func budgetFindings(_ slo: Value, _ service: String) -> [Finding] {
        guard let objective = slo.number("objectivePercent"), objective > 0, objective < 100,
            let days = slo.number("windowDays"), let minutes = slo.number("errorBudgetMinutes")
        else { return [finding("'\(service)' lacks objective, window or error budget")] }
        let computed = days * 1440 * (100 - objective) / 100
        guard abs(computed - minutes) > 0.01 else { return [] }
        return [finding("'\(service)': the error budget is \(computed) min, not \(minutes)")]
    }

    private static func ruleFindings(
        _ rate: Value,
        _ slo: Value,
        _ service: String,
        _ rules: AlertRules
    ) -> [Finding] {
        guard let factor = rate.number("factor"), let objective = slo.number("objectivePercent"),
            let severity = rate.string("severity"), let long = rate.string("long"),
            let short = rate.string("short")
        else { return [finding("'\(service)' has an incomplete burn rate")] }
        let threshold = factor * (100 - objective) / 100
        let matching = rules.alerts.filter {
            $0.name == "ErrorBudgetBurn" && $0.label("severity") == severity
                && $0.label("component") == service
        }
        guard let rule = matching.first else {
            return [finding("'\(service)' has no alert for severity '\(severity)'")]
        }
        let windows = [long, short].filter { !rule.expression.contains("ratio_rate\($0){") }
        let numbers = comparisons(in: rule.expression)
        let isRight = numbers.count == 2 && numbers.allSatisfy { abs($0 - threshold) < 1e-9 }
        var findings: [Finding] = []
        if !windows.isEmpty {
            findings.append(
                finding(
                    "'\(service)' \(severity): window \(windows.joined(separator: ", ")) is missing"
                )
            )
        }
        if !isRight {
            findings.append(
                finding(
                    "'\(service)' \(severity): thresholds \(numbers), expected twice \(threshold)"
                )
            )
        }
        return findings
    }

    /// The numbers behind every `>`.
    private static func comparisons(in expression: String) -> [Double] {
        expression.split(separator: ">").dropFirst().compactMap { part in
            Double(part.drop { $0 == " " }.prefix { $0.isNumber || $0 == "." })
        }
    }
}
