import Workflow

/// What a plan may do, and what an apply must have left.
enum PlanChecks {
    static let all: [any Check] = [safety, applied]

    /// No plan takes data away, unless the request allows it.
    static let safety = RuleCheck(
        "plan-safety",
        "The plan destroys and replaces nothing that holds data, unless the request allows it.",
        facts: [
            CheckFact(
                "destroys",
                "resources that the plan destroys, those it replaces not among them"
            ),
            CheckFact("replaces", "resources that the plan destroys and makes anew"),
            CheckFact(
                "planCostDelta",
                "USD a month that the plan adds to the bill, as far as the estimate can tell"
            ),
        ]
    ) { subject in
        guard let path = subject.files.map(\.path).first(where: { $0.hasSuffix("/plan.json") }),
            let plan = try? subject.json(path), let changes = plan["changes"]?.arrayValue,
            plan.string("planDigest") != nil
        else {
            return CheckResult(
                .unavailable,
                findings: [
                    Finding(.info, code: "plan-safety", "there is no plan that can be read")
                ]
            )
        }
        let lost = changes.filter { change in
            ["destroy", "replace"].contains(change.string("action") ?? "")
                && PlanSummary.stateful.contains(change.string("type") ?? "")
        }
        let isAllowed =
            subject.inputs.at("requirements.execution.allowReplace")?.boolValue == true
        let findings = lost.map { change -> Finding in
            let address = change.string("address") ?? ""
            let action = change.string("action") ?? ""
            return Finding(
                isAllowed ? .low : .critical,
                code: "plan.loss",
                "\(address) holds data, and the plan would \(action) it",
                file: path,
                fix: "keep it with a moved block or ignore_changes, or, after a backup, set "
                    + "execution.allowReplace: true"
            )
        }
        return .judged(
            findings,
            measured: [
                "changes": .int(changes.count), "lossOfState": .int(lost.count),
                "planDigest": plan["planDigest"] ?? .null,
            ],
            facts: facts(of: plan, changes)
        )
    }

    private static func facts(of plan: Value, _ changes: [Value]) -> Members {
        let count = { (action: String) in
            Value.int(changes.count { $0.string("action") == action })
        }
        let delta = plan.string("cost.monthlyDelta").flatMap { Double($0) }
        return [
            "destroys": count("destroy"), "replaces": count("replace"),
            "planCostDelta": delta.map(Value.number) ?? .null,
        ]
    }

    /// What is called applied was applied to its end and needs no further change.
    static let applied = RuleCheck(
        "applied-state",
        "What was applied needs no further change, and the record says no more than that."
    ) { subject in
        let suffix = "/provisioning-record.json"
        guard let path = subject.files.map(\.path).first(where: { $0.hasSuffix(suffix) }) else {
            throw UnreadableFile(path: "provisioning-record.json", reason: "there is none")
        }
        let record = try subject.json(path)
        var findings: [Finding] = []
        let mode = record.string("mode") ?? ""
        if mode != "applied" {
            findings.append(
                Finding(
                    .high,
                    code: "apply.mode",
                    "the record says '\(mode)', not applied",
                    file: path,
                    fix: "plan and apply again: the outcome was settled by a person, and changes "
                        + "are outstanding"
                )
            )
        }
        for change in record.list("outstanding") {
            findings.append(
                Finding(
                    .medium,
                    code: "apply.outstanding",
                    "\(change.string("address") ?? "") would \(change.string("action") ?? "") again "
                        + "(\(change.strings("attributes").joined(separator: ", ")))",
                    file: path,
                    fix: "make the configuration say what the provider reports"
                )
            )
        }
        guard record.number("changesAfterApply") != nil else {
            throw UnreadableFile(path: path, reason: "it does not say what is outstanding")
        }
        return .judged(findings, measured: ["mode": .string(mode)])
    }
}
