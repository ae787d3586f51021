/// Parses what may hold expressions, and remembers what they read until all steps are known.
struct ExpressionReader {
    static let roots: Set<String> = ["inputs", "steps", "run", "phase", "env", "secrets"]

    let sources: [String: SourceText]
    let mistakes: Mistakes
    private(set) var uses: [ExpressionUse] = []

    init(sources: [String: SourceText], mistakes: Mistakes) {
        self.sources = sources
        self.mistakes = mistakes
    }

    /// The expressions that were parsed since the last call.
    mutating func takeUses() -> [ExpressionUse] {
        defer { uses = [] }
        return uses
    }

    /// The place of a scalar of `node`'s text; columns count from one, as in `ExpressionError`.
    func place(ofColumn column: Int, in node: YAMLNode) -> Place {
        guard let scalar = node.scalar, let source = sources[node.place.file], !mistakes.isFull
        else { return node.place }
        return source.place(of: column - 1, in: scalar, at: node.place)
    }

    mutating func condition(
        _ node: YAMLNode,
        roots: Set<String> = ExpressionReader.roots
    ) -> Expression? {
        guard let text = node.scalar?.value.stringValue else { return nil }
        let scalars = text.unicodeScalars
        let bare = scalars.drop { $0.properties.isWhitespace }
        var source = String(bare)
        while let last = source.unicodeScalars.last, last.properties.isWhitespace {
            source.unicodeScalars.removeLast()
        }
        var offset = scalars.count - bare.count
        if source.hasPrefix("${{"), source.hasSuffix("}}"), source.utf8.count >= 5 {
            source = String(source.dropFirst(3).dropLast(2))
            offset += 3
        }
        do throws(ExpressionError) {
            let expression = try Expression(parsing: source, knownRoots: roots)
            let references = expression.references.map { $0.moved(by: offset) }
            uses.append(ExpressionUse(references, in: node, as: .condition))
            return expression
        } catch {
            report(error.moved(by: offset), in: node)
            return nil
        }
    }

    mutating func template(_ node: YAMLNode, as role: ExpressionUse.Role) -> Template? {
        guard let text = node.scalar?.value.stringValue else { return nil }
        do throws(ExpressionError) {
            let template = try Template(parsing: text, knownRoots: Self.roots)
            for embedded in template.expressions where embedded.expression.usesStatusFunction {
                mistakes.error(
                    "success(), failure(), always() and cancelled() can only be called in 'if'",
                    at: place(ofColumn: embedded.offset + 1, in: node)
                )
            }
            if !template.isLiteral {
                uses.append(ExpressionUse(template.references, in: node, as: role))
            }
            return template
        } catch {
            report(error, in: node)
            return nil
        }
    }

    /// The template that a whole tree is; what is wrong in it is reported and left out.
    mutating func valueTemplate(_ node: YAMLNode) -> ValueTemplate {
        switch node.content {
        case .scalar(let scalar):
            guard scalar.value.stringValue != nil, let template = template(node, as: .value),
                !template.isLiteral
            else { return .literal(scalar.value) }
            return .text(template)
        case .sequence(let elements):
            let templates = elements.map { valueTemplate($0) }
            return templates.allSatisfy(\.isLiteralCase) ? .literal(node.value) : .array(templates)
        case .mapping(let entries):
            let members = entries.map {
                ValueTemplate.Member($0.key, valueTemplate($0.value))
            }
            return members.allSatisfy(\.template.isLiteralCase)
                ? .literal(node.value) : .object(members)
        }
    }

    /// Reports every expression of a text in which none is evaluated.
    func refuse(_ node: YAMLNode, message: String, hint: String) {
        switch node.content {
        case .scalar(let scalar):
            guard let text = scalar.value.stringValue, let range = text.firstRange(of: "${{") else {
                return
            }
            let offset = text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound)
            mistakes.error(message, at: place(ofColumn: offset + 1, in: node), hint: hint)
        case .sequence(let elements):
            for element in elements { refuse(element, message: message, hint: hint) }
        case .mapping(let entries):
            for entry in entries { refuse(entry.value, message: message, hint: hint) }
        }
    }

    private func report(_ error: ExpressionError, in node: YAMLNode) {
        mistakes.error(
            "bad expression: \(error.message)",
            at: place(ofColumn: error.column, in: node),
            hint: error.hint
        )
    }
}

/// What the expressions of one scalar read.
struct ExpressionUse {
    enum Role {
        case condition
        case environment
        case value
    }

    let references: [Reference]
    let node: YAMLNode
    let role: Role

    init(_ references: [Reference], in node: YAMLNode, as role: Role) {
        self.references = references
        self.node = node
        self.role = role
    }
}

extension ValueTemplate {
    fileprivate var isLiteralCase: Bool {
        if case .literal = self { true } else { false }
    }
}
