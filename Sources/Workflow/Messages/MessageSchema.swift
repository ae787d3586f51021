/// What a message of one type carries: named, typed fields.
package struct MessageSchema: Sendable, Hashable {
    package let type: String
    package let version: Int
    package let summary: String
    package let fields: [Field]
    /// Whether fields that are not named here are let through.
    package let isOpen: Bool

    package init(
        type: String,
        version: Int = 1,
        summary: String,
        fields: [Field] = [],
        isOpen: Bool = false
    ) {
        self.type = type
        self.version = version
        self.summary = summary
        self.fields = fields
        self.isOpen = isOpen
    }

    package struct Field: Sendable, Hashable {
        package let name: String
        /// Nil lets any kind of value through.
        package let kind: InputDeclaration.Kind?
        package let isRequired: Bool
        package let summary: String
        /// The only texts that it may be; nil lets any through.
        package let allowed: [String]?

        package init(
            _ name: String,
            _ kind: InputDeclaration.Kind?,
            required: Bool = false,
            allowed: [String]? = nil,
            _ summary: String
        ) {
            self.name = name
            self.kind = kind
            self.isRequired = required
            self.summary = summary
            self.allowed = allowed
        }

        /// What is wrong with a text, in words; nil when it is one of those that it may be.
        package func objection(to value: Value) -> String? {
            guard let allowed, let text = value.stringValue, !allowed.contains(text) else {
                return nil
            }
            let near = Spelling.nearest(to: text, in: allowed)
            return "'\(name)' is '\(text)', expected \(allowed.joined(separator: ", "))"
                + (near.map { "; did you mean '\($0)'?" } ?? "")
        }
    }

    /// What is wrong with `payload`, in words; empty when it fits.
    package func mistakes(in payload: Value) -> [String] {
        guard let members = payload.objectValue else {
            return ["expected an object, found \(payload.kindName)"]
        }
        let missing = fields.filter { $0.isRequired && members[$0.name] == nil }
            .map { "'\($0.name)' is missing" }
        let wrong = fields.compactMap { field -> String? in
            guard let value = members[field.name], !value.isNull, let kind = field.kind,
                value.kindName != kind.rawValue
            else { return nil }
            return "'\(field.name)' must be of type \(kind.rawValue), found \(value.kindName)"
        }
        let refused = fields.compactMap { field in
            members[field.name].flatMap(field.objection)
        }
        let known = Set(fields.map(\.name))
        let unknown = isOpen ? [] : members.keys.filter { !known.contains($0) }
        return missing + wrong + refused
            + unknown.map { name in
                let near = Spelling.nearest(to: name, in: fields.map(\.name))
                return "'\(name)' is unknown" + (near.map { ", did you mean '\($0)'?" } ?? "")
            }
    }
}
