import Workflow

/// D4.5: targets that no file can meet: only the running system shows whether they are.
///
/// Each has the way it is measured. None is ever said to be met here.
struct OperationalTargets {
    static let path = "improvement/targets.json"
    static let script = "scripts/operation-report.sh"
    /// What is said of each instead of a verdict.
    static let status = "measured in operation"

    struct Target: Sendable {
        let id: String
        let requirement: String
        let title: String
        let isUpperBound: Bool
        let value: Double
        let unit: String
        let measured: String
        /// What is asked of Prometheus, where it knows.
        var query: String?
        /// What the design does towards it.
        let design: String

        var text: String {
            "\(isUpperBound ? "≤" : "≥") \(NumberText.plain(value)) \(unit)"
        }
    }

    static let criticalQuery =
        "count(count_over_time(ALERTS{alertstate=\"firing\", severity=\"critical\", "
        + "alertname!=\"Watchdog\"}[30d])) or vector(0)"

    static func all(_ request: InfrastructureRequest) -> [Target] {
        [
            Target(
                id: "change-time",
                requirement: "R210",
                title: "Duration of a change, without the time that people take to decide",
                isUpperBound: true,
                value: request.objectives.changeMinutes,
                unit: "min",
                measured: "95th percentile of the longest job of each run of promote.yml",
                design: "each environment has its own state, so that a change plans one of them"
            ),
            Target(
                id: "api-latency",
                requirement: "R212",
                title: "Answer of the provider's API",
                isUpperBound: true,
                value: 5,
                unit: "s",
                measured: "the slowest of ten calls",
                design: "nothing waits for an answer without a limit: jobs have timeout-minutes"
            ),
            Target(
                id: "automation",
                requirement: "R213",
                title: "Operations without a hand",
                isUpperBound: false,
                value: 95,
                unit: "%",
                measured: "runs of all workflows that a push or a time began, of all runs",
                design: "improvement/operations.json lists what runs by itself and what does not"
            ),
            Target(
                id: "developer-time",
                requirement: "R215",
                title: "Developers' time on infrastructure",
                isUpperBound: true,
                value: 5,
                unit: "%",
                measured: "closed issues with the label infrastructure, of all closed issues",
                design: "docs/self-service.md: what a team needs it does itself"
            ),
            Target(
                id: "critical-incidents",
                requirement: "R218",
                title: "Critical incidents",
                isUpperBound: true,
                value: 0,
                unit: "in 30 days",
                measured: "critical alerts that fired",
                query: criticalQuery,
                design: "scaling/self-healing.json; alerts of lower severity come before"
            ),
        ]
    }

    static func json(_ plan: InfrastructurePlan) -> Value {
        [
            "schema": 1, "windowDays": 30,
            "note": "a target is no result: nothing here says that one is met",
            "targets": .array(
                all(plan.request).map { target in
                    [
                        "id": .string(target.id), "requirement": .string(target.requirement),
                        "title": .string(target.title),
                        "comparison": .string(target.isUpperBound ? "at-most" : "at-least"),
                        "value": .number(target.value), "unit": .string(target.unit),
                        "status": .string(status), "script": .string(script),
                        "measured": .string(target.measured), "query": .optional(target.query),
                        "design": .string(target.design),
                        "owner": .string(plan.request.metadata.owner), "everyDays": 31,
                    ]
                }
            ),
        ]
    }

    /// The part of `improvement/cadence.md`.
    static func page(_ plan: InfrastructurePlan) -> [String] {
        [
            "## Measured in operation",
            "Only the running system shows whether these are met; none is claimed. "
                + "`\(script) PROMETHEUS_URL` measures them, once a month.",
            Markdown.table(
                ["target", "", "measured by"],
                all(plan.request).map { [$0.title, $0.text, $0.measured] }
            ),
        ]
    }
}
