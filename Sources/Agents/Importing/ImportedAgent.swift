/// An agent as another system's file defines it, with its loose words made typed.
package struct ImportedAgent: Sendable {
    package enum Format: String, Sendable {
        case claudeCode = "claude-code"
        case openCode = "opencode"
        case aiMesh = "ai-mesh"
    }

    package let file: String
    package let format: Format
    package var id = ""
    package var version: String?
    package var description: String?
    /// Grants as a workflow file writes them.
    package var grants: [String] = []
    package var handoffFrom: [Handoff] = []
    package var handoffTo: [Handoff] = []
    package var collaborators: [Collaborator] = []
    package var targets: [NumericTarget] = []
    package var phases: [Phase] = []
    /// What could not be found or understood.
    package var unresolved: [Unresolved] = []
    /// Places whose characters were misread once and were mended.
    package var mended = 0

    package struct Handoff: Sendable, Hashable {
        package let agent: String
        package let line: Int
        package var trigger: String?
        package var expectedInput: [String] = []
        package var provided: [String] = []
        package var criteria: [String] = []
        package var outputs: [String] = []
    }

    package struct Collaborator: Sendable, Hashable {
        package let agent: String
        package let line: Int
        package var topics: [String] = []
    }

    package struct Phase: Sendable, Hashable {
        package let number: Int
        package let title: String
        package let line: Int
        package var objective: String?
        package var activities: [String] = []
        package var deliverables: [String] = []
    }

    package struct Unresolved: Sendable, Hashable {
        package let line: Int
        package let text: String
    }

    mutating func miss(_ line: Int, _ text: String) {
        unresolved.append(Unresolved(line: line, text: text))
    }
}

/// A number that an agent is held to.
package struct NumericTarget: Sendable, Hashable {
    package enum Comparison: String, Sendable {
        case less = "<"
        case atMost = "<="
        case more = ">"
        case atLeast = ">="
        case equal = "="
    }

    package enum Unit: String, Sendable {
        case percent
        case milliseconds
        case seconds
        case minutes
        case hours
        case days
        case dollars
        /// So many times as much.
        case factor
        case none
    }

    package let name: String
    package let comparison: Comparison
    package let value: Double
    package let unit: Unit
    /// As it is written.
    package let text: String
    package let line: Int
}
