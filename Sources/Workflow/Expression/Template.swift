/// A text with expressions in it: `Version ${{ inputs.version }} of ${{ inputs.product }}`.
package struct Template: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case text(String)
        case expression(EmbeddedExpression)
    }

    /// The text and the expressions, in order; no two texts stand side by side, and none is empty.
    package let parts: [Part]

    package init(
        parsing text: String,
        knownRoots: Set<String>? = nil
    ) throws(ExpressionError) {
        var scanner = TemplateScanner(text)
        var parts: [Part] = []
        while let piece = try scanner.next() {
            switch piece {
            case .text(let text):
                parts.append(.text(text))
            case .expression(let source, let offset):
                parts.append(
                    .expression(
                        try EmbeddedExpression(source, offset: offset, knownRoots: knownRoots)
                    )
                )
            }
        }
        self.parts = parts
    }

    /// Whether there is no expression in it.
    package var isLiteral: Bool { expressions.isEmpty }

    package var expressions: [EmbeddedExpression] {
        parts.compactMap { if case .expression(let embedded) = $0 { embedded } else { nil } }
    }

    /// Every read of a context, with columns in the template's text.
    package var references: [Reference] { expressions.flatMap(\.references) }

    /// A template that is one expression and nothing else has the value of that expression; any
    /// other is a string.
    package func evaluate(in contexts: ExpressionContexts) throws(ExpressionError) -> Value {
        var evaluator = Evaluator(contexts)
        return try evaluate(with: &evaluator)
    }

    func evaluate(with evaluator: inout Evaluator) throws(ExpressionError) -> Value {
        if parts.count == 1, case .expression(let embedded) = parts[0] {
            return try embedded.evaluate(with: &evaluator).value
        }
        var result = ""
        for part in parts {
            switch part {
            case .text(let text):
                result += text
            case .expression(let embedded):
                let value = try embedded.evaluate(with: &evaluator)
                let text = try evaluator.text(of: value, column: embedded.offset + 1)
                let bytes = text.utf8.count
                try evaluator.meter.grow(
                    by: bytes,
                    to: result.utf8.count + bytes,
                    column: embedded.offset + 1
                )
                result += text
            }
        }
        return .string(result)
    }
}

/// An expression and where in a template's text it begins.
package struct EmbeddedExpression: Sendable, Hashable {
    package let expression: Expression
    /// How many scalars of the template's text stand before the expression's source.
    package let offset: Int

    init(_ source: String, offset: Int, knownRoots: Set<String>?) throws(ExpressionError) {
        do {
            expression = try Expression(parsing: source, knownRoots: knownRoots)
        } catch {
            throw error.moved(by: offset)
        }
        self.offset = offset
    }

    /// With columns in the template's text.
    package var references: [Reference] { expression.references.map { $0.moved(by: offset) } }

    func evaluate(with evaluator: inout Evaluator) throws(ExpressionError) -> Operand {
        do {
            return try expression.evaluate(with: &evaluator)
        } catch {
            throw error.moved(by: offset)
        }
    }
}
