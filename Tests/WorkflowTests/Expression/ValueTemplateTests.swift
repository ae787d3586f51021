import Testing
import Workflow

struct ValueTemplateTests {
    private let contexts = ExpressionContexts(exampleContexts)

    private let mixed: Value = [
        "plain": "text",
        "number": 4,
        "typed": "${{ inputs.count }}",
        "text": "v${{ inputs.count }}",
        "list": ["a", "${{ steps.collect.outputs.files }}", ["deep": "${{ inputs.missing }}"]],
    ]

    @Test func `every string in a value is a template`() throws {
        let template = try ValueTemplate(parsing: mixed)
        let expected: Value = [
            "plain": "text",
            "number": 4,
            "typed": 3,
            "text": "v3",
            "list": ["a", ["a", "b"], ["deep": nil]],
        ]
        let value = try template.evaluate(in: contexts)
        #expect(value == expected)
        #expect(value.objectValue?.keys == mixed.objectValue?.keys)
        #expect(template.expressions.count == 4)
        #expect(template.references.map(\.root) == ["inputs", "inputs", "steps", "inputs"])
        #expect(!template.isLiteral)
    }

    @Test func `a value without expressions is itself`() throws {
        let value: Value = ["a": [1, true, nil, ["b": "c"]], "d": "{{ }}"]
        let template = try ValueTemplate(parsing: value)
        #expect(template == .literal(value))
        #expect(template.isLiteral)
        #expect(try template.evaluate(in: contexts) == value)
    }

    @Test func `a template can be made part by part`() throws {
        let text = try Template(parsing: "${{ inputs.version }}")
        let template = ValueTemplate.object([
            ValueTemplate.Member("a", .text(text)),
            ValueTemplate.Member("b", .array([.literal(1), .text(text)])),
        ])
        #expect(try template.evaluate(in: contexts) == ["a": "v1.2", "b": [1, "v1.2"]])
        #expect(Set([template, template]).count == 1)
    }

    @Test func `a mistake anywhere is found when parsing`() {
        let error = #expect(throws: ExpressionError.self) {
            try ValueTemplate(parsing: ["a": [["b": "x ${{ in.y }}"]]], knownRoots: ["inputs"])
        }
        #expect(error?.column == 7)
    }
}
