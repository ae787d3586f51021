/// Checks what the grants of declared agents name: partners, secret inputs, roles.
struct AgentGrantChecker {
    private let root: YAMLNode
    private let agents: Set<String>
    private let secrets: Set<String>
    private let roles: Set<String>

    init(
        root: YAMLNode,
        vocabulary: Vocabulary,
        inputs: [InputDeclaration],
        roles: [Role]
    ) {
        self.root = root
        agents = Set(vocabulary.agents.map(\.id.text) + root.entries("agents").map(\.key))
        secrets = Set(inputs.filter(\.isSecret).map(\.name))
        self.roles = Set(roles.map(\.name))
    }

    func check(_ mistakes: Mistakes) {
        for agent in root.entries("agents") {
            for tool in agent.value.texts("tools") {
                guard let grant = try? ToolGrant(tool.text), grant.tool == "Task",
                    let partner = grant.pattern, !agents.contains(partner)
                else { continue }
                mistakes.error(
                    "unknown agent \(partner.quoted)",
                    at: tool.place,
                    hint: partner.guess(among: agents)
                )
            }
            for secret in agent.value.entries("secrets") {
                guard let name = secret.value.scalar?.value.stringValue, !secrets.contains(name)
                else { continue }
                mistakes.error(
                    "no secret input \(name.quoted)",
                    at: secret.value.place,
                    hint: name.guess(among: secrets)
                        ?? "declare it under 'inputs' with 'secret: true'"
                )
            }
            for approver in agent.value.texts("approvers") {
                guard case .role(let role) = Approver(approver.text), !roles.contains(role) else {
                    continue
                }
                mistakes.error(
                    "unknown role \(role.quoted)",
                    at: approver.place,
                    hint: role.guess(among: roles)
                )
            }
        }
    }
}
