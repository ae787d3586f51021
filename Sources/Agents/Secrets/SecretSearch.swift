package import Workflow

/// Looks for the values of secrets in what a person gives the program to write down.
package struct SecretSearch: Sendable {
    private let secrets: Secrets

    package init(_ values: [(name: String, value: String)]) {
        secrets = Secrets().adding(values)
    }

    /// The secrets of a run that is at hand without running a command: the inputs that are secret,
    /// and what the file names.
    package init(
        _ definition: Definition,
        inputs: Value,
        surroundings: any Surroundings
    ) {
        self.init(
            Self.sources(definition, inputs: inputs).compactMap { name, source in
                SecretReading(name: name, surroundings: surroundings).valueAtHand(of: source)
                    .map { (name, $0) }
            }
        )
    }

    /// Where the secrets of a run are.
    package static func sources(
        _ definition: Definition,
        inputs: Value
    ) -> [(name: String, source: SecretSource)] {
        definition.inputs.filter(\.isSecret).compactMap { input in
            (inputs[input.name]?.stringValue).flatMap(SecretSource.init(reference:))
                .map { (input.name, $0) }
        } + definition.secrets.map { ($0.name, $0.source) }
    }

    /// The name of a secret whose value is in the text, in whichever spelling.
    package func name(in text: String) -> String? { secrets.first(in: Array(text.utf8))?.name }
}
