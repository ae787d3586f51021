import Workflow

/// A CloudFormation template, read for one environment: mappings looked up, conditions decided.
struct CloudFormationTemplate {
    let path: String
    private let root: Value
    private let environment: String

    init(path: String, root: Value, environment: String) {
        self.path = path
        self.root = root
        self.environment = environment
    }

    /// Resources of a type that exist in the environment, by name.
    func resources(_ type: String) -> [(name: String, properties: Value)] {
        (root["Resources"]?.objectValue?.pairs ?? []).compactMap { name, resource in
            guard resource.string("Type") == type, exists(resource) else { return nil }
            return (name, resource["Properties"] ?? [:])
        }
    }

    /// A property as text; nil when it is absent or `AWS::NoValue`.
    func text(_ properties: Value, _ name: String) -> String? {
        properties[name].flatMap(resolved).flatMap(Self.text)
    }

    static func text(_ value: Value) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let flag): String(flag)
        default: value.numberValue.map { NumberText.plain($0) }
        }
    }

    private func exists(_ resource: Value) -> Bool {
        guard let condition = resource.string("Condition") else { return true }
        return holds(condition)
    }

    private func holds(_ condition: String) -> Bool {
        root["Conditions"]?[condition].map(holds) ?? false
    }

    private func holds(_ value: Value) -> Bool {
        if let inner = value["Fn::Not"]?.arrayValue?.first { return !holds(inner) }
        let sides = (value["Fn::Equals"]?.arrayValue ?? []).map { resolved($0).flatMap(Self.text) }
        return sides.count == 2 && sides[0] == sides[1]
    }

    private func resolved(_ value: Value) -> Value? {
        if value.string("Ref") == "AWS::NoValue" { return nil }
        if let find = value["Fn::FindInMap"]?.arrayValue, find.count == 3,
            let map = find[0].stringValue, let key = find[2].stringValue
        {
            return root["Mappings"]?[map]?[environment]?[key]
        }
        if let choice = value["Fn::If"]?.arrayValue, choice.count == 3,
            let condition = choice[0].stringValue
        {
            return resolved(holds(condition) ? choice[1] : choice[2])
        }
        return value
    }
}
