/// One key of the workflow file: what the parser accepts, the schema says and the reference lists.
struct KeySpec: Sendable {
    let name: String
    let type: KeyType
    let isRequired: Bool
    /// What holds without the key, in words; nil when nothing does.
    let byDefault: String?
    /// One sentence for people.
    let summary: String
    /// The step kinds with which it may stand; nil for all.
    let kinds: [String]?

    init(
        _ name: String,
        _ type: KeyType,
        required: Bool = false,
        byDefault: String? = nil,
        kinds: [String]? = nil,
        _ summary: String
    ) {
        self.name = name
        self.type = type
        self.isRequired = required
        self.byDefault = byDefault
        self.kinds = kinds
        self.summary = summary
    }
}

/// An object of the workflow file, with its keys.
struct ObjectSpec: Sendable {
    /// Its name in the schema and the reference, in kebab case.
    let name: String
    let summary: String
    let keys: [KeySpec]

    func key(_ name: String) -> KeySpec? { keys.first { $0.name == name } }
}

/// What may stand as the value of a key.
indirect enum KeyType: Sendable {
    case text
    case name(NamePattern)
    case boolean
    case integer(ClosedRange<Int>)
    /// A number that is not less.
    case number(atLeast: Double)
    case duration
    case expression
    /// A scalar in which expressions may stand.
    case template
    /// Anything; expressions may stand in its strings.
    case value
    /// Anything, taken as it is.
    case literal
    case command
    case path
    case pattern
    case approver
    case exclusion
    case choice([String])
    case list(of: KeyType, atLeast: Int)
    case map(of: NamePattern, to: KeyType)
    case object(ObjectSpec)
    /// A scalar or a container: the first that fits the shape.
    case either(KeyType, KeyType)

    /// What a mistake says was expected.
    var words: String {
        switch self {
        case .text: "a string"
        case .command: "a string that is not blank"
        case .name(let pattern): pattern.words
        case .boolean: "true or false"
        case .integer(let range):
            range.upperBound == Int.max
                ? "an integer of at least \(range.lowerBound)"
                : "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .number(let least): "a number of at least \(JSONWriter.compact(.number(least)))"
        case .duration: "a duration like 500ms, 30s, 2m, 72h or 3d"
        case .expression: "an expression"
        case .template: "a string, number or boolean"
        case .value, .literal: "a value"
        case .path: "a path inside the workspace"
        case .pattern: "a regular expression"
        case .approver: "'anyone', 'user:NAME' or 'role:NAME'"
        case .exclusion: "'requester', 'producer', 'user:NAME' or 'role:NAME'"
        case .choice(let words): "one of \(words.map(\.quoted).joined(separator: ", "))"
        case .list(_, let least):
            least > 0 ? "an array with at least one element" : "an array"
        case .map, .object: "an object"
        case .either(let first, let second): "\(first.words), or \(second.words)"
        }
    }
}
