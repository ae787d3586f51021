import Agents
import Foundation
import Workflow

/// The agents of a file that are commands: found before a run begins, not in the middle of it.
struct CommandAgents {
    /// The absolute folder from which their commands are seen; nil when there are none.
    let folder: String?

    /// - Throws: `InvalidDefinition` with every command that cannot be started.
    init(_ definition: Definition, file: String) throws {
        let agents = definition.agents.filter { $0.command != nil }
        guard !agents.isEmpty else {
            folder = nil
            return
        }
        let place = (CommonOptions.absolute(file) as NSString).deletingLastPathComponent
        let mistakes = agents.compactMap { agent -> Diagnostic? in
            do {
                _ = try AgentProgram(agent.command ?? [], seenFrom: place)
                return nil
            } catch {
                return Diagnostic(
                    "agent '\(agent.id)' cannot be started: \(error)",
                    at: Place(file: file, line: 1, column: 1),
                    hint: "a command that begins with './' is seen from the workflow file's folder"
                )
            }
        }
        guard mistakes.isEmpty else { throw InvalidDefinition(mistakes) }
        folder = place
    }
}
