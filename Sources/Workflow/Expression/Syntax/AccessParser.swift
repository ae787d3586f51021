/// What binds tightest: literals, contexts, calls and groups, with what is read of them.
extension Parser {
    /// A primary with any number of `.name`, `.*` and `[ ]` after it.
    mutating func readAccess() throws(ExpressionError) -> Branch {
        var base = try readPrimary()
        if case .literal = base.node, !endsWithGroup { return base }
        while let token = current {
            switch token.kind {
            case .dot:
                index += 1
                base = try readMember(of: base, at: token)
            case .openIndex:
                index += 1
                base = try readIndex(of: base, at: token)
            default:
                return base
            }
        }
        return base
    }

    /// A literal in parentheses can be dereferenced, a bare one cannot.
    private var endsWithGroup: Bool { index > 0 && tokens[index - 1].kind == .closeGroup }

    private mutating func readMember(
        of base: Branch,
        at dot: Token
    ) throws(ExpressionError) -> Branch {
        if take(.star) != nil {
            return try branch(
                .wildcard(base.node, column: dot.column),
                over: [base, leaf],
                at: dot
            )
        }
        guard let name = take(.property) else { throw mistake }
        let key = SyntaxNode.literal(.string(name.text))
        let node = SyntaxNode.index(base.node, key, column: name.column)
        return try branch(node, over: [base, leaf], at: dot)
    }

    private mutating func readIndex(
        of base: Branch,
        at open: Token
    ) throws(ExpressionError) -> Branch {
        if take(.star) != nil {
            guard take(.closeIndex) != nil else { throw mistake }
            let node = SyntaxNode.wildcard(base.node, column: open.column)
            return try branch(node, over: [base, leaf], at: open)
        }
        let key = try nested(at: open) { parser throws(ExpressionError) in try parser.readAny() }
        guard take(.closeIndex) != nil else { throw mistake }
        let node = SyntaxNode.index(base.node, key.node, column: open.column)
        return try branch(node, over: [base, key], at: open)
    }

    private var leaf: Branch { Branch(node: .literal(.null), depth: 1) }

    private mutating func readPrimary() throws(ExpressionError) -> Branch {
        guard let token = current else { throw mistake }
        switch token.kind {
        case .literal(let value):
            index += 1
            return Branch(node: .literal(value), depth: 1)
        case .root:
            index += 1
            return try readRoot(token)
        case .function:
            index += 1
            return try readCall(token)
        case .openGroup:
            index += 1
            let inner = try nested(at: token) { parser throws(ExpressionError) in
                try parser.readAny()
            }
            guard take(.closeGroup) != nil else { throw mistake }
            return inner
        default:
            throw mistake
        }
    }

    private func readRoot(_ token: Token) throws(ExpressionError) -> Branch {
        let name = token.text.lowercased()
        if let knownRoots, !knownRoots.contains(where: { $0.lowercased() == name }) {
            throw .unknown("named-value", token.text, among: knownRoots, column: token.column)
        }
        return Branch(node: .root(token.text, column: token.column), depth: 1)
    }

    private mutating func readCall(_ name: Token) throws(ExpressionError) -> Branch {
        let function = try function(named: name)
        guard take(.openGroup) != nil else { throw mistake }
        var arguments: [Branch] = []
        if take(.closeGroup) == nil {
            repeat {
                arguments.append(
                    try nested(at: name) { parser throws(ExpressionError) in try parser.readAny() }
                )
            } while take(.comma) != nil
            guard take(.closeGroup) != nil else { throw mistake }
        }
        try check(count: arguments.count, of: function, at: name)
        let node = SyntaxNode.call(function, arguments.map(\.node), column: name.column)
        return try branch(node, over: arguments, at: name)
    }

    private func function(named name: Token) throws(ExpressionError) -> ExpressionFunction {
        if let function = ExpressionFunction(name: name.text) { return function }
        if name.text.lowercased() == "hashfiles" {
            throw ExpressionError(
                "Unsupported function: '\(name.text)'",
                column: name.column,
                hint: "an expression reads no files; let a step compute the digest and output it"
            )
        }
        let known = ExpressionFunction.allCases.map(\.rawValue)
        throw .unknown("function", name.text, among: known, column: name.column)
    }

    private func check(
        count: Int,
        of function: ExpressionFunction,
        at name: Token
    ) throws(ExpressionError) {
        let problem: String
        if count < function.arguments.lowerBound {
            problem = "Too few parameters supplied"
        } else if count > function.arguments.upperBound {
            problem = "Too many parameters supplied"
        } else if function == .case, count.isMultiple(of: 2) {
            problem = "Even number of parameters supplied, requires an odd number of parameters"
        } else {
            return
        }
        throw ExpressionError(
            "\(problem): '\(name.text)'",
            column: name.column,
            hint: "it is called as \(function.signature)"
        )
    }
}
