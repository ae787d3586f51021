import Testing
import Workflow

struct TemplateTests {
    private let contexts = ExpressionContexts(exampleContexts)

    @Test(arguments: [
        ExpressionCase("plain", #""plain""#),
        ExpressionCase("", #""""#),
        ExpressionCase("${{ inputs.count }}", "3"),
        ExpressionCase("${{inputs.dryRun}}", "false"),
        ExpressionCase("${{ inputs.missing }}", "null"),
        ExpressionCase("${{ steps.collect.outputs.files }}", #"["a","b"]"#),
        ExpressionCase(" ${{ inputs.count }}", #"" 3""#),
        ExpressionCase("${{ inputs.count }}\n", #""3\n""#),
        ExpressionCase("${{ 1 }}${{ 2 }}", #""12""#),
        ExpressionCase("v=${{ inputs.version }}, n=${{ inputs.missing }}.", #""v=v1.2, n=.""#),
        ExpressionCase("is ${{ inputs }} ${{ steps.* }}", #""is Object Array""#),
        ExpressionCase("${{ '}}' }}", #""}}""#),
        ExpressionCase("${{ 'it''s }}' }}!", #""it's }}!""#),
        ExpressionCase("${{ '${{' }} x }}", #""${{ x }}""#),
        ExpressionCase("$ {{ }} ${ x } $${{ 1 }}", #""$ {{ }} ${ x } $1""#),
        ExpressionCase("${{ format('{0}}}', 1) }}", #""1}""#),
        ExpressionCase("${{\n  1 ==\n  1\n}}", "true"),
    ])
    func `a template is its text with the values of its expressions`(
        example: ExpressionCase
    ) throws {
        let template = try Template(parsing: example.source)
        #expect(JSONWriter.compact(try template.evaluate(in: contexts)) == example.value)
    }

    @Test(arguments: [
        MistakeCase(
            "a ${{ inputs.x",
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} "
                + "sequence was not found",
            column: 3
        ),
        MistakeCase(
            "${{ 'open }}",
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} "
                + "sequence was not found",
            column: 1
        ),
        MistakeCase(
            "${{ 1 }",
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} "
                + "sequence was not found",
            column: 1
        ),
        MistakeCase("é ${{ }}", "An expression was expected", column: 3),
        MistakeCase("🎉 ${{ 1 + 2 }}", "Unexpected symbol: '+'", column: 9),
        MistakeCase("${{ 1 }} ${{ nope() }}", "Unrecognized function: 'nope'", column: 14),
        MistakeCase("a ${{ unknown.x }}", "Unrecognized named-value: 'unknown'", column: 7),
        MistakeCase(
            "${{ fromJSON('') }}",
            "Error parsing JSON when evaluating fromJSON: not JSON at byte 0: ends too early",
            column: 5
        ),
    ])
    func `a mistake has its column in the template`(example: MistakeCase) {
        let error = #expect(throws: ExpressionError.self) {
            try Template(parsing: example.source).evaluate(in: contexts)
        }
        #expect(error?.message == example.message)
        #expect(error?.column == example.column)
    }

    @Test func `a template knows its parts`() throws {
        let template = try Template(parsing: "é${{ inputs.a }} and ${{  steps.b.c  }}")
        #expect(template.expressions.map(\.expression.source) == ["inputs.a", "steps.b.c"])
        #expect(template.expressions.map(\.offset) == [5, 26])
        #expect(template.parts.count == 4)
        #expect(template.parts[0] == .text("é"))
        #expect(template.parts[2] == .text(" and "))
        #expect(!template.isLiteral)
        let expected = [
            Reference(root: "inputs", path: ["a"], column: 6),
            Reference(root: "steps", path: ["b", "c"], column: 27),
        ]
        #expect(template.references == expected)
        #expect(try Template(parsing: "no {{ expression }}").isLiteral)
    }

    @Test func `known roots are asked for in every expression`() {
        let error = #expect(throws: ExpressionError.self) {
            try Template(parsing: "${{ inputs.a }} ${{ input.b }}", knownRoots: ["inputs"])
        }
        #expect(error?.column == 21)
        #expect(error?.hint == "did you mean 'inputs'? known here: 'inputs'")
    }

    @Test func `a text made of many values has a limit`() throws {
        let large = String(repeating: "x", count: 6 * 1024 * 1024)
        let contexts = ExpressionContexts(["text": .string(large)])
        #expect(try Template(parsing: "${{ text }}").evaluate(in: contexts) == .string(large))
        let twice = try Template(parsing: "${{ text }} ${{ text }}")
        let error = #expect(throws: ExpressionError.self) { try twice.evaluate(in: contexts) }
        #expect(error?.message.hasPrefix("The maximum allowed memory size was exceeded") == true)
        #expect(error?.column == 17)
    }
}
