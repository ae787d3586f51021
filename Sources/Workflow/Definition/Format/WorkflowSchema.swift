/// The JSON Schema and the reference of the workflow file, made of the parser's own tables.
package enum WorkflowSchema {
    /// JSON Schema, draft 2020-12.
    package static func json() -> Value {
        var definitions = Members()
        for spec in WorkflowFormat.objects { definitions[spec.name] = schema(of: spec) }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "orchestrate workflow",
            "oneOf": [reference("workflow"), reference("using-workflow")],
            "$defs": .object(definitions),
        ]
    }

    private static func reference(_ name: String) -> Value {
        ["$ref": .string("#/$defs/\(name)")]
    }

    private static func schema(of spec: ObjectSpec) -> Value {
        var properties = Members()
        for key in spec.keys { properties[key.name] = schema(of: key) }
        var schema: Members = [
            "description": .string(spec.summary),
            "type": "object",
            "properties": .object(properties),
            "additionalProperties": false,
        ]
        let required = spec.keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = .strings(required) }
        if let choice = choices[spec.name] {
            schema["oneOf"] = .array(choice.map { ["required": [.string($0)]] })
        }
        if spec.name == "step" { schema["dependentSchemas"] = dependencies(of: spec) }
        return .object(schema)
    }

    /// Of these keys there is exactly one.
    private static let choices = [
        "workflow": ["phases", "steps"], "step": WorkflowFormat.kinds,
    ]

    /// The keys that stand only beside some kinds.
    private static func dependencies(of spec: ObjectSpec) -> Value {
        var dependencies = Members()
        for key in spec.keys {
            guard let kinds = key.kinds else { continue }
            dependencies[key.name] = ["anyOf": .array(kinds.map { ["required": [.string($0)]] })]
        }
        dependencies["agent"] = ["required": ["task"]]
        return .object(dependencies)
    }

    private static func schema(of key: KeySpec) -> Value {
        var members = Members([("description", .string(key.summary))])
        for (name, value) in schema(of: key.type).objectValue?.pairs ?? [] { members[name] = value }
        return .object(members)
    }

    private static func schema(of type: KeyType) -> Value {
        switch type {
        case .text: ["type": "string"]
        case .command: ["type": "string", "pattern": #"\S"#]
        case .name(let pattern): ["type": "string", "pattern": .string(pattern.regex)]
        case .boolean: ["type": "boolean"]
        case .integer(let range):
            [
                "type": "integer", "minimum": .int(range.lowerBound),
                "maximum": .int(range.upperBound),
            ]
        case .number(let least): ["type": "number", "minimum": .number(least)]
        case .duration: ["type": "string", "pattern": .string(DurationText.regex)]
        case .expression: ["type": ["string", "boolean"]]
        case .template: ["type": ["string", "number", "boolean"]]
        case .value, .literal: [:]
        case .path:
            [
                "type": "string",
                "pattern": #"^(?![/~])(?!.*//)(?!(.*/)?\.\.?(/|$))[^\\\x00-\x1f\x7f]+$"#,
            ]
        case .pattern: ["type": "string", "format": "regex"]
        case .approver: ["type": "string", "pattern": "^(anyone|user:.+|role:.+)$"]
        case .exclusion:
            ["type": "string", "pattern": "^(requester|producer|user:.+|role:.+)$"]
        case .choice(let words): ["enum": .strings(words)]
        case .list(let element, let least):
            ["type": "array", "items": schema(of: element), "minItems": .int(least)]
        case .map(let pattern, let value):
            [
                "type": "object", "propertyNames": ["pattern": .string(pattern.regex)],
                "additionalProperties": schema(of: value),
            ]
        case .object(let spec): reference(spec.name)
        case .either(let scalar, let container):
            ["anyOf": [schema(of: scalar), schema(of: container)]]
        }
    }
}
