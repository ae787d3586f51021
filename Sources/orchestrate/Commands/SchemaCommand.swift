import Agents
import ArgumentParser
import Workflow

struct SchemaCommand: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a JSON Schema: of the workflow file, or of a document it is given."
    )

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case workflow
        case infrastructureRequest = "infrastructure-request"
    }

    @Argument(help: "Which one.")
    var subject = Subject.workflow

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() throws {
        let schema =
            switch subject {
            case .workflow: WorkflowSchema.json()
            case .infrastructureRequest: InfrastructureRequest.schema()
            }
        guard common.json, let members = schema.objectValue else {
            Output.json(schema)
            return
        }
        // Readers of a JSON Schema pass over keys that they do not know.
        let versioned: [(String, Value)] =
            [("schema", 1)] + members.pairs.map { ($0.key, $0.value) }
        Output.json(.object(Members(versioned)))
    }
}
