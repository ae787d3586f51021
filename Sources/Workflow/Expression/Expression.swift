/// An expression of GitHub Actions' language, parsed: what stands between `${{` and `}}`.
package struct Expression: Sendable {
    /// GitHub's greatest length, in UTF-16 units.
    package static let maximumLength = 21_000
    /// GitHub's greatest depth of an expression's tree; also the greatest nesting of parentheses.
    package static let maximumDepth = 50
    /// The greatest text or list that an evaluation may make, in bytes.
    package static let maximumResultBytes = 10 * 1024 * 1024
    /// The most that one evaluation may read and write in all, in bytes, so that none can hang.
    package static let maximumWorkBytes = 16 * maximumResultBytes

    package let source: String
    /// Every read of a context, in the order of their columns.
    package let references: [Reference]
    let root: SyntaxNode
    private let functions: Set<ExpressionFunction>

    /// Parses `source`, of which the empty text is `null`.
    ///
    /// With `knownRoots` a context that is not among them is a mistake; without, only evaluating
    /// finds it.
    package init(
        parsing source: String,
        knownRoots: Set<String>? = nil
    ) throws(ExpressionError) {
        self.source = source
        root = try Parser.node(parsing: source, knownRoots: knownRoots)
        references = root.references
        functions = root.functions
    }

    /// Whether it calls `success()`, `failure()`, `always()` or `cancelled()`.
    package var usesStatusFunction: Bool { functions.contains { $0.asksForStatus } }

    package func calls(_ function: ExpressionFunction) -> Bool { functions.contains(function) }

    /// The value of the expression; equal contexts give equal values.
    package func evaluate(in contexts: ExpressionContexts) throws(ExpressionError) -> Value {
        var evaluator = Evaluator(contexts)
        return try evaluate(with: &evaluator).value
    }

    /// Evaluates as a part of something larger, which has one limit for all its parts.
    func evaluate(with evaluator: inout Evaluator) throws(ExpressionError) -> Operand {
        try evaluator.evaluate(root)
    }
}

/// Equal sources parse to equal trees; a tree itself may hold NaN, which equals nothing.
extension Expression: Hashable {
    package static func == (left: Expression, right: Expression) -> Bool {
        left.source == right.source
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
