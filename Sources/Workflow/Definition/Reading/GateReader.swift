/// Reads gates and finds those at which nobody could ever decide.
struct GateReader {
    private let roles: [String: Role]
    private let mistakes: Mistakes
    private var ids = Registry("gate")

    init(roles: [Role], mistakes: Mistakes) {
        self.roles = Dictionary(roles.map { ($0.name, $0) }) { first, _ in first }
        self.mistakes = mistakes
    }

    mutating func gate(_ node: YAMLNode, defaultID: String?) -> GateDeclaration? {
        guard node.mapping != nil, let id = node.text("id") ?? defaultID else { return nil }
        ids.add(id, at: node["id"]?.place ?? node.place, mistakes: mistakes)
        let approvers = node.texts("approvers").compactMap { item in
            Approver(item.text).map { ($0, item.place) }
        }
        let minimum = node.int("minimum") ?? 1
        checkRoles(approvers)
        if node["approvers"] != nil {
            checkSatisfiable(id, approvers.map(\.0), minimum, at: node)
        }
        if node.milliseconds("expires") == 0, let place = node["expires"]?.place {
            mistakes.error("'expires' must be more than nothing", at: place)
        }
        return GateDeclaration(
            id: GateID(id),
            title: node.text("title"),
            approvers: approvers.isEmpty ? [.anyone] : approvers.map(\.0),
            minimum: minimum,
            expiresAfterMilliseconds: node.milliseconds("expires"),
            identity: node.text("identity").flatMap(GateDeclaration.Identity.init) ?? .system,
            waivers: WaiverReader(roles: roles, mistakes: mistakes)
                .rule(node, id: id, approvers: approvers.map(\.0))
        )
    }

    private func checkRoles(_ approvers: [(Approver, Place)]) {
        for case (.role(let name), let place) in approvers where roles[name] == nil {
            mistakes.error(
                "unknown role \(name.quoted)",
                at: place,
                hint: name.guess(among: roles.keys)
                    ?? "name its members under 'roles', at the top of the file"
            )
        }
    }

    private func checkSatisfiable(
        _ id: String,
        _ approvers: [Approver],
        _ minimum: Int,
        at node: YAMLNode
    ) {
        var people: Set<String> = []
        for approver in approvers {
            switch approver {
            case .anyone: return
            case .user(let name): people.insert(name)
            case .role(let name):
                guard let role = roles[name] else { return }
                people.formUnion(role.members)
            }
        }
        guard !approvers.isEmpty, people.count < minimum else { return }
        let count = people.count == 1 ? "1 person" : "\(people.count) people"
        mistakes.error(
            "gate \(id.quoted) can never open: it asks for \(minimum) and only \(count) may decide",
            at: node["minimum"]?.place ?? node.place,
            hint: "name more people, or lower 'minimum'"
        )
    }
}
