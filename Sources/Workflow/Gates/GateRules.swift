/// What a gate asks for beyond approvers and a number: the part of its declaration that not every
/// gate has.
package struct GateRules: Sendable, Hashable {
    /// Who may not decide; nil where the file does not say, empty where it says nobody.
    package var excluded: [GateExclusion]?
    /// Of which roles how many must be among those who approve.
    package var required: [RoleRequirement]
    /// How long before the gate expires people are reminded, the earliest first.
    package var remindersMilliseconds: [Int64]
    package var escalation: GateEscalation?
    /// In the order of the file.
    package var risks: [RiskRule]

    package static let none = GateRules()

    package init(
        excluded: [GateExclusion]? = nil,
        required: [RoleRequirement] = [],
        remindersMilliseconds: [Int64] = [],
        escalation: GateEscalation? = nil,
        risks: [RiskRule] = []
    ) {
        self.excluded = excluded
        self.required = required
        self.remindersMilliseconds = remindersMilliseconds
        self.escalation = escalation
        self.risks = risks
    }
}

/// Somebody who may not decide, written `requester`, `producer`, `user:NAME` or `role:NAME`.
package enum GateExclusion: Sendable, Hashable, CustomStringConvertible {
    /// Whoever started the run.
    case requester
    /// Whoever made, as agent or as a person, something that the gate asks about.
    case producer
    case named(Approver)

    package init?(_ text: String) {
        switch text {
        case "requester": self = .requester
        case "producer": self = .producer
        default:
            guard let approver = Approver(text), approver != .anyone else { return nil }
            self = .named(approver)
        }
    }

    package var description: String {
        switch self {
        case .requester: "requester"
        case .producer: "producer"
        case .named(let approver): approver.description
        }
    }
}

/// How many of a role must be among those who approve.
package struct RoleRequirement: Sendable, Hashable {
    package let role: String
    package let minimum: Int

    package init(role: String, minimum: Int) {
        self.role = role
        self.minimum = minimum
    }
}

/// Who may decide too, once nobody has for a while.
package struct GateEscalation: Sendable, Hashable {
    package let afterMilliseconds: Int64
    package let to: [Approver]

    package init(afterMilliseconds: Int64, to: [Approver]) {
        self.afterMilliseconds = afterMilliseconds
        self.to = to
    }
}

/// A change of what a gate needs, for the case that measured facts say so.
///
/// It raises: more approvals, fewer people who may give them. Only one that says `lowers: true`
/// does the opposite, and whatever raises at the same time wins over it.
package struct RiskRule: Sendable, Hashable {
    package let condition: Expression
    package let lowers: Bool
    package let minimum: Int?
    package let approvers: [Approver]?
    package let excluded: [GateExclusion]?
    /// Whether the decision must be signed; nil where the rule does not say.
    package let signed: Bool?
    package let because: String?

    package init(
        condition: Expression,
        lowers: Bool = false,
        minimum: Int? = nil,
        approvers: [Approver]? = nil,
        excluded: [GateExclusion]? = nil,
        signed: Bool? = nil,
        because: String? = nil
    ) {
        self.condition = condition
        self.lowers = lowers
        self.minimum = minimum
        self.approvers = approvers
        self.excluded = excluded
        self.signed = signed
        self.because = because
    }

    /// The paths of the facts that its condition reads, `destroys` or `of.D1.4.costDelta` in parts.
    package var readFacts: [[String]] {
        var seen: Set<[String]> = []
        return condition.references.filter { $0.root == "facts" && !$0.path.isEmpty }
            .map(\.path).filter { seen.insert($0).inserted }
    }

    /// The condition as it was written, without the space around it.
    package var source: String {
        let bare = condition.source.drop(while: \.isWhitespace)
        return String(bare.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// What it changes, in words.
    package var effect: String {
        let parts = [
            minimum.map { "minimum \($0)" },
            approvers.map { list in
                (lowers ? "also " : "only ") + list.map(\.description).joined(separator: ", ")
            },
            excluded.map { "not " + $0.map(\.description).joined(separator: ", ") },
            signed.map { $0 ? "signed" : "unsigned" },
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }
}
