import Agents
import Workflow

/// What validating a file gave.
struct ValidationReport {
    let file: String
    /// Nil when there is an error among the diagnostics.
    let definition: Definition?
    let diagnostics: [Diagnostic]

    static func words(file: String, _ definition: Definition) -> String {
        "\(Words.printable(file)): valid (\(words(for: definition)))"
    }

    /// `4 phases, 28 steps` and so on.
    static func words(for definition: Definition) -> String {
        counts(of: definition).map { Count.of($0.0, $0.1) }.joined(separator: ", ")
    }

    private static func counts(of definition: Definition) -> [(Int, String)] {
        let deliverables = definition.phases.flatMap(\.deliverables)
        return [
            (definition.phases.count, "phase"), (definition.steps.count, "step"),
            (deliverables.count, "deliverable"), (definition.gateCount, "gate"),
            (definition.inputs.count, "input"),
        ]
    }

    var json: Value {
        var members: Members = [
            "schema": 1, "file": .string(file), "valid": .bool(definition != nil),
        ]
        if let definition {
            members["name"] = .string(definition.name)
            members["definition"] = .string(definition.digest.hex)
            for (count, noun) in Self.counts(of: definition) { members[noun + "s"] = .int(count) }
        }
        members["diagnostics"] = .array(diagnostics.map(Self.json))
        return .object(members)
    }

    static func json(_ diagnostic: Diagnostic) -> Value {
        [
            "severity": .string(diagnostic.severity.rawValue),
            "file": .optional(diagnostic.place?.file),
            "line": diagnostic.place.map { .int($0.line) } ?? .null,
            "column": diagnostic.place.map { .int($0.column) } ?? .null,
            "message": .string(diagnostic.message),
            "hint": .optional(diagnostic.hint),
        ]
    }
}

extension Definition {
    /// Gates at the end of phases and decisions in the middle of them.
    var gateCount: Int {
        phases.count { $0.gate != nil }
            + steps.count { if case .approval = $0.kind { true } else { false } }
    }
}
