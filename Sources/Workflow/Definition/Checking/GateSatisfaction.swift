/// Whether the people who are known are enough for what a gate can come to ask for.
struct GateSatisfaction {
    let gate: GateDeclaration
    let roles: [Role]

    /// What a gate asks for, with some of its rules held.
    private struct Terms {
        var approvers: [Approver]
        var minimum: Int
        var excluded: [GateExclusion]
    }

    private var base: Terms {
        Terms(
            approvers: gate.approvers + (gate.rules.escalation?.to ?? []),
            minimum: gate.minimum,
            excluded: gate.rules.excluded ?? []
        )
    }

    /// Reports a gate that can never be passed, a rule after which it never could be, and, as a
    /// warning, rules of which all at once would be too much.
    func report(at node: YAMLNode, to mistakes: Mistakes) {
        guard areRolesKnown else { return }
        if let objection = objection(to: base) {
            mistakes.error(
                "gate \(gate.id.text.quoted) can never open: \(objection)",
                at: node["minimum"]?.place ?? node["require"]?.place ?? node["not"]?.place
                    ?? node.place,
                hint: Self.hint
            )
            return
        }
        var isEachMet = true
        let nodes = node["rules"]?.sequence ?? []
        for (risk, place) in zip(gate.rules.risks, nodes.filter { $0["if"] != nil })
        where !risk.lowers {
            guard let objection = objection(to: raised(base, by: risk)) else { continue }
            isEachMet = false
            mistakes.error(
                "gate \(gate.id.text.quoted) can never be passed when this rule holds: "
                    + objection,
                at: place["minimum"]?.place ?? place["approvers"]?.place ?? place.place,
                hint: Self.hint
            )
        }
        let raising = gate.rules.risks.filter { !$0.lowers }
        guard isEachMet, raising.count > 1,
            let objection = objection(to: raising.reduce(base, raised))
        else { return }
        mistakes.warning(
            "gate \(gate.id.text.quoted) could not be passed if all of its rules held at once: "
                + objection,
            at: node["rules"]?.place,
            hint: "see whether they can; then it waits until it expires or is rejected"
        )
    }

    /// Roles that are unknown are reported where they are named.
    private var areRolesKnown: Bool {
        let lists =
            [gate.approvers, gate.rules.escalation?.to ?? []]
            + gate.rules.risks.map { $0.approvers ?? [] }
        let named = lists.flatMap(\.self).compactMap { approver in
            if case .role(let name) = approver { name } else { nil }
        }
        return (named + gate.rules.required.map(\.role)).allSatisfy { name in
            roles.contains { $0.name == name }
        }
    }

    private static let hint = "name more people, or lower 'minimum'"

    private func raised(_ terms: Terms, by risk: RiskRule) -> Terms {
        var terms = terms
        terms.minimum = max(terms.minimum, risk.minimum ?? 0)
        if let approvers = risk.approvers {
            // Whom it is escalated to may decide whatever a rule says of the others.
            terms.approvers =
                roles.narrowed(gate.approvers, to: approvers) + (gate.rules.escalation?.to ?? [])
        }
        terms.excluded += risk.excluded ?? []
        return terms
    }

    /// Why the gate cannot be passed in a run that `requester` starts; nil when it may be.
    func objection(startedBy requester: String) -> String? {
        guard base.excluded.contains(.requester) else { return nil }
        return objection(to: base, without: [requester])
    }

    /// Why people who are known are too few; nil when they are enough, or anyone may decide.
    private func objection(to terms: Terms, without others: Set<String> = []) -> String? {
        let named = terms.excluded.flatMap { exclusion -> Set<String> in
            guard case .named(let approver) = exclusion else { return [] }
            return roles.people(of: [approver]) ?? []
        }
        let excluded = others.union(named)
        let people = roles.people(of: terms.approvers).map { $0.subtracting(excluded) }
        if let people, people.count < terms.minimum {
            let count = people.count == 1 ? "1 person" : "\(people.count) people"
            return "it asks for \(terms.minimum) and only \(count) may decide"
        }
        for requirement in gate.rules.required {
            let members = Set(roles.first { $0.name == requirement.role }?.members ?? [])
                .subtracting(excluded)
            let able = people.map { members.intersection($0).count } ?? members.count
            if able < requirement.minimum {
                return "it asks for \(requirement.minimum) of role \(requirement.role.quoted) and "
                    + "only \(able) of them may decide"
            }
        }
        return nil
    }
}

extension Definition {
    /// Gates that could never be passed in a run that `requester` starts, because they do not let
    /// the requester decide and too few others may.
    package func gatesOutOfReach(of requester: String) -> [Diagnostic] {
        let steps = steps.compactMap { step -> GateDeclaration? in
            if case .approval(let gate) = step.kind { gate } else { nil }
        }
        return (phases.compactMap(\.gate) + steps).compactMap { gate in
            GateSatisfaction(gate: gate, roles: roles).objection(startedBy: requester).map {
                Diagnostic(
                    "gate '\(gate.id)' can never be passed in a run that '\(requester)' starts, who "
                        + "may not decide at it: \($0)",
                    at: nil,
                    hint: "let somebody else start it, or name more people"
                )
            }
        }
    }
}
