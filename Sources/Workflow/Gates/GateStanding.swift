/// How far a gate is: who may decide, who has, and what is still needed.
package struct GateStanding: Sendable, Hashable {
    package let record: GateRecord
    /// Those who may decide now, with whom it was escalated to.
    package let approvers: [Approver]
    /// People who approved, in order.
    package let approvals: [String]
    /// Approvals that are still needed.
    package let missing: Int
    /// The same by role.
    package let missingRoles: [RoleRequirement]

    package var opened: GateOpened { record.opened }
    package var demand: GateDemand { record.opened.demand }

    /// Whether these approvals are enough.
    package var isSatisfied: Bool { missing == 0 && missingRoles.isEmpty }

    init(_ record: GateRecord, roles: [Role], with voter: String? = nil) {
        let approvals = record.votes.filter { $0.decision == .approve }.map(\.by)
        let all = approvals + (voter.map { [$0] } ?? [])
        self.record = record
        self.approvals = all
        approvers = record.approvers
        missing = max(0, record.opened.minimum - Set(all).count)
        missingRoles = record.opened.demand.required.compactMap { requirement in
            let members = roles.first { $0.name == requirement.role }?.members ?? []
            let rest = requirement.minimum - Set(all).count { members.contains($0) }
            return rest > 0 ? RoleRequirement(role: requirement.role, minimum: rest) : nil
        }
    }
}

extension GateRecord {
    /// Who may decide: those it was opened for, and those to whom it was escalated.
    package var approvers: [Approver] {
        opened.approvers + escalatedTo.filter { !opened.approvers.contains($0) }
    }
}

extension Run {
    /// How far a gate is; nil for one that was never opened.
    package func standing(of gate: GateID) -> GateStanding? {
        gates[gate].map { GateStanding($0, roles: definition.roles) }
    }

    /// The open gates, in the order in which they were first opened.
    package var openGates: [GateStanding] {
        gateOrder.compactMap { standing(of: $0) }.filter(\.record.isOpen)
    }
}

extension [Role] {
    /// The people that a list of approvers stands for; nil when anyone may.
    func people(of approvers: [Approver]) -> Set<String>? {
        var names: Set<String> = []
        for approver in approvers {
            switch approver {
            case .anyone: return nil
            case .user(let name): names.insert(name)
            case .role(let role): names.formUnion(first { $0.name == role }?.members ?? [])
            }
        }
        return names
    }
}
