/// Reads who may waive failed checks at a gate.
struct WaiverReader {
    let roles: [Role]
    let mistakes: Mistakes

    func rule(_ gate: YAMLNode, id: String, approvers: [Approver]) -> WaiverRule? {
        guard let node = gate["waivers"], node.mapping != nil else { return nil }
        let by = node.texts("by").compactMap { Approver($0.text) }
        RoleReferences(roles: roles, mistakes: mistakes).check(node, "by")
        if node.milliseconds("longest") == 0, let place = node["longest"]?.place {
            mistakes.error("'longest' must be more than nothing", at: place)
        }
        checkSatisfiable(id, by, approvers, at: node)
        return WaiverRule(
            by: by,
            longestMilliseconds: node.milliseconds("longest") ?? WaiverRule.standardLongest
        )
    }

    /// Waiving goes with an approval, so somebody has to be allowed both.
    private func checkSatisfiable(
        _ id: String,
        _ by: [Approver],
        _ approvers: [Approver],
        at node: YAMLNode
    ) {
        guard !by.isEmpty, let waiving = people(by), let approving = people(approvers) else {
            // Where one of them is anyone, all that matters is that the other is somebody.
            if !by.isEmpty, people(by)?.isEmpty == true { report(id, at: node) }
            return
        }
        if waiving.isDisjoint(with: approving) { report(id, at: node) }
    }

    private func report(_ id: String, at node: YAMLNode) {
        mistakes.error(
            "nobody could ever waive at gate \(id.quoted): no approver is among those who may",
            at: node["by"]?.place ?? node.place,
            hint: "a waiver goes with an approval, so name an approver"
        )
    }

    /// Everybody who is meant; nil for anyone, and for roles that are not there.
    private func people(_ approvers: [Approver]) -> Set<String>? {
        if approvers.isEmpty { return nil }
        var people: Set<String> = []
        for approver in approvers {
            switch approver {
            case .anyone: return nil
            case .user(let name): people.insert(name)
            case .role(let name):
                guard let role = roles.first(where: { $0.name == name }) else { return nil }
                people.formUnion(role.members)
            }
        }
        return people
    }
}
