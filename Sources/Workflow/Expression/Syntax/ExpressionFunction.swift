/// The functions of the language; the raw value is the name as it is documented.
package enum ExpressionFunction: String, Sendable, Hashable, CaseIterable {
    case contains
    case startsWith
    case endsWith
    case format
    case join
    case toJSON
    case fromJSON
    case `case`
    case success
    case failure
    case always
    case cancelled

    /// GitHub's greatest number of arguments, where a function takes as many as one likes.
    package static let maximumArguments = 255

    /// Names are compared without regard to case.
    init?(name: String) {
        let name = name.lowercased()
        guard let function = Self.allCases.first(where: { $0.rawValue.lowercased() == name })
        else { return nil }
        self = function
    }

    var arguments: ClosedRange<Int> {
        switch self {
        case .contains, .startsWith, .endsWith: 2...2
        case .format: 1...Self.maximumArguments
        case .join: 1...2
        case .toJSON, .fromJSON: 1...1
        case .case: 3...Self.maximumArguments
        case .success, .failure, .always, .cancelled: 0...0
        }
    }

    /// Whether the answer depends on how earlier steps went.
    var asksForStatus: Bool {
        switch self {
        case .success, .failure, .always, .cancelled: true
        default: false
        }
    }

    /// How it is called, for hints.
    var signature: String {
        switch self {
        case .contains: "contains(search, item)"
        case .startsWith: "startsWith(text, prefix)"
        case .endsWith: "endsWith(text, suffix)"
        case .format: "format(text, value0, value1, ...)"
        case .join: "join(array, separator)"
        case .toJSON: "toJSON(value)"
        case .fromJSON: "fromJSON(text)"
        case .case: "case(condition1, value1, condition2, value2, ..., default)"
        case .success, .failure, .always, .cancelled: "\(rawValue)()"
        }
    }
}
