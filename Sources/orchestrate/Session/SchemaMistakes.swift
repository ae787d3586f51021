import Agents
import Workflow

/// What is wrong with nested inputs by the rules of their schemas, and where.
enum SchemaMistakes {
    /// Judges the value that `value` gives for each input that names a schema; inputs without a
    /// value are passed over.
    static func found(
        in inputs: [InputDeclaration],
        places: ValuePlaces,
        catalog: Catalog,
        value: (InputDeclaration) -> Value?
    ) -> [Diagnostic] {
        inputs.flatMap { input -> [Diagnostic] in
            guard let schema = input.schema, let value = value(input) else { return [] }
            guard let judge = catalog.schemas[schema] else {
                return [
                    Diagnostic(
                        "input '\(input.name)' has schema '\(schema)', which is not known",
                        at: nil,
                        hint: Spelling.nearest(to: schema, in: catalog.schemas.keys.sorted())
                            .map { "did you mean '\($0)'?" }
                    )
                ]
            }
            return judge(value).map { mistake in
                Diagnostic(
                    mistake.message,
                    at: places.nearest(to: [input.name] + mistake.path),
                    hint: mistake.hint,
                    severity: mistake.severity
                )
            }
        }
    }
}
