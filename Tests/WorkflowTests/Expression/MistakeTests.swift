import Testing
import Workflow

struct MistakeTests {
    @Test(arguments: [
        MistakeCase("1 <", "Unexpected end of expression: '<'", column: 3),
        MistakeCase("1 < )", "Unexpected symbol: ')'", column: 5),
        MistakeCase("> 1", "Unexpected symbol: '>'", column: 1),
        MistakeCase("1 2", "Unexpected symbol: '2'", column: 3),
        MistakeCase("(1)2", "Unexpected symbol: '2'", column: 4),
        MistakeCase("(1", "Unexpected end of expression: '1'", column: 2),
        MistakeCase("(1,", "Unexpected symbol: ','", column: 3),
        MistakeCase("()", "Unexpected symbol: ')'", column: 2),
        MistakeCase("1)", "Unexpected symbol: ')'", column: 2),
        MistakeCase("inputs..x", "Unexpected symbol: '.'", column: 8),
        MistakeCase("inputs.1", "Unexpected symbol: '1'", column: 8),
        MistakeCase("inputs.", "Unexpected end of expression: '.'", column: 7),
        MistakeCase("inputs.x()", "Unexpected symbol: '('", column: 9),
        MistakeCase("inputs.b@r", "Unexpected symbol: 'b@r'", column: 8),
        MistakeCase("inputs[1", "Unexpected end of expression: '1'", column: 8),
        MistakeCase("inputs[]", "Unexpected symbol: ']'", column: 8),
        MistakeCase("inputs[*", "Unexpected end of expression: '*'", column: 8),
        MistakeCase("inputs[1)", "Unexpected symbol: ')'", column: 9),
        MistakeCase("'a'.b", "Unexpected symbol: '.'", column: 4),
        MistakeCase("'a'[0]", "Unexpected symbol: '['", column: 4),
        MistakeCase("*", "Unexpected symbol: '*'", column: 1),
        MistakeCase("join(*)", "Unexpected symbol: '*'", column: 6),
        MistakeCase("join('a' 'b')", "Unexpected symbol: ''b''", column: 10),
        MistakeCase("join('a',)", "Unexpected symbol: ')'", column: 10),
        MistakeCase("join('a'", "Unexpected end of expression: ''a''", column: 6),
        MistakeCase("1 = 2", "Unexpected symbol: '='", column: 3),
        MistakeCase("1 &2", "Unexpected symbol: '&2'", column: 3),
        MistakeCase("1 | 2", "Unexpected symbol: '|'", column: 3),
        MistakeCase("1 === 2", "Unexpected symbol: '= '", column: 5),
        MistakeCase("1 !", "Unexpected symbol: '!'", column: 3),
        MistakeCase("1 + 1", "Unexpected symbol: '+'", column: 3),
        MistakeCase("1 @abc", "Unexpected symbol: '@abc'", column: 3),
        MistakeCase("😊 && 1", "Unexpected symbol: '😊'", column: 1),
        MistakeCase("'😊' 1", "Unexpected symbol: '1'", column: 5),
        MistakeCase("1 ==\n  2 3", "Unexpected symbol: '3'", column: 10),
        MistakeCase("nope(1) @", "Unrecognized function: 'nope'", column: 1),
    ])
    func `what is out of place is refused where it stands`(example: MistakeCase) {
        let mistake = #expect(throws: ExpressionError.self) {
            try Expression(parsing: example.source)
        }
        #expect(mistake?.message.trimmed == example.message.trimmed)
        #expect(mistake?.column == example.column)
    }

    @Test(arguments: [
        MistakeCase("contains('a')", "Too few parameters supplied: 'contains'", column: 1),
        MistakeCase(
            "contains('a', 'b', 'c')",
            "Too many parameters supplied: 'contains'",
            column: 1
        ),
        MistakeCase("startsWith()", "Too few parameters supplied: 'startsWith'", column: 1),
        MistakeCase("1 && endswith(1)", "Too few parameters supplied: 'endswith'", column: 6),
        MistakeCase("format()", "Too few parameters supplied: 'format'", column: 1),
        MistakeCase("join()", "Too few parameters supplied: 'join'", column: 1),
        MistakeCase("join(1, 2, 3)", "Too many parameters supplied: 'join'", column: 1),
        MistakeCase("toJSON()", "Too few parameters supplied: 'toJSON'", column: 1),
        MistakeCase("toJSON(fromJSON())", "Too few parameters supplied: 'fromJSON'", column: 8),
        MistakeCase("case(true, 1)", "Too few parameters supplied: 'case'", column: 1),
        MistakeCase(
            "case(true, 1, true, 2)",
            "Even number of parameters supplied, requires an odd number of parameters: 'case'",
            column: 1
        ),
        MistakeCase("success(1)", "Too many parameters supplied: 'success'", column: 1),
        MistakeCase("false && always(1)", "Too many parameters supplied: 'always'", column: 10),
    ])
    func `a call with a wrong number of arguments is refused`(example: MistakeCase) {
        let mistake = #expect(throws: ExpressionError.self) {
            try Expression(parsing: example.source)
        }
        #expect(mistake?.message == example.message)
        #expect(mistake?.column == example.column)
        #expect(mistake?.hint?.hasPrefix("it is called as ") == true)
    }

    @Test func `an unknown function is refused with the one that was meant`() {
        let error = #expect(throws: ExpressionError.self) {
            try Expression(parsing: "true || statsWith('a', 'b')")
        }
        #expect(error?.message == "Unrecognized function: 'statsWith'")
        #expect(error?.column == 9)
        #expect(error?.hint?.hasPrefix("did you mean 'startsWith'? known here: 'always', ") == true)
    }

    @Test func `hashFiles is refused, with what to do instead`() {
        let error = #expect(throws: ExpressionError.self) {
            try Expression(parsing: "hashFiles('**/*.lock')")
        }
        #expect(error?.message == "Unsupported function: 'hashFiles'")
        #expect(error?.hint?.contains("let a step compute the digest") == true)
    }

    @Test func `a mistake is written with its column and its hint`() {
        let plain = ExpressionError("Unexpected symbol: ')'", column: 3)
        #expect(plain.description == "column 3: Unexpected symbol: ')'")
        let hinted = ExpressionError("It is wrong", column: 1, hint: "do it right")
        #expect(hinted.description == "column 1: It is wrong. do it right")
    }

    @Test func `no text makes the parser trap`() {
        let pieces = [
            "inputs", ".", "[", "]", "(", ")", "*", "'a'", "1", "!", "==", "&&", "join", ",", "@",
        ]
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    for fourth in ["", "x", ")", "]", "'"] {
                        let source = first + second + third + fourth
                        guard let expression = try? Expression(parsing: source) else { continue }
                        #expect(expression.source == source)
                    }
                }
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String { filter { $0 != " " } }
}
