/// A value of which some texts have expressions in them: what stands under `with`, `set` or `env`.
package indirect enum ValueTemplate: Sendable, Hashable {
    case literal(Value)
    case text(Template)
    case array([ValueTemplate])
    case object([Member])

    /// A member of an object; keys have no expressions.
    package struct Member: Sendable, Hashable {
        package let key: String
        package let template: ValueTemplate

        package init(_ key: String, _ template: ValueTemplate) {
            self.key = key
            self.template = template
        }
    }
}

extension ValueTemplate {
    /// The template that `value` is, its strings parsed.
    ///
    /// What has no expression in it anywhere is one literal.
    package init(
        parsing value: Value,
        knownRoots: Set<String>? = nil
    ) throws(ExpressionError) {
        switch value {
        case .null, .bool, .number:
            self = .literal(value)
        case .string(let text):
            let template = try Template(parsing: text, knownRoots: knownRoots)
            self = template.isLiteral ? .literal(value) : .text(template)
        case .array(let elements):
            var templates: [ValueTemplate] = []
            for element in elements {
                templates.append(try ValueTemplate(parsing: element, knownRoots: knownRoots))
            }
            self = templates.allSatisfy(\.isLiteral) ? .literal(value) : .array(templates)
        case .object(let members):
            var templates: [Member] = []
            for (key, value) in members.pairs {
                let template = try ValueTemplate(parsing: value, knownRoots: knownRoots)
                templates.append(Member(key, template))
            }
            let isLiteral = templates.allSatisfy(\.template.isLiteral)
            self = isLiteral ? .literal(value) : .object(templates)
        }
    }

    /// Whether it has the same value in all contexts.
    package var isLiteral: Bool { expressions.isEmpty }

    /// All expressions, in the order in which they are written.
    package var expressions: [EmbeddedExpression] {
        switch self {
        case .literal: []
        case .text(let template): template.expressions
        case .array(let templates): templates.flatMap(\.expressions)
        case .object(let members): members.flatMap(\.template.expressions)
        }
    }

    /// Every read of a context, each with its column in the text that it stands in.
    package var references: [Reference] { expressions.flatMap(\.references) }

    /// The value, with every expression replaced; all of them share one limit.
    package func evaluate(in contexts: ExpressionContexts) throws(ExpressionError) -> Value {
        var evaluator = Evaluator(contexts)
        return try evaluate(with: &evaluator)
    }

    private func evaluate(with evaluator: inout Evaluator) throws(ExpressionError) -> Value {
        switch self {
        case .literal(let value):
            return value
        case .text(let template):
            return try template.evaluate(with: &evaluator)
        case .array(let templates):
            var elements: [Value] = []
            for template in templates {
                elements.append(try template.evaluate(with: &evaluator))
            }
            return .array(elements)
        case .object(let members):
            var result = Members()
            for member in members {
                result[member.key] = try member.template.evaluate(with: &evaluator)
            }
            return .object(result)
        }
    }
}
