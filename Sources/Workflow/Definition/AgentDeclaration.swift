/// An agent that is not built in, or one whose tools the file narrows.
package struct AgentDeclaration: Sendable, Hashable {
    package let id: AgentID
    /// The program and its arguments; nil for an agent that is built in.
    package let command: [String]?
    /// The tools it may use, as they are written; nil leaves what the agent has by itself.
    package let tools: [String]?
    /// Whether it and its commands may use the network.
    package let mayUseNetwork: Bool
    package let sandbox: SandboxNeed
    /// Ids of the acceptance criteria that it executes as the receiver of a handoff.
    package let criteria: [String]
    /// What it is given of the run's secrets.
    package let secrets: [SecretVariable]
    /// Who answers for its elevated commands; nil leaves it to those who decide at the phase's gate.
    package let approvers: [Approver]?

    package init(
        id: AgentID,
        command: [String]?,
        tools: [String]?,
        mayUseNetwork: Bool = false,
        sandbox: SandboxNeed = .required,
        criteria: [String] = [],
        secrets: [SecretVariable] = [],
        approvers: [Approver]? = nil
    ) {
        self.id = id
        self.command = command
        self.tools = tools
        self.mayUseNetwork = mayUseNetwork
        self.sandbox = sandbox
        self.criteria = criteria
        self.secrets = secrets
        self.approvers = approvers
    }

    /// A variable of its environment that holds the value of a secret input.
    package struct SecretVariable: Sendable, Hashable {
        package let variable: String
        package let input: String

        package init(variable: String, input: String) {
            self.variable = variable
            self.input = input
        }
    }
}

/// What an agent that is a command asks of the kernel.
package enum SandboxNeed: String, Sendable, Hashable, CaseIterable {
    /// It does not run where none can be had.
    case required
    /// It runs without one where none can be had.
    case preferred
    case none
}
