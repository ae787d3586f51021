/// An event that this program cannot read.
package struct EventCodingError: Error, Sendable, Hashable, CustomStringConvertible {
    package let reason: String
    package var description: String { reason }
}

/// Reads the members of an event's body, naming what is missing or of the wrong kind.
struct EventBody {
    let members: Members
    let path: String

    init(_ value: Value, path: String = "body") throws(EventCodingError) {
        guard let members = value.objectValue else {
            throw EventCodingError(reason: "\(path) must be an object, found \(value.kindName)")
        }
        self.members = members
        self.path = path
    }

    func value(_ key: String) throws(EventCodingError) -> Value {
        guard let value = members[key] else {
            throw EventCodingError(reason: "\(path).\(key) is missing")
        }
        return value
    }

    func string(_ key: String) throws(EventCodingError) -> String {
        guard let text = try value(key).stringValue else { throw wrong(key, "a string") }
        return text
    }

    func optionalString(_ key: String) -> String? { members[key]?.stringValue }

    func name<ID: Name>(_ key: String, as type: ID.Type = ID.self) throws(EventCodingError) -> ID {
        ID(try string(key))
    }

    func int(_ key: String) throws(EventCodingError) -> Int {
        guard let number = try value(key).intValue else { throw wrong(key, "an integer") }
        return number
    }

    func bool(_ key: String) throws(EventCodingError) -> Bool {
        guard let flag = try value(key).boolValue else { throw wrong(key, "a boolean") }
        return flag
    }

    /// Nil when the member is absent.
    func optionalBool(_ key: String) throws(EventCodingError) -> Bool? {
        members[key] == nil ? nil : try bool(key)
    }

    func digest(_ key: String) throws(EventCodingError) -> Digest {
        guard let digest = Digest(hex: try string(key)) else { throw wrong(key, "a digest") }
        return digest
    }

    func time(_ key: String) throws(EventCodingError) -> Timestamp {
        guard let time = Timestamp(try string(key)) else { throw wrong(key, "a time") }
        return time
    }

    func optionalTime(_ key: String) throws(EventCodingError) -> Timestamp? {
        guard let value = members[key], !value.isNull else { return nil }
        return try time(key)
    }

    func choice<Choice: RawRepresentable<String>>(
        _ key: String,
        as type: Choice.Type = Choice.self
    ) throws(EventCodingError) -> Choice {
        let text = try string(key)
        guard let choice = Choice(rawValue: text) else { throw wrong(key, "known, not '\(text)'") }
        return choice
    }

    func strings(_ key: String) throws(EventCodingError) -> [String] {
        try list(key) { value, _ throws(EventCodingError) in
            guard let text = value.stringValue else { throw wrong(key, "an array of strings") }
            return text
        }
    }

    func object(_ key: String) throws(EventCodingError) -> EventBody {
        try EventBody(try value(key), path: "\(path).\(key)")
    }

    /// The elements of an array; a missing one is empty, so that a member can be added later.
    func list<Element>(
        _ key: String,
        _ element: (Value, String) throws(EventCodingError) -> Element
    ) throws(EventCodingError) -> [Element] {
        guard let value = members[key] else { return [] }
        guard let values = value.arrayValue else { throw wrong(key, "an array") }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            elements.append(try element(value, "\(path).\(key)[\(index)]"))
        }
        return elements
    }

    func objects<Element>(
        _ key: String,
        _ element: (EventBody) throws(EventCodingError) -> Element
    ) throws(EventCodingError) -> [Element] {
        try list(key) { value, path throws(EventCodingError) in
            try element(try EventBody(value, path: path))
        }
    }

    private func wrong(_ key: String, _ expected: String) -> EventCodingError {
        EventCodingError(reason: "\(path).\(key) must be \(expected)")
    }
}

extension Value {
    /// An object of the pairs whose value is not nil.
    static func members(_ pairs: (String, Value?)...) -> Value {
        .object(Members(pairs.compactMap { key, value in value.map { (key, $0) } }))
    }

    /// The same, with members that belong together named elsewhere; all are put in order.
    static func members(_ group: [(String, Value?)], _ pairs: (String, Value?)...) -> Value {
        let present = (group + pairs).compactMap { key, value in value.map { (key, $0) } }
        return .object(Members(present.sorted { $0.0 < $1.0 }))
    }

    static func name(_ name: some Name) -> Value { .string(name.text) }
    static func digest(_ digest: Digest) -> Value { .string(digest.hex) }
    static func time(_ time: Timestamp) -> Value { .string(time.description) }

    /// Nil for an empty list, so that it is left out.
    static func listOrNothing<Element>(
        _ elements: [Element],
        _ form: (Element) -> Value
    ) -> Value? {
        elements.isEmpty ? nil : .array(elements.map(form))
    }
}
