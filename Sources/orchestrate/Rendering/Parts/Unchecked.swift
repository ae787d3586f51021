import Agents
import Workflow

/// What an approver is told of checks that gave no verdict.
enum Unchecked {
    /// How many, which, and the one command that installs what is missing; nothing for none.
    static func lines(_ gate: GateOpened) -> [String] {
        let open = gate.subject.verdicts.filter { $0.verdict == .unavailable }
        guard !open.isEmpty else { return [] }
        let names = Set(open.map(\.check.text)).sorted().joined(separator: ", ")
        return [
            "  not checked: \(Count.of(open.count, "check")), \(names)",
            "  why: orchestrate deliverables; what is missing: \(ExternalTool.install)",
        ]
    }
}
