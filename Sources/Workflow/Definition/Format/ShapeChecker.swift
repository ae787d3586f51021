/// Compares a tree of nodes with the tables of the format: keys, types, patterns.
struct ShapeChecker {
    let mistakes: Mistakes

    /// Reports all that does not fit and says whether anything did not.
    @discardableResult
    func check(_ node: YAMLNode, is type: KeyType, as name: String) -> Bool {
        switch type {
        case .object(let spec): return check(node, fits: spec, as: name)
        case .list(let element, let least):
            guard let elements = node.sequence, elements.count >= least else {
                return wrong(node, type, name)
            }
            return elements.map { check($0, is: element, as: self.name(of: $0, element, in: name)) }
                .allSatisfy(\.self)
        case .map(let pattern, let value):
            guard let entries = node.mapping else { return wrong(node, type, name) }
            return entries.map { check($0, of: name, pattern: pattern, value: value) }
                .allSatisfy(\.self)
        case .either(let scalar, let container):
            return check(node, is: node.scalar == nil ? container : scalar, as: name)
        case .value, .literal: return true
        default: return checkScalar(node, is: type, as: name)
        }
    }

    /// Reports unknown and missing keys of an object, and what does not fit in the others.
    @discardableResult
    func check(_ node: YAMLNode, fits spec: ObjectSpec, as name: String) -> Bool {
        guard let entries = node.mapping else { return wrong(node, .object(spec), name) }
        var fits = true
        for entry in entries {
            if let key = spec.key(entry.key) {
                let isFine = check(entry.value, is: key.type, as: entry.key.quoted)
                fits = isFine && fits
            } else {
                fits = false
                mistakes.error(
                    "unknown key \(entry.key.quoted) in \(name)",
                    at: entry.place,
                    hint: entry.key.guess(among: spec.keys.map(\.name))
                )
            }
        }
        for key in spec.keys
        where key.isRequired && !entries.contains(where: { $0.key == key.name }) {
            fits = false
            mistakes.error("\(name) has no key \(key.name.quoted)", at: node.place)
        }
        return fits
    }

    /// `step 'x'` for an object with an id, else where it stands.
    private func name(of node: YAMLNode, _ type: KeyType, in list: String) -> String {
        guard case .object(let spec) = type, let id = node.text("id") else {
            return "an element of \(list)"
        }
        return "\(spec.name) \(id.quoted)"
    }

    private func check(
        _ entry: YAMLNode.Entry,
        of name: String,
        pattern: NamePattern,
        value: KeyType
    ) -> Bool {
        var fits = true
        if !pattern.matches(entry.key) {
            mistakes.error(
                "the key \(entry.key.quoted) of \(name) must be \(pattern.words)",
                at: entry.place
            )
            fits = false
        }
        return check(entry.value, is: value, as: entry.key.quoted) && fits
    }

    private func checkScalar(_ node: YAMLNode, is type: KeyType, as name: String) -> Bool {
        guard let scalar = node.scalar else { return wrong(node, type, name) }
        let text = scalar.value.stringValue
        switch type {
        case .boolean: return scalar.value.boolValue != nil || wrong(node, type, name)
        case .integer(let range):
            return scalar.value.intValue.map(range.contains) ?? false || wrong(node, type, name)
        case .number(let least):
            return scalar.value.numberValue.map { $0 >= least } ?? false || wrong(node, type, name)
        case .template: return !scalar.value.isNull || wrong(node, type, name)
        case .expression:
            return text != nil || scalar.value.boolValue != nil || wrong(node, type, name)
        case .duration:
            return text.flatMap(DurationText.milliseconds) != nil || wrong(node, type, name)
        case .name(let pattern):
            return text.map(pattern.matches) ?? false || wrong(node, type, name)
        case .choice(let words): return text.map(words.contains) ?? false || wrong(node, type, name)
        case .approver: return text.flatMap(Approver.init) != nil || wrong(node, type, name)
        case .exclusion: return text.flatMap(GateExclusion.init) != nil || wrong(node, type, name)
        case .path: return checkPath(node, text: text, as: name)
        case .pattern: return checkPattern(node, text: text, as: name)
        case .command:
            return text.map { !$0.allSatisfy(\.isWhitespace) } ?? false || wrong(node, type, name)
        default: return text != nil || wrong(node, type, name)
        }
    }

    private func checkPath(_ node: YAMLNode, text: String?, as name: String) -> Bool {
        guard let text else { return wrong(node, .path, name) }
        guard let objection = DeclaredPath.objection(to: text) else { return true }
        mistakes.error(
            "the path \(text.quoted) \(objection)",
            at: node.place,
            hint: "write it as seen from the workspace, with '/' between its parts"
        )
        return false
    }

    private func checkPattern(_ node: YAMLNode, text: String?, as name: String) -> Bool {
        guard let text else { return wrong(node, .pattern, name) }
        guard case .failure(let reason) = TextPattern.parse(text) else { return true }
        mistakes.error("'pattern' is no regular expression: \(reason)", at: node.place)
        return false
    }

    private func wrong(_ node: YAMLNode, _ type: KeyType, _ name: String) -> Bool {
        if case .object(let spec) = type, spec.name == WorkflowFormat.secret.name {
            // What stands there may be the secret itself.
            mistakes.error(
                "\(name) must say where the secret is, found \(node.kindName)",
                at: node.place,
                hint: "a secret never stands in a file: give it 'env', 'file' or 'command'"
            )
            return false
        }
        mistakes.error(
            "\(name) must be \(type.words), found \(found(node, type))",
            at: node.place,
            hint: hint(node, type)
        )
        return false
    }

    /// The kind of what stands there, or the text itself when its kind is right.
    private func found(_ node: YAMLNode, _ type: KeyType) -> String {
        guard let scalar = node.scalar else {
            return node.sequence?.isEmpty == true ? "an empty array" : node.kindName
        }
        if scalar.value.isNull { return "nothing" }
        return "\(scalar.value.kindName) \(scalar.text.quoted)"
    }

    private func hint(_ node: YAMLNode, _ type: KeyType) -> String? {
        guard let scalar = node.scalar else { return nil }
        switch (type, scalar.value) {
        case (.text, .number), (.text, .bool), (.command, .number), (.command, .bool),
            (.path, .number), (.name, .number), (.name, .bool), (.pattern, .number):
            return "put it in quotes to make it a string"
        case (.choice(let words), .string(let text)):
            return Spelling.nearest(to: text, in: words).map { "did you mean \($0.quoted)?" }
        case (.boolean, .string(let text)):
            let words = ["yes": "true", "on": "true", "no": "false", "off": "false"]
            return words[text.lowercased()].map { "write \($0)" }
        default: return nil
        }
    }
}
