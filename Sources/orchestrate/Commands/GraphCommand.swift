import Agents
import ArgumentParser
import Workflow

struct GraphCommand: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw a workflow's steps, what they need, and its gates."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid
        case dot
        case json
    }

    @Argument(help: "The workflow file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "How it is written.")
    var format: Format?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { shape == .json }

    private var shape: Format { format ?? (common.json ? .json : .mermaid) }

    func validate() throws {
        if common.json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other")
        }
    }

    func run() throws {
        let reading = try WorkflowFiles.read(file, Catalog.standard())
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        let drawing = GraphDrawing(definition)
        switch shape {
        case .mermaid: drawing.mermaid.forEach(Output.line)
        case .dot: drawing.dot.forEach(Output.line)
        case .json: Output.json(drawing.json)
        }
    }
}
