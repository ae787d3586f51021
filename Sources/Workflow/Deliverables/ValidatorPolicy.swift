/// What it means for a run that an external validator gives no verdict.
package enum ValidatorPolicy: String, Sendable, Hashable, CaseIterable {
    /// The check has failed, and its deliverable is not accepted.
    case required
    /// The check is `unavailable`, and the approver is told.
    case preferred
    /// No external validator is called; each is `unavailable`, and the approver is told.
    case off
}

extension CheckResult {
    /// The verdict of an external check as `policy` takes it.
    package func judged(under policy: ValidatorPolicy, check: CheckID) -> CheckResult {
        guard policy == .required, verdict == .unavailable else { return self }
        let reason = findings.first?.message ?? "it gave no verdict"
        let finding = Finding(
            .high,
            code: check.text,
            "this run requires validator '\(check)', which could not be used: \(reason)",
            fix: findings.compactMap(\.fix).first
                ?? "mend what stands in its way, or resume with --validators preferred"
        )
        return CheckResult(.failed, findings: [finding], measured: measured, tool: tool)
    }
}
