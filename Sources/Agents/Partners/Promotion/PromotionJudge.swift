import Workflow

/// Decides a promotion from the verdicts that were recorded and from what was captured.
struct PromotionJudge: Sendable {
    struct Blocker: Sendable {
        let precondition: String
        let reason: String
        let fix: String

        var form: Value {
            ["precondition": .string(precondition), "reason": .string(reason), "fix": .string(fix)]
        }
    }

    let from: String
    let to: String
    let asked: [String]
    let verdicts: [RecordedVerdict]
    /// The record of the environment that is promoted from; nil when none was captured.
    let record: Value?
    let targetRecord: Value?

    static func recordPath(_ environment: String) -> String {
        "environments/\(environment)/provisioning-record.json"
    }

    var blockers: [Blocker] {
        let demanded = Precondition.all(into: to).flatMap { precondition in
            asked.contains(precondition.id) ? blockers(of: precondition) : [unasked(precondition)]
        }
        return order + modes + demanded + unknown
    }

    private func unasked(_ precondition: Precondition) -> Blocker {
        Blocker(
            precondition: precondition.id,
            reason: "was not asked for, and '\(to)' demands it",
            fix: "name it among the preconditions"
        )
    }

    /// Only forward, and never past an environment by naming it wrongly.
    private var order: [Blocker] {
        let all = EnvironmentName.allCases.map(\.rawValue)
        guard let start = all.firstIndex(of: from), let end = all.firstIndex(of: to) else {
            return [
                Blocker(
                    precondition: "order",
                    reason: "'\(from)' or '\(to)' is no environment",
                    fix: "one of: " + all.joined(separator: ", ")
                )
            ]
        }
        guard start < end else {
            return [
                Blocker(
                    precondition: "order",
                    reason: "'\(to)' does not come after '\(from)'",
                    fix: "promote from an earlier environment; go back with a rollback"
                )
            ]
        }
        return []
    }

    /// What was only planned in one and applied in the other has not been tried.
    private var modes: [Blocker] {
        guard let record, let targetRecord else {
            let missing = record == nil ? from : to
            return [
                Blocker(
                    precondition: "environment",
                    reason: "there is no record of '\(missing)'",
                    fix: "capture \(Self.recordPath(missing)) first"
                )
            ]
        }
        let mode = record.string("mode") ?? "?"
        let target = targetRecord.string("mode") ?? "?"
        guard mode != target else { return [] }
        return [
            Blocker(
                precondition: "environment",
                reason: "'\(from)' is \(mode), '\(to)' is \(target)",
                fix: "bring both to the same mode"
            )
        ]
    }

    private func blockers(of precondition: Precondition) -> [Blocker] {
        func blocker(_ reason: String, _ fix: String) -> Blocker {
            Blocker(precondition: precondition.id, reason: reason, fix: fix)
        }
        let needed = precondition.needed.flatMap { check -> [Blocker] in
            let mine = verdicts.filter { $0.check == check }
            guard !mine.isEmpty else {
                return [
                    blocker(
                        "there is no verdict of '\(check)'",
                        "capture the deliverable that it looks at"
                    )
                ]
            }
            return mine.filter { $0.verdict == .failed || $0.verdict == .unavailable }.map {
                blocker(
                    "'\(check)' \($0.verdict.rawValue) on \($0.deliverable)",
                    "orchestrate deliverables --check says what to mend"
                )
            }
        }
        let failed = verdicts.filter { verdict in
            precondition.external.contains(verdict.check) && verdict.verdict == .failed
        }
        return needed
            + failed.map {
                blocker(
                    "'\($0.check)' failed on \($0.deliverable)",
                    "orchestrate deliverables --check says what to mend"
                )
            }
    }

    private var unknown: [Blocker] {
        let known = Precondition.all(into: to).map(\.id)
        return asked.filter { !known.contains($0) }.map {
            Blocker(
                precondition: $0,
                reason: "nobody here can judge it before '\(to)'",
                fix: "one of: " + known.joined(separator: ", ")
            )
        }
    }

    /// Verdicts that other programs could not give; shown beside the decision.
    var unavailable: [String] {
        let external = Precondition.all(into: to).flatMap(\.external)
        return verdicts.filter { external.contains($0.check) && $0.verdict == .unavailable }
            .map { "\($0.check) on \($0.deliverable)" }
    }

    var decision: Value {
        let blockers = blockers
        return [
            "fromEnv": .string(from),
            "toEnv": .string(to),
            "decision": blockers.isEmpty ? "approved" : "refused",
            "blockers": .array(blockers.map(\.form)),
            "unavailable": .strings(unavailable),
        ]
    }
}

/// Asks for the steps through the environments, one after the other.
enum PromotionChain {
    static func ask(_ envelope: Envelope, _ context: AgentContext) async throws -> Reply {
        let order = envelope.payload.strings("environments")
        var steps: [Value] = []
        for (from, to) in zip(order, order.dropFirst()) {
            let answer = try await context.ask(
                DeploymentOrchestrator.name,
                PromotionMessages.requested.type,
                [
                    "fromEnv": .string(from), "toEnv": .string(to),
                    "preconditions": .strings(Precondition.all(into: to).map(\.id)),
                ]
            )
            guard answer.string("decision") == "approved" else {
                throw AgentError(
                    "the promotion from \(from) to \(to) was refused",
                    findings: answer.list("blockers").map {
                        Finding(
                            .high,
                            code: "promotion." + ($0.string("precondition") ?? "?"),
                            $0.string("reason") ?? "no reason was given",
                            fix: $0.string("fix")
                        )
                    }
                )
            }
            steps.append(answer)
        }
        return Reply(outputs: ["promotions": .array(steps)])
    }
}
