/// Reads gates and finds those at which nobody could ever decide.
struct GateReader {
    private let roles: [Role]
    private let mistakes: Mistakes
    private var expressions: ExpressionReader
    private var ids = Registry("gate")
    /// What the conditions of rules read, by gate.
    private(set) var conditions: [(gate: GateID, use: ExpressionUse)] = []

    init(roles: [Role], expressions: ExpressionReader, mistakes: Mistakes) {
        self.roles = roles
        self.expressions = expressions
        self.mistakes = mistakes
    }

    mutating func gate(_ node: YAMLNode, defaultID: String?) -> GateDeclaration? {
        guard node.mapping != nil, let id = node.text("id") ?? defaultID else { return nil }
        ids.add(id, at: node["id"]?.place ?? node.place, mistakes: mistakes)
        let approvers = node.texts("approvers").compactMap { item in Approver(item.text) }
        let minimum = node.int("minimum") ?? 1
        let references = RoleReferences(roles: roles, mistakes: mistakes)
        references.check(node, "approvers")
        if node.milliseconds("expires") == 0, let place = node["expires"]?.place {
            mistakes.error("'expires' must be more than nothing", at: place)
        }
        var reader = GateRulesReader(
            node: node,
            id: id,
            minimum: minimum,
            references: references,
            expressions: expressions,
            mistakes: mistakes
        )
        let rules = reader.rules()
        conditions += reader.expressions.takeUses().map { (GateID(id), $0) }
        let gate = GateDeclaration(
            id: GateID(id),
            title: node.text("title"),
            approvers: approvers.isEmpty ? [.anyone] : approvers,
            minimum: minimum,
            expiresAfterMilliseconds: node.milliseconds("expires"),
            identity: node.text("identity").flatMap(GateDeclaration.Identity.init) ?? .system,
            rules: rules,
            isSigned: node.bool("signed") ?? false,
            waivers: WaiverReader(roles: roles, mistakes: mistakes)
                .rule(node, id: id, approvers: approvers)
        )
        GateSatisfaction(gate: gate, roles: roles).report(at: node, to: mistakes)
        return gate
    }
}

/// Finds roles that are named and have no members anywhere.
struct RoleReferences {
    let roles: [Role]
    let mistakes: Mistakes

    /// Looks at the `role:NAME` under `key`.
    func check(_ node: YAMLNode, _ key: String) {
        for (text, place) in node.texts(key) {
            if case .role(let name) = Approver(text) { check(name, at: place) }
        }
    }

    func check(_ name: String, at place: Place) {
        guard !roles.contains(where: { $0.name == name }) else { return }
        mistakes.error(
            "unknown role \(name.quoted)",
            at: place,
            hint: name.guess(among: roles.map(\.name))
                ?? "name its members under 'roles', at the top of the file"
        )
    }
}
