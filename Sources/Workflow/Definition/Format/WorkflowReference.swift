extension WorkflowSchema {
    /// A section with a table for every object of the file.
    package static func markdown() -> String {
        WorkflowFormat.objects.map(section).joined(separator: "\n\n")
    }

    /// The names of all keys of all objects, `object.key`.
    package static var keys: [String] {
        WorkflowFormat.objects.flatMap { spec in spec.keys.map { "\(spec.name).\($0.name)" } }
    }

    private static func section(_ spec: ObjectSpec) -> String {
        let rows = spec.keys.map { key in
            let name = "`\(key.name)`" + (key.isRequired ? " (required)" : "")
            let kinds = key.kinds.map {
                " Only with " + $0.map { "`\($0)`" }.joined(separator: ", ") + "."
            }
            let summary = (key.summary + (kinds ?? "")).replacing("|", with: #"\|"#)
            return "| \(name) | \(words(key.type)) | \(key.byDefault ?? "") | \(summary) |"
        }
        let head = ["### \(spec.name)", "", spec.summary, ""]
        let table = ["| key | type | default | meaning |", "| --- | --- | --- | --- |"]
        return (head + table + rows).joined(separator: "\n")
    }

    private static func words(_ type: KeyType) -> String {
        switch type {
        case .text: "string"
        case .command: "string, not blank"
        case .name(let pattern): "`\(pattern.regex)`"
        case .boolean: "boolean"
        case .integer(let range): "integer, \(range.lowerBound) to \(range.upperBound)"
        case .number(let least): "number, at least \(JSONWriter.compact(.number(least)))"
        case .duration: "duration"
        case .expression: "expression"
        case .template: "string, number or boolean; expressions"
        case .value: "any; expressions"
        case .literal: "any"
        case .path: "path"
        case .pattern: "regular expression"
        case .approver: "`anyone`, `user:NAME` or `role:NAME`"
        case .exclusion: "`requester`, `producer`, `user:NAME` or `role:NAME`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element, let least):
            (least > 0 ? "array (1 or more) of " : "array of ") + words(element)
        case .map(_, let value): "object of " + words(value)
        case .object(let spec): "[\(spec.name)](#\(spec.name))"
        case .either(let scalar, let container): "\(words(scalar)), or \(words(container))"
        }
    }
}
