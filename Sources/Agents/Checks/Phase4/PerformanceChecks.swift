package import Workflow

/// Checks over latency and connections.
package enum PerformanceChecks {
    package static let all: [any Check] = [latency, pools, loadTest, verbs]

    package static let latency = RuleCheck(
        "latency-budget",
        "The hops of a request add up to no more than the objective."
    ) { subject in
        let path = "performance/latency-budget.json"
        let budget = try subject.json(path)
        let hops = budget.list("hops")
        let sum = hops.reduce(0) { $0 + ($1.number("p95Ms") ?? .infinity) }
        let limit =
            subject.inputs.number("requirements.traffic.p95Ms") ?? budget.number("objectiveMs") ?? 0
        var findings: [Finding] = []
        func report(_ code: String, _ message: String) {
            findings.append(Finding(.high, code: code, message, file: path))
        }
        if sum > limit { report("R205", "the hops take \(sum) ms, the objective is \(limit) ms") }
        if abs(sum - (budget.number("totalMs") ?? -1)) > 0.01 {
            report("latency.sum", "the total is not the sum of the hops, \(sum) ms")
        }
        if hops.count < 3 { report("latency.hops", "fewer than three hops") }
        if (budget.string("law") ?? "").isEmpty {
            report("latency.law", "the assumed law of the hops is not stated")
        }
        return .judged(findings, measured: ["p95Ms": .number(sum), "objectiveMs": .number(limit)])
    }

    package static let pools = RuleCheck(
        "connection-pools",
        "All replicas' pools together use at most four fifths of the database's connections."
    ) { subject in
        let path = "performance/tuning.json"
        let pools = try subject.json(path)
        let used = pools.list("pools").reduce(0) {
            $0 + ($1.number("replicas") ?? .infinity) * ($1.number("poolSize") ?? .infinity)
        }
        let limit = pools.number("maxConnections") ?? 0
        var findings: [Finding] = []
        if used > limit * 0.8 {
            findings.append(
                Finding(
                    .high,
                    code: "performance.connections",
                    "the pools open \(used) connections, the database allows \(limit)",
                    file: path,
                    fix: "smaller pools, a proxy, or a larger class"
                )
            )
        }
        return .judged(findings, measured: ["connections": .number(used), "limit": .number(limit)])
    }
}
