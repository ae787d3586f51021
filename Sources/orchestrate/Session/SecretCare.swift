import Agents
import Workflow

/// What is looked at, before a run begins, so that its secrets stay secret.
struct SecretCare {
    let definition: Definition
    let inputs: Value
    let places: ValuePlaces

    /// Inputs that hold the value of a secret, which would be written down with them.
    var mistakes: [Diagnostic] {
        let search = SecretSearch(
            definition,
            inputs: inputs,
            surroundings: SystemSurroundings()
        )
        return definition.inputs.filter { !$0.isSecret }.compactMap { input in
            guard let value = inputs[input.name],
                let name = search.name(in: value.stringValue ?? JSONWriter.compact(value))
            else { return nil }
            return Diagnostic(
                "input '\(input.name)' holds the value of secret '\(name)'",
                at: places.nearest(to: [input.name]),
                hint: "inputs are written down; read 'secrets.\(name)' under 'env' instead"
            )
        }
    }

    /// Files of secrets that others may read.
    var warnings: [Diagnostic] {
        SecretSearch.sources(definition, inputs: inputs).compactMap { name, source in
            guard case .file(let path) = source, SecretReading.isOpenToOthers(path) else {
                return nil
            }
            return Diagnostic(
                "others may read the file of secret '\(name)', \(path)",
                at: nil,
                hint: "chmod 600 \(path)",
                severity: .warning
            )
        }
    }
}

extension Session {
    /// Refuses what a person wants written down when it holds a secret of the run that is at hand.
    ///
    /// - Throws: `Failure(.usage)`, which does not repeat the text.
    func refuseSecrets(in texts: [String], of run: RunID) async throws {
        guard texts.contains(where: { !$0.isEmpty }) else { return }
        let state = try await load(run)
        let search = SecretSearch(
            state.definition,
            inputs: state.started.inputs,
            surroundings: surroundings
        )
        guard let name = texts.lazy.compactMap(search.name).first else { return }
        throw Failure(
            .usage,
            "what you write holds the value of secret '\(name)', and it would be kept for good",
            hint: "say it without the secret"
        )
    }
}
