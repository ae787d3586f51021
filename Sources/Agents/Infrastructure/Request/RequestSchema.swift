package import Workflow

extension InfrastructureRequest {
    /// The JSON Schema (2020-12) of the document, from the table that parses it.
    package static func schema() -> Value {
        var root = RequestSchema.object(RequestKeys.root)
        var members = Members()
        members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        members["title"] = "Infrastructure request"
        members["description"] =
            "What an infrastructure must do, promise, cost and comply with."
        for (key, value) in root.pairs { members[key] = value }
        root = members
        return .object(root)
    }
}

enum RequestSchema {
    static func object(_ keys: [RequestKey]) -> Members {
        var properties = Members()
        for key in keys { properties[key.name] = property(key) }
        let required = keys.filter(\.isRequired).map(\.name)
        var result: Members = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { result["required"] = .strings(required) }
        result["additionalProperties"] = false
        return result
    }

    private static func property(_ key: RequestKey) -> Value {
        var members: Members = ["description": .string(key.summary)]
        for (name, value) in kind(key.kind).pairs { members[name] = value }
        members["default"] = key.defaultValue
        return .object(members)
    }

    private static func kind(_ kind: RequestKind) -> Members {
        switch kind {
        case .text(let form):
            var result: Members = ["type": "string"]
            result["pattern"] = form.pattern.map(Value.string)
            return result
        case .number(let range):
            return [
                "type": "number", "minimum": .number(range.lowerBound),
                "maximum": .number(range.upperBound),
            ]
        case .integer(let range):
            return [
                "type": "integer", "minimum": .int(range.lowerBound),
                "maximum": .int(range.upperBound),
            ]
        case .flag: return ["type": "boolean"]
        case .choice(let words): return ["enum": .strings(words)]
        case .list(let element, let atLeast):
            return [
                "type": "array", "items": .object(Self.kind(element)), "minItems": .int(atLeast),
            ]
        case .object(let keys): return object(keys)
        case .labels: return ["type": "object", "additionalProperties": ["type": "string"]]
        case .document: return ["type": "object"]
        case .nullable(let inner):
            return ["anyOf": [.object(Self.kind(inner)), ["type": "null"]]]
        }
    }
}
