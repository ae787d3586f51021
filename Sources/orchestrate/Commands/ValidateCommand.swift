import Agents
import ArgumentParser
import Workflow

struct ValidateCommand: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Find all mistakes of a workflow file at once."
    )

    @Argument(help: "The workflow file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() throws {
        let catalog = try Catalog.standard()
        let reading = try WorkflowFiles.read(file, catalog)
        let mistakes = SchemaMistakes.found(
            in: reading.definition?.inputs ?? [],
            places: reading.places,
            catalog: catalog,
            value: \.defaultValue
        )
        let diagnostics = reading.diagnostics + mistakes
        let isValid = !diagnostics.contains { $0.severity == .error }
        let definition = isValid ? reading.definition : nil
        if common.json {
            Output.json(
                ValidationReport(file: file, definition: definition, diagnostics: diagnostics).json
            )
        } else {
            diagnostics.map { Words.printable($0.description) }.forEach(Output.error)
            if let definition {
                Output.line(ValidationReport.words(file: file, definition))
            }
        }
        if definition == nil { throw ExitStatus.invalid }
    }
}
