/// How values are taken for values of another type.
extension Operand {
    /// False, zero, NaN, the empty string and null are no; all else is yes, `'false'` and `[]` too.
    var isTruthy: Bool {
        switch content {
        case .value(let value): value.isTruthy
        case .filtered: true
        }
    }

    /// Arrays and objects are no number.
    var number: Double {
        switch content {
        case .value(.null): 0
        case .value(.bool(let flag)): flag ? 1 : 0
        case .value(.number(let number)): number
        case .value(.string(let text)): NumberText.number(of: text)
        case .value(.array), .value(.object), .filtered: .nan
        }
    }

    /// An array becomes the word `Array`, an object the word `Object`.
    var text: String {
        switch content {
        case .value(.null): ""
        case .value(.bool(let flag)): flag ? "true" : "false"
        case .value(.number(let number)): NumberText.text(of: number)
        case .value(.string(let text)): text
        case .value(.array), .filtered: "Array"
        case .value(.object): "Object"
        }
    }

    /// What making `text` costs, in bytes read: the digits of a fraction take the more, the farther
    /// it is from 1.
    var effortOfText: Int {
        guard case .value(.number(let number)) = content, number.isFinite, number != 0,
            number != number.rounded() || abs(number) >= 1e15
        else { return bytesToRead }
        return 64 + abs(Int(number.exponent))
    }

    /// About how many bytes are read to compare this.
    var bytesToRead: Int {
        if case .value(.string(let text)) = content { text.utf8.count } else { 8 }
    }
}

/// How two values stand to each other, after both are taken for values of one type.
enum Relation {
    case less
    case equal
    case greater
    /// NaN, values of different types, and arrays and objects that are not the same instance.
    case none

    /// Two strings, two booleans and two nulls are compared as they are, all other primitives as
    /// numbers.
    init(_ left: Operand, _ right: Operand) {
        switch (left.content, right.content) {
        case (.value(.null), .value(.null)):
            self = .equal
        case (.value(.string(let left)), .value(.string(let right))):
            self = CaseFolding.relation(left, right)
        case _ where left.isPrimitive && right.isPrimitive:
            self.init(left.number, right.number)
        default:
            self = left.isSameInstance(as: right) ? .equal : .none
        }
    }

    init(_ left: Double, _ right: Double) {
        if left == right {
            self = .equal
        } else if left < right {
            self = .less
        } else {
            self = left > right ? .greater : .none
        }
    }

    func satisfies(_ comparison: ComparisonOperator) -> Bool {
        switch comparison {
        case .equal: self == .equal
        case .notEqual: self != .equal
        case .less: self == .less
        case .lessOrEqual: self == .less || self == .equal
        case .greater: self == .greater
        case .greaterOrEqual: self == .greater || self == .equal
        }
    }
}

extension Value {
    /// Whether it counts as true, as `Operand.isTruthy` says.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .number(let number): !(number == 0 || number.isNaN)
        case .string(let text): !text.isEmpty
        case .array, .object: true
        }
    }
}
