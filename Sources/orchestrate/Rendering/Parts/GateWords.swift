import Agents
import Workflow

/// What a gate asks for and how far it is, in words.
enum GateWords {
    /// The command that approves, with all that the gate asks for; `WHO` and `KEY` stand for what
    /// only the person knows.
    static func approval(of run: RunID, at gate: GateOpened) -> String {
        "orchestrate approve \(run) \(gate.gate) --digest \(gate.subject.digest.short)"
            + (gate.identity == .asserted ? " --as WHO" : "")
            + (gate.isSigned ? " --sign-with KEY" : "")
    }

    /// Everything that a person who may decide wants to know, beside what it asks about.
    static func lines(_ standing: GateStanding, at now: Timestamp) -> [String] {
        let demand = standing.demand
        let opened = standing.opened
        let who = standing.approvers.map(\.description).joined(separator: ", ")
        let votes = opened.minimum > 1 ? " (\(opened.minimum) approvals)" : ""
        let heads = [
            "who may decide: " + (who.isEmpty ? "nobody" : Words.printable(who)) + votes,
            demand.excluded.isEmpty
                ? nil : "who may not: " + demand.excluded.map(words).joined(separator: "; "),
            opened.identity == .asserted ? "who decides is named with --as" : nil,
            demand.signed ? "the decision must be signed, with --sign-with KEY" : nil,
            isPlain(standing) ? nil : needed(standing),
        ]
        let voted = standing.record.votes.map { vote in
            "voted: \(vote.decision.rawValue) by \(Words.printable(vote.by))"
                + (vote.identity == .asserted ? " (asserted)" : "")
        }
        return heads.compactMap(\.self) + voted + demand.held.map { "rule: " + words($0) }
            + times(standing, at: now)
    }

    /// A gate of one approval that nobody has given says enough when it says who may.
    private static func isPlain(_ standing: GateStanding) -> Bool {
        standing.opened.minimum == 1 && standing.demand.required.isEmpty
    }

    /// `still needed: 2 approvals, 1 of them of role security`.
    static func needed(_ standing: GateStanding) -> String {
        let roles = standing.missingRoles.map { "\($0.minimum) of role \($0.role)" }
        let least = standing.missingRoles.map(\.minimum).max() ?? 0
        let count = Count.of(max(standing.missing, least), "approval")
        return "still needed: \(count)"
            + (roles.isEmpty ? "" : ", among them " + roles.joined(separator: " and "))
    }

    private static func words(_ excluded: ExcludedPeople) -> String {
        let people = Words.printable(excluded.people.joined(separator: ", "))
        switch excluded.rule {
        case .requester, .producer:
            return "\(excluded.rule)" + (people.isEmpty ? "" : " (\(people))")
        case .named: return "\(excluded.rule)"
        }
    }

    /// `minimum 2, since facts.destroys > 0 (destroys 3): data goes`.
    static func words(_ rule: HeldRule) -> String {
        let facts = rule.facts.pairs.map { "\($0.key) \(JSONWriter.compact($0.value))" }
        let why = rule.reason ?? facts.joined(separator: ", ")
        let text =
            "\(rule.effect), since \(rule.condition)" + (why.isEmpty ? "" : " (\(why))")
            + (rule.because.map { ": \($0)" } ?? "")
        return Words.printable(text, limit: 300)
    }

    /// Behind an event's own words: which rules held.
    static func rules(_ demand: GateDemand) -> String {
        demand.held.map { "; rule: " + words($0) }.joined()
    }

    private static func times(_ standing: GateStanding, at now: Timestamp) -> [String] {
        var lines: [String] = []
        if let expires = standing.opened.expires {
            lines.append("until \(expires) (\(Waits.distance(from: now, to: expires)))")
        }
        lines += reminder(standing, at: now)
        if let escalation = standing.demand.escalation {
            let to = Words.printable(escalation.to.map(\.description).joined(separator: ", "))
            lines.append(
                standing.record.escalatedTo.isEmpty
                    ? "escalates to \(to) at \(escalation.at) "
                        + "(\(Waits.distance(from: now, to: escalation.at)))"
                    : "escalated to \(to)"
            )
        }
        return lines
    }

    /// The reminder whose time has come, or else the next one.
    static func reminder(_ standing: GateStanding, at now: Timestamp) -> [String] {
        guard let expires = standing.opened.expires, now < expires else { return [] }
        if let last = standing.demand.reminders.last(where: { $0 <= now }) {
            let since = Waits.distance(from: now, to: last)
            return ["reminder: it expires \(Waits.distance(from: now, to: expires)) (due \(since))"]
        }
        return standing.demand.reminders.first.map { ["reminds at \($0)"] } ?? []
    }

    /// The members that say all of it, for `gates` and `show`.
    static func members(_ standing: GateStanding) -> Members {
        let demand = standing.demand
        var members: Members = [
            "approvers": .strings(standing.approvers.map(\.description)),
            "minimum": .int(standing.opened.minimum),
            "needed": .int(standing.missing),
            "require": .array(demand.required.map(json)),
            "neededOfRoles": .array(standing.missingRoles.map(json)),
            "not": .array(
                demand.excluded.map {
                    ["rule": .string($0.rule.description), "people": .strings($0.people)]
                }
            ),
            "signed": .bool(demand.signed),
            "votes": .array(standing.record.votes.map(json)),
            "rules": .array(demand.held.map(json)),
            "facts": .object(demand.facts),
            "reminders": .strings(demand.reminders.map(\.description)),
            "reminded": .optional(standing.record.remindedAt?.description),
        ]
        members["escalation"] =
            demand.escalation.map { escalation in
                [
                    "at": .string(escalation.at.description),
                    "to": .strings(escalation.to.map(\.description)),
                    "done": .bool(!standing.record.escalatedTo.isEmpty),
                ]
            } ?? .null
        return members
    }

    private static func json(_ requirement: RoleRequirement) -> Value {
        ["role": .string(requirement.role), "minimum": .int(requirement.minimum)]
    }

    private static func json(_ vote: Vote) -> Value {
        [
            "by": .string(vote.by), "decision": .string(vote.decision.rawValue),
            "identity": .string(vote.identity.rawValue), "comment": .string(vote.comment),
        ]
    }

    private static func json(_ rule: HeldRule) -> Value {
        [
            "if": .string(rule.condition), "effect": .string(rule.effect),
            "because": .optional(rule.because), "facts": .object(rule.facts),
            "reason": .optional(rule.reason),
        ]
    }
}
