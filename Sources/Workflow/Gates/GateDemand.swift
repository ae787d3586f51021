/// What one opening of a gate asks for beyond approvers and a number, as it was worked out from
/// the declaration, the run and the measured facts when it opened.
package struct GateDemand: Sendable, Hashable {
    /// Who may not decide, with the names that were known.
    package var excluded: [ExcludedPeople]
    package var required: [RoleRequirement]
    /// Whether the decision must be signed.
    package var signed: Bool
    /// What was known when the rules were looked at; empty for a gate without rules.
    package var facts: Members
    /// The rules that held, in the order of the file.
    package var held: [HeldRule]
    /// When people are reminded, the earliest first.
    package var reminders: [Timestamp]
    package var escalation: PlannedEscalation?

    package static let plain = GateDemand()

    package init(
        excluded: [ExcludedPeople] = [],
        required: [RoleRequirement] = [],
        signed: Bool = false,
        facts: Members = Members(),
        held: [HeldRule] = [],
        reminders: [Timestamp] = [],
        escalation: PlannedEscalation? = nil
    ) {
        self.excluded = excluded
        self.required = required
        self.signed = signed
        self.facts = facts
        self.held = held
        self.reminders = reminders
        self.escalation = escalation
    }
}

/// The people that an exclusion stands for in this run.
package struct ExcludedPeople: Sendable, Hashable {
    package let rule: GateExclusion
    /// Sorted; none when nobody took that part.
    package let people: [String]

    package init(rule: GateExclusion, people: [String]) {
        self.rule = rule
        self.people = people
    }
}

/// A rule that held, with what it read.
package struct HeldRule: Sendable, Hashable {
    package let condition: String
    /// What it changes, in words.
    package let effect: String
    package let because: String?
    /// The facts that it read, by their paths.
    package let facts: Members
    /// Why it holds although it could not be evaluated; nil when it was.
    package let reason: String?

    package init(
        condition: String,
        effect: String,
        because: String?,
        facts: Members,
        reason: String?
    ) {
        self.condition = condition
        self.effect = effect
        self.because = because
        self.facts = facts
        self.reason = reason
    }
}

/// When a gate escalates, and to whom.
package struct PlannedEscalation: Sendable, Hashable {
    package let at: Timestamp
    package let to: [Approver]

    package init(at: Timestamp, to: [Approver]) {
        self.at = at
        self.to = to
    }
}
