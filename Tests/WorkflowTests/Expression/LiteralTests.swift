import Testing
import Workflow

struct LiteralTests {
    @Test(arguments: [
        ExpressionCase("", "null"),
        ExpressionCase("  ", "null"),
        ExpressionCase("null", "null"),
        ExpressionCase("true", "true"),
        ExpressionCase(" false ", "false"),
        ExpressionCase("42", "42"),
        ExpressionCase("+42", "42"),
        ExpressionCase("-1.5", "-1.5"),
        ExpressionCase(".5", "0.5"),
        ExpressionCase("-.5", "-0.5"),
        ExpressionCase("7.", "7"),
        ExpressionCase("1e3", "1000"),
        ExpressionCase("1.5E+2", "150"),
        ExpressionCase("25e-1", "2.5"),
        ExpressionCase("0x1F", "31"),
        ExpressionCase("0xffffffff", "4294967295"),
        ExpressionCase("0o17", "15"),
        ExpressionCase("Infinity", "Infinity"),
        ExpressionCase("+Infinity", "Infinity"),
        ExpressionCase("-Infinity", "-Infinity"),
        ExpressionCase("1e400", "Infinity"),
        ExpressionCase("NaN", "NaN"),
        ExpressionCase("''", #""""#),
        ExpressionCase("'it''s'", #""it's""#),
        ExpressionCase("''''", #""'""#),
        ExpressionCase("'a''b''c'", #""a'b'c""#),
        ExpressionCase("'${{ }}'", #""${{ }}""#),
        ExpressionCase("'Grüße 🎉'", #""Grüße 🎉""#),
        ExpressionCase("'a\nb'", #""a\nb""#),
    ])
    func `a literal is its value`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        MistakeCase("-0xFF", "Unexpected symbol: '-0xFF'", column: 1),
        MistakeCase("0xFG", "Unexpected symbol: '0xFG'", column: 1),
        MistakeCase("0x", "Unexpected symbol: '0x'", column: 1),
        MistakeCase("0XFF", "Unexpected symbol: '0XFF'", column: 1),
        MistakeCase("0o8", "Unexpected symbol: '0o8'", column: 1),
        MistakeCase("1e", "Unexpected symbol: '1e'", column: 1),
        MistakeCase("1.2.3", "Unexpected symbol: '1.2.3'", column: 1),
        MistakeCase("1 && .", "Unexpected symbol: '.'", column: 6),
        MistakeCase("-", "Unexpected symbol: '-'", column: 1),
        MistakeCase("2-1", "Unexpected symbol: '2-1'", column: 1),
        MistakeCase("-Inf", "Unexpected symbol: '-Inf'", column: 1),
        MistakeCase("'open", "Unexpected symbol: ''open'", column: 1),
        MistakeCase("'open''", "Unexpected symbol: ''open'''", column: 1),
        MistakeCase("\"double\"", "Unexpected symbol: '\"double\"'", column: 1),
        MistakeCase("True", "Unrecognized named-value: 'True'", column: 1),
    ])
    func `what is no literal is refused where it stands`(example: MistakeCase) {
        let mistake = mistake(in: example.source)
        #expect(mistake?.message == example.message)
        #expect(mistake?.column == example.column)
    }
}
