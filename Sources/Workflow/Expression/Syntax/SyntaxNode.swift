/// A parsed expression.
indirect enum SyntaxNode: Sendable {
    case literal(Value)
    case root(String, column: Int)
    case index(SyntaxNode, SyntaxNode, column: Int)
    case wildcard(SyntaxNode, column: Int)
    case not(SyntaxNode)
    case comparison(ComparisonOperator, SyntaxNode, SyntaxNode, column: Int)
    /// `&&` of two or more operands.
    case all([SyntaxNode])
    /// `||` of two or more operands.
    case any([SyntaxNode])
    case call(ExpressionFunction, [SyntaxNode], column: Int)
}

enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    var isEquality: Bool { self == .equal || self == .notEqual }
}

extension SyntaxNode {
    var functions: Set<ExpressionFunction> {
        switch self {
        case .literal, .root: []
        case .index(let base, let key, _): base.functions.union(key.functions)
        case .wildcard(let base, _): base.functions
        case .not(let operand): operand.functions
        case .comparison(_, let left, let right, _): left.functions.union(right.functions)
        case .all(let operands), .any(let operands):
            operands.reduce(into: []) { $0.formUnion($1.functions) }
        case .call(let function, let arguments, _):
            arguments.reduce(into: [function]) { $0.formUnion($1.functions) }
        }
    }
}
