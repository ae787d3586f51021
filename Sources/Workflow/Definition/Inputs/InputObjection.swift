extension InputDeclaration {
    /// Why `value` may not be bound to this input; nil when it may.
    func objection(to value: Value) -> String? {
        if isSecret {
            // What was given may be the secret itself; a pattern is for the value behind it.
            return value.stringValue == nil ? "must be given by reference, as a string" : nil
        }
        guard value.kindName == kind.rawValue else {
            return "must be of type \(kind.rawValue), found \(Self.described(value))"
        }
        if let allowed, !allowed.contains(value) {
            let words = allowed.map(JSONWriter.compact).joined(separator: ", ")
            return "must be one of \(words), found \(Self.described(value))"
        }
        if let pattern, let text = value.stringValue {
            guard text.utf8.count <= TextPattern.maximumTextBytes else {
                return "must not be longer than \(TextPattern.maximumTextBytes) bytes, because it "
                    + "has a pattern"
            }
            guard TextPattern.isFound(pattern, in: text) else {
                return "must match the pattern \(pattern), found \(Self.described(value))"
            }
        }
        return nil
    }

    private static func described(_ value: Value) -> String {
        switch value {
        case .null: "nothing"
        case .string(let text): "string \(text.quoted)"
        case .bool, .number: "\(value.kindName) \(JSONWriter.compact(value))"
        case .array, .object: "an \(value.kindName)"
        }
    }
}
