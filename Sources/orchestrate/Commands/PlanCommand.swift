import Agents
import ArgumentParser
import Workflow

struct PlanCommand: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a run would do, without doing it."
    )

    @Argument(help: "The workflow file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp("A value for an input.", valueName: "k=v")
    )
    var inputs: [String] = []

    @Option(
        name: .customLong("inputs"),
        help: ArgumentHelp("A YAML or JSON file of inputs.", valueName: "file")
    )
    var inputsFile: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() throws {
        let catalog = try Catalog.standard()
        let plan = try planned(catalog)
        if common.json {
            Output.json(plan.json)
        } else {
            plan.lines(.standard).forEach(Output.line)
        }
    }

    /// Without inputs the file is planned as it is, and what it still asks for is named.
    private func planned(_ catalog: Catalog) throws -> PlanText {
        let kinds = Dictionary(catalog.checks.map { ($0.id, $0.kind) }) { first, _ in first }
        let reading = try WorkflowFiles.read(file, catalog)
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        let missing = definition.inputs.filter { $0.isRequired && $0.defaultValue == nil }
        if inputs.isEmpty, inputsFile == nil, !missing.isEmpty {
            reading.diagnostics.map(\.description).forEach(Output.error)
            return PlanText(definition: definition, inputs: nil, kinds: kinds)
        }
        let starting = try Starting(
            file: file,
            texts: inputs,
            inputsFile: inputsFile,
            catalog: catalog
        )
        starting.warnings.map(\.description).forEach(Output.error)
        return PlanText(definition: starting.definition, inputs: starting.inputs, kinds: kinds)
    }
}
