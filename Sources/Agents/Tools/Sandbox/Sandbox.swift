/// What confines a command, enforced by the kernel.
package enum Sandbox: String, Sendable, Hashable, CaseIterable {
    /// Namespaces of its own: nothing is there that was not given.
    case bubblewrap
    /// What is there is refused, by the process itself before it becomes the command.
    case landlock
    case none
}

/// Which sandbox is here, and what it holds.
package struct SandboxReport: Sendable, Hashable {
    package let sandbox: Sandbox
    /// The program, where it takes one.
    package let path: String?
    /// What it keeps a command from.
    package let holds: [String]
    /// What it does not keep a command from.
    package let lacks: [String]
    /// Why others are not used, by their names.
    package let reasons: [String]

    package init(
        sandbox: Sandbox,
        path: String? = nil,
        holds: [String] = [],
        lacks: [String] = [],
        reasons: [String] = []
    ) {
        self.sandbox = sandbox
        self.path = path
        self.holds = holds
        self.lacks = lacks
        self.reasons = reasons
    }
}
