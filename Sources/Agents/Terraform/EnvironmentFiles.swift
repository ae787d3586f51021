import Foundation
import Workflow

/// The files by which a run says what it did with an environment: in its workspace, and captured
/// from there.
struct EnvironmentFiles {
    let environment: String
    /// The workspace.
    let workspace: String
    /// What the run captured so far.
    let captured: [DeliverableFile]
    let store: ObjectStore

    private func path(_ name: String) -> String { "environments/\(environment)/\(name)" }

    /// A captured JSON file; nil when there is none or it cannot be read.
    func capturedJSON(_ name: String) -> Value? { json(at: path(name)) }

    func json(at path: String) -> Value? { store.json(at: path, in: captured) }

    /// Writes a file for its owner alone.
    func write(_ text: String, to name: String) throws {
        try WorkspaceFolder(root: workspace)
            .write(Array(text.utf8), to: try WorkspacePath(path(name)), mode: 0o600)
    }

    func write(_ value: Value, to name: String) throws {
        try write(JSONWriter.pretty(value) + "\n", to: name)
    }

    /// Brings the provisioning record up to date: what was rendered stays, what is known of plan
    /// and apply is replaced.
    func record(_ facts: Members, root: String) throws {
        var record = capturedJSON("provisioning-record.json")?.objectValue ?? blank(root)
        let claims = [
            "mode", "planDigest", "applyExitCode", "evidence", "outstanding", "changesAfterApply",
            "plan", "root", "backend", "terraform",
        ]
        record = Members(
            record.pairs.filter { !claims.contains($0.key) }.map { ($0.key, $0.value) }
        )
        for (key, value) in facts.pairs { record[key] = value }
        try write(.object(record), to: "provisioning-record.json")
    }

    /// For a root that no renderer has recorded.
    private func blank(_ root: String) -> Members {
        let files = captured.latest.filter { $0.path.hasPrefix(root + "/") }
        return [
            "schema": 1, "environment": .string(environment),
            "files": .array(
                files.map { ["path": .string($0.path), "sha256": .string($0.digest.hex)] }
            ),
        ]
    }
}

/// What a plan means for the bill, as far as the estimate can tell.
struct PlanCost {
    /// Of the whole environment, as estimated.
    let monthly: String?
    let delta: String?
    let reason: String

    init(_ estimate: Value?, environment: String, plan: PlanSummary, purpose: PlanPurpose) {
        monthly = estimate?["environments"]?[environment]?.stringValue
        guard let monthly else {
            delta = nil
            reason = "no estimate names this environment"
            return
        }
        if purpose == .destroy {
            delta = "-" + monthly
            reason = "the whole environment goes"
        } else if plan.changes.isEmpty {
            delta = "0.00"
            reason = "nothing changes"
        } else if !plan.hadState {
            delta = monthly
            reason = "the whole environment is new"
        } else {
            delta = nil
            reason = "resources exist already; the estimate prices the environment as a whole"
        }
    }

    var json: Value {
        [
            "currency": "USD", "monthlyOfEnvironment": .optional(monthly),
            "monthlyDelta": .optional(delta), "reason": .string(reason),
        ]
    }
}
