/// Makes a tree of an expression's tokens, by recursive descent.
///
/// From the loosest binding to the tightest: `||`, `&&`, `== !=`, `< <= > >=`, `!`, then `.` and
/// `[ ]`. The depth of the tree is limited as GitHub limits it; the nesting of parentheses, which
/// GitHub does not count, is limited too, so that no text can exhaust the stack.
struct Parser {
    let tokens: [Token]
    let knownRoots: Set<String>?
    var index = 0
    private var nesting = 0

    /// A node and how deep the tree below it is, itself included.
    struct Branch {
        let node: SyntaxNode
        let depth: Int
    }

    private init(_ tokens: [Token], knownRoots: Set<String>?) {
        self.tokens = tokens
        self.knownRoots = knownRoots
    }

    /// The tree of `text`; of an empty text it is `null`, as in GitHub.
    static func node(
        parsing text: String,
        knownRoots: Set<String>?
    ) throws(ExpressionError) -> SyntaxNode {
        guard text.utf16.count <= Expression.maximumLength else {
            throw ExpressionError(
                "Exceeded max expression length \(Expression.maximumLength)",
                column: 1
            )
        }
        var parser = Parser(Lexer.tokens(of: text), knownRoots: knownRoots)
        guard !parser.tokens.isEmpty else { return .literal(.null) }
        let branch = try parser.readAny()
        if let rest = parser.current { throw .unexpectedSymbol(rest.text, column: rest.column) }
        return branch.node
    }

    // MARK: Tokens

    var current: Token? { index < tokens.count ? tokens[index] : nil }

    mutating func take(_ kind: Token.Kind) -> Token? {
        guard let token = current, token.kind == kind else { return nil }
        index += 1
        return token
    }

    /// The mistake that the current token is where it stands, or that there is none.
    var mistake: ExpressionError {
        if let current { return .unexpectedSymbol(current.text, column: current.column) }
        let last = tokens.last
        return ExpressionError(
            "Unexpected end of expression: '\(last?.text ?? "")'",
            column: last?.column ?? 1
        )
    }

    // MARK: Depth

    func branch(
        _ node: SyntaxNode,
        over children: [Branch],
        at token: Token
    ) throws(ExpressionError) -> Branch {
        let depth = 1 + (children.map(\.depth).max() ?? 0)
        guard depth <= Expression.maximumDepth else { throw tooDeep(at: token) }
        return Branch(node: node, depth: depth)
    }

    private func tooDeep(at token: Token) -> ExpressionError {
        ExpressionError(
            "Exceeded max expression depth \(Expression.maximumDepth)",
            column: token.column
        )
    }

    mutating func nested(
        at token: Token,
        _ read: (inout Parser) throws(ExpressionError) -> Branch
    ) throws(ExpressionError) -> Branch {
        nesting += 1
        guard nesting <= Expression.maximumDepth else { throw tooDeep(at: token) }
        let branch = try read(&self)
        nesting -= 1
        return branch
    }

    // MARK: Operators

    mutating func readAny() throws(ExpressionError) -> Branch {
        let first = try readAll()
        guard let sign = current, sign.kind == .or else { return first }
        var operands = [first]
        while take(.or) != nil { operands.append(try readAll()) }
        return try chain(operands, at: sign, make: SyntaxNode.any) { node in
            if case .any(let inner) = node { inner } else { nil }
        }
    }

    private mutating func readAll() throws(ExpressionError) -> Branch {
        let first = try readEquality()
        guard let sign = current, sign.kind == .and else { return first }
        var operands = [first]
        while take(.and) != nil { operands.append(try readEquality()) }
        return try chain(operands, at: sign, make: SyntaxNode.all) { node in
            if case .all(let inner) = node { inner } else { nil }
        }
    }

    /// One node of all operands.
    ///
    /// An operand that is the same operator, in parentheses, becomes part of its parent and does not
    /// count for the depth.
    private func chain(
        _ operands: [Branch],
        at sign: Token,
        make: ([SyntaxNode]) -> SyntaxNode,
        inner: (SyntaxNode) -> [SyntaxNode]?
    ) throws(ExpressionError) -> Branch {
        var nodes: [SyntaxNode] = []
        var children: [Branch] = []
        for operand in operands {
            let nested = inner(operand.node)
            nodes += nested ?? [operand.node]
            let depth = nested == nil ? operand.depth : operand.depth - 1
            children.append(Branch(node: operand.node, depth: depth))
        }
        return try branch(make(nodes), over: children, at: sign)
    }

    private mutating func readEquality() throws(ExpressionError) -> Branch {
        var left = try readOrder()
        while case .comparison(let sign) = current?.kind, sign.isEquality, let token = current {
            index += 1
            let right = try readOrder()
            let node = SyntaxNode.comparison(sign, left.node, right.node, column: token.column)
            left = try branch(node, over: [left, right], at: token)
        }
        return left
    }

    private mutating func readOrder() throws(ExpressionError) -> Branch {
        var left = try readNot()
        while case .comparison(let sign) = current?.kind, !sign.isEquality, let token = current {
            index += 1
            let right = try readNot()
            let node = SyntaxNode.comparison(sign, left.node, right.node, column: token.column)
            left = try branch(node, over: [left, right], at: token)
        }
        return left
    }

    private mutating func readNot() throws(ExpressionError) -> Branch {
        guard let sign = take(.not) else { return try readAccess() }
        let operand = try nested(at: sign) { parser throws(ExpressionError) in
            try parser.readNot()
        }
        return try branch(.not(operand.node), over: [operand], at: sign)
    }
}
