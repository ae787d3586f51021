/// A JSON-like value: what inputs, outputs, message payloads and expressions are made of.
///
/// Objects keep the order of their members, so that what a person wrote is what a person reads;
/// equality ignores that order.
package enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Value])
    case object(Members)
}

extension Value {
    package var isNull: Bool { self == .null }

    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var numberValue: Double? {
        if case .number(let value) = self { value } else { nil }
    }

    /// A number without a fraction that an `Int` holds exactly.
    package var intValue: Int? {
        numberValue.flatMap { Int(exactly: $0) }
    }

    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var arrayValue: [Value]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var objectValue: Members? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member `key` of an object, or nil for anything else.
    package subscript(key: String) -> Value? {
        objectValue?[key]
    }

    /// What a diagnostic calls this kind of value.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(Double(value)) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: Value...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Members(elements))
    }
    package init(nilLiteral: ()) { self = .null }
}

extension Value {
    package static func int(_ value: Int) -> Value { .number(Double(value)) }

    /// `.null` for nil, else a string.
    package static func optional(_ value: String?) -> Value { value.map(Value.string) ?? .null }

    package static func strings(_ values: some Sequence<String>) -> Value {
        .array(values.map(Value.string))
    }
}
