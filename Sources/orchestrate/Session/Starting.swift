import Agents
import Foundation
import Workflow

/// Everything that is decided before a run begins: the file, its inputs, where it works.
struct Starting {
    let definition: Definition
    let inputs: Value
    /// The prices that are in the inputs; nil when the workflow prices nothing.
    let prices: PriceTable?
    /// Mistakes that are no obstacle.
    let warnings: [Diagnostic]

    /// Reads `file` and binds its inputs.
    ///
    /// - Throws: `InvalidDefinition` with all mistakes at once.
    init(
        file: String,
        texts: [String],
        inputsFile: String?,
        execution: Members = Members(),
        prices: String? = nil,
        catalog: Catalog
    ) throws {
        try self.init(
            WorkflowFiles.read(file, catalog),
            file: file,
            texts: texts,
            inputsFile: inputsFile,
            execution: execution,
            prices: prices,
            catalog: catalog
        )
    }

    /// The same for a file that was read already; `execution` overrides members of that name in the
    /// requirements.
    init(
        _ reading: DefinitionReading,
        file: String = "",
        texts: [String],
        inputsFile: String? = nil,
        execution: Members = Members(),
        prices: String? = nil,
        catalog: Catalog
    ) throws {
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        let given = try inputsFile.map { path in
            try WorkflowFiles.reader(catalog).readInputs(
                bytes: WorkflowFiles.bytes(of: path),
                path: path
            )
        }
        let bound = InputBinder(definition.inputs, defaults: reading.places)
            .bind(file: given, texts: try texts.map(Self.pair))
        guard let read = bound.value else { throw InvalidDefinition(bound.diagnostics) }
        let (inputs, table) = try PriceChoice.journaled(
            Self.overriding(read, execution, definition),
            definition,
            option: prices,
            workflowFile: file
        )
        let literals = Self.literalSecrets(definition, inputs, bound.places)
        guard literals.isEmpty else { throw InvalidDefinition(literals) }
        let secrets = SecretCare(definition: definition, inputs: inputs, places: bound.places)
        guard secrets.mistakes.isEmpty else { throw InvalidDefinition(secrets.mistakes) }
        let domain = SchemaMistakes.found(
            in: definition.inputs,
            places: bound.places,
            catalog: catalog
        ) { inputs[$0.name] }
        let errors = domain.filter { $0.severity == .error }
        guard errors.isEmpty else { throw InvalidDefinition(domain) }
        self.definition = definition
        self.inputs = inputs
        self.prices = table
        warnings =
            (reading.diagnostics + bound.diagnostics + domain).filter { $0.severity == .warning }
            + secrets.warnings
    }

    /// The inputs with what the command line says of how far the run goes, so that `run.started`
    /// holds what counted.
    private static func overriding(
        _ inputs: Value,
        _ execution: Members,
        _ definition: Definition
    ) throws -> Value {
        guard !execution.isEmpty else { return inputs }
        guard let name = definition.inputs.first(where: { $0.schema == requirements })?.name,
            var members = inputs.objectValue, var document = members[name]?.objectValue
        else { throw Failure(.usage, "--mode and --backend are for a file with requirements") }
        var own = document["execution"]?.objectValue ?? Members()
        for (key, value) in execution.pairs { own[key] = value }
        document["execution"] = .object(own)
        members[name] = .object(document)
        return .object(members)
    }

    private static let requirements = "infrastructure-request"

    /// How far the requirements want to go, if there are any.
    var mode: String? {
        definition.inputs.filter { $0.schema == Self.requirements }
            .compactMap { inputs[$0.name]?["execution"]?["mode"]?.stringValue }.first
    }

    /// A secret is given by reference, so that its value is written down nowhere.
    private static func literalSecrets(
        _ definition: Definition,
        _ inputs: Value,
        _ places: ValuePlaces
    ) -> [Diagnostic] {
        definition.inputs.filter(\.isSecret).compactMap { input in
            guard let text = inputs[input.name]?.stringValue,
                !text.hasPrefix("env:"), !text.hasPrefix("file:")
            else { return nil }
            return Diagnostic(
                "input '\(input.name)' is secret and takes a reference, not the secret itself",
                at: places.nearest(to: [input.name]),
                hint: "give env:NAME or file:PATH"
            )
        }
    }

    private static func pair(_ text: String) throws -> (name: String, text: String) {
        guard let equals = text.firstIndex(of: "=") else {
            throw Failure(.usage, "--input takes NAME=VALUE, not '\(text)'")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
