import Workflow

/// Ways out of what a plan cannot keep, each planned anew so that its effect is a number.
///
/// A way is a change of the requirements. It is never taken: whoever asked decides.
struct WaysOut {
    let core: PlanCore
    let prices: PriceTable

    /// A change of the requirements, as the keys that a person would write.
    struct Change {
        let title: String
        let members: [(path: [String], value: Value)]

        init(_ title: String, _ members: [(String, Value)]) {
            self.title = title
            self.members = members.map { ($0.0.split(separator: ".").map(String.init), $0.1) }
        }
    }

    /// A way with what it leads to.
    struct Way {
        let text: String
        let monthly: Money
        /// Whether the finding is gone; ways that end it come first.
        let isEnough: Bool
    }

    var request: InfrastructureRequest { core.request }

    /// The findings, each with its ways out in the order in which they help.
    func ranked(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            let ways = ways(finding)
            guard !ways.isEmpty else { return finding }
            return Finding(
                finding.severity,
                code: finding.code,
                finding.message,
                file: finding.file,
                line: finding.line,
                fix: ways.enumerated().map { "\($0.offset + 1). \($0.element)" }
                    .joined(separator: "; ")
            )
        }
    }

    private func ways(_ finding: Finding) -> [String] {
        switch finding.code {
        case "cost.budget": budget()
        case "recovery.rto", "recovery.rpo": recovery(finding)
        case "capacity.quota", "capacity.database", "capacity.connections", "T17",
            "capacity.limit":
            capacity(finding.code)
        case "latency.budget": latency()
        default: []
        }
    }

    func changed(_ changes: [Change]) -> InfrastructureRequest {
        let document = changes.flatMap(\.members).reduce(request.normalized) {
            $0.setting($1.path, $1.value)
        }
        return InfrastructureRequest(normalized: document, defaulted: request.defaulted)
    }

    func plan(_ changes: [Change]) -> PlanCore {
        PlanCore(request: changed(changes), prices: prices)
    }

    /// Codes of what a plan cannot keep, cost aside.
    func codes(_ core: PlanCore) -> Set<String> {
        let quotas = QuotaModel(
            request: core.request,
            sizing: core.sizing,
            network: core.network
        )
        return Set(core.conflicts(quotas: quotas).filter { $0.severity <= .medium }.map(\.code))
    }

    /// Those that end the finding first, then the cheaper ones.
    func sorted(_ ways: [Way]) -> [String] {
        ways.sorted {
            $0.isEnough != $1.isEnough
                ? $0.isEnough
                : ($0.monthly, $0.text) < ($1.monthly, $1.text)
        }.map(\.text)
    }
}
