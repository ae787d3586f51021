/// A parsed, validated workflow file with everything that it uses resolved into it.
///
/// What a run needs of it for years is `source`: the canonical text from which the same definition
/// is read again, and `digest`, its SHA-256, which pins it to the run.
package struct Definition: Sendable, Hashable {
    package let name: String
    package let description: String?
    /// Sorted by name, like agents and roles: how a file orders its keys makes no other definition.
    package let inputs: [InputDeclaration]
    package let agents: [AgentDeclaration]
    package let roles: [Role]
    /// In the order of the file.
    package let phases: [Phase]
    /// Whose keys may sign, as the text of the file that says so; nil when nobody can.
    package let signers: AllowedSigners?
    /// Named places of secrets, sorted by name.
    package let secrets: [SecretDeclaration]
    /// What the file says is asked for, sorted by id; empty when it says nothing.
    package let requirements: [RequirementDeclaration]
    /// Canonical JSON of the resolved document.
    package let source: String
    package let digest: Digest

    package init(
        name: String,
        description: String?,
        inputs: [InputDeclaration],
        agents: [AgentDeclaration],
        roles: [Role],
        phases: [Phase],
        signers: AllowedSigners? = nil,
        source: String,
        secrets: [SecretDeclaration] = [],
        requirements: [RequirementDeclaration] = []
    ) {
        self.secrets = secrets
        self.requirements = requirements
        self.name = name
        self.description = description
        self.inputs = inputs
        self.agents = agents
        self.roles = roles
        self.phases = phases
        self.signers = signers
        self.source = source
        self.digest = Digest(of: source)
    }

    /// Every step of every phase, in the order of the file.
    package var steps: [Step] { phases.flatMap(\.steps) }
}

/// A value that a run is given: its type, and what it must satisfy.
package struct InputDeclaration: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case string
        case number
        case boolean
        case object
        case array
    }

    package let name: String
    package let kind: Kind
    package let description: String?
    package let isRequired: Bool
    package let defaultValue: Value?
    package let allowed: [Value]?
    /// A regular expression that a string must match somewhere.
    package let pattern: String?
    package let isSecret: Bool
    /// Name of a schema that an object must satisfy, checked by whoever knows it.
    package let schema: String?

    package init(
        name: String,
        kind: Kind,
        description: String? = nil,
        isRequired: Bool = false,
        defaultValue: Value? = nil,
        allowed: [Value]? = nil,
        pattern: String? = nil,
        isSecret: Bool = false,
        schema: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.description = description
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.allowed = allowed
        self.pattern = pattern
        self.isSecret = isSecret
        self.schema = schema
    }
}

/// A name for several people at once.
package struct Role: Sendable, Hashable {
    package let name: String
    package let members: [String]

    package init(name: String, members: [String]) {
        self.name = name
        self.members = members
    }
}

/// A group of steps, what they owe, and the gate at its end.
package struct Phase: Sendable, Hashable {
    package let id: PhaseID
    package let title: String?
    /// The agent to whom rework goes.
    package let owner: AgentID?
    package let steps: [Step]
    package let deliverables: [DeliverableDeclaration]
    package let gate: GateDeclaration?

    package init(
        id: PhaseID,
        title: String?,
        owner: AgentID?,
        steps: [Step],
        deliverables: [DeliverableDeclaration],
        gate: GateDeclaration?
    ) {
        self.id = id
        self.title = title
        self.owner = owner
        self.steps = steps
        self.deliverables = deliverables
        self.gate = gate
    }
}

/// A named set of files that a phase owes.
package struct DeliverableDeclaration: Sendable, Hashable {
    package let id: DeliverableID
    package let title: String?
    /// Paths in the workspace; a path that ends in `/` means everything below it, and `*` stands
    /// for any part of one path component.
    package let files: [String]
    /// Paths of the same kind that are taken when they are there, and never owed.
    package let optionalFiles: [String]
    package let checks: [CheckID]
    /// Ids of the requirements that it answers.
    package let requirements: [String]

    package init(
        id: DeliverableID,
        title: String? = nil,
        files: [String],
        optionalFiles: [String] = [],
        checks: [CheckID] = [],
        requirements: [String] = []
    ) {
        self.id = id
        self.title = title
        self.files = files
        self.optionalFiles = optionalFiles
        self.checks = checks
        self.requirements = requirements
    }
}

/// A point where the run waits for people.
package struct GateDeclaration: Sendable, Hashable {
    package enum Identity: String, Sendable, Hashable, CaseIterable {
        /// The operating system says who it is.
        case system
        /// Who it is may be said with `--as`, and is recorded as said.
        case asserted
    }

    package let id: GateID
    package let title: String?
    package let approvers: [Approver]
    /// Votes that approve.
    package let minimum: Int
    package let expiresAfterMilliseconds: Int64?
    package let identity: Identity
    package let rules: GateRules
    /// Whether a vote counts only with a signature.
    package let isSigned: Bool
    /// Who may let failed checks pass; nil where nobody may.
    package let waivers: WaiverRule?

    package init(
        id: GateID,
        title: String? = nil,
        approvers: [Approver] = [.anyone],
        minimum: Int = 1,
        expiresAfterMilliseconds: Int64? = nil,
        identity: Identity = .system,
        rules: GateRules = .none,
        isSigned: Bool = false,
        waivers: WaiverRule? = nil
    ) {
        self.waivers = waivers
        self.id = id
        self.title = title
        self.approvers = approvers
        self.minimum = minimum
        self.expiresAfterMilliseconds = expiresAfterMilliseconds
        self.identity = identity
        self.rules = rules
        self.isSigned = isSigned
    }

    /// Whether it asks for signatures always, or when one of its rules holds.
    package var mayAskForSignatures: Bool {
        isSigned || rules.risks.contains { $0.signed == true }
    }
}

/// Who may decide at a gate, written `anyone`, `user:NAME` or `role:NAME`.
package enum Approver: Sendable, Hashable, CustomStringConvertible {
    case anyone
    case user(String)
    case role(String)

    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("anyone", 1): self = .anyone
        case ("user", 2) where !parts[1].isEmpty: self = .user(String(parts[1]))
        case ("role", 2) where !parts[1].isEmpty: self = .role(String(parts[1]))
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .anyone: "anyone"
        case .user(let name): "user:\(name)"
        case .role(let name): "role:\(name)"
        }
    }
}
