import Testing
import Workflow

struct FunctionTests {
    @Test(arguments: [
        ExpressionCase("contains('Hello World', 'o w')", "true"),
        ExpressionCase("CONTAINS('abc', 'D')", "false"),
        ExpressionCase("contains('abc', '')", "true"),
        ExpressionCase("contains('', 'a')", "false"),
        ExpressionCase("contains('aabaabaaa', 'aabaaa')", "true"),
        ExpressionCase("contains(1234, 23)", "true"),
        ExpressionCase("contains('abc', null)", "true"),
        ExpressionCase("contains('Object', inputs)", "false"),
        ExpressionCase("contains(inputs, 'version')", "false"),
        ExpressionCase("contains(fromJSON('[1, \"two\"]'), 'TWO')", "true"),
        ExpressionCase("contains(fromJSON('[1, \"two\"]'), '1')", "true"),
        ExpressionCase("contains(fromJSON('[\"\"]'), false)", "true"),
        ExpressionCase("contains(fromJSON('[]'), unknown)", "false"),
        ExpressionCase("startsWith('Version 2', 'version')", "true"),
        ExpressionCase("startsWith('abc', 'bc')", "false"),
        ExpressionCase("startsWith('abc', 'abcd')", "false"),
        ExpressionCase("startsWith(123, 12)", "true"),
        ExpressionCase("startsWith(inputs, 'Object')", "false"),
        ExpressionCase("endsWith('notes.MD', '.md')", "true"),
        ExpressionCase("endsWith('abc', 'ab')", "false"),
        ExpressionCase("endsWith('abc', '')", "true"),
        ExpressionCase("endsWith('Array', fromJSON('[]'))", "false"),
    ])
    func `parts are searched without regard to case`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("format('plain')", #""plain""#),
        ExpressionCase("format('{0} {1} {0}', 'a', 'b')", #""a b a""#),
        ExpressionCase("format('{{{0}}}', 1)", #""{1}""#),
        ExpressionCase("format('{{0}}', 1)", #""{0}""#),
        ExpressionCase("format('{00}', 'a')", #""a""#),
        ExpressionCase("format('{0:}', 'a')", #""a""#),
        ExpressionCase(
            "format('{0}|{1}|{2}|{3}', null, true, 1.50, inputs)",
            #""|true|1.5|Object""#
        ),
        ExpressionCase("format('{0}', fromJSON('[1]'))", #""Array""#),
        ExpressionCase("format('{0}', '{1}')", #""{1}""#),
        ExpressionCase("format('unused', fromJSON('no JSON'))", #""unused""#),
        ExpressionCase("format(null, 1)", #""""#),
        ExpressionCase(
            "join(fromJSON('[1, true, null, \"a\", [], {}]'))",
            #""1,true,,a,Array,Object""#
        ),
        ExpressionCase("join(fromJSON('[1, 2]'), ' - ')", #""1 - 2""#),
        ExpressionCase("join(fromJSON('[1, 2]'), inputs)", #""1,2""#),
        ExpressionCase("join(fromJSON('[1]'), unknown)", #""1""#),
        ExpressionCase("join('text', '-')", #""text""#),
        ExpressionCase("join(inputs)", #""""#),
        ExpressionCase("join(fromJSON('[]'))", #""""#),
    ])
    func `text is made of values`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("toJSON('a\"b\\c/d')", #""\"a\\\"b\\\\c/d\"""#),
        ExpressionCase(
            "toJSON('\u{1}\u{8}\u{C}\u{85}\u{2028}é')",
            ##""\"\\u0001\\b\\f\\u0085\\u2028é\"""##
        ),
        ExpressionCase("toJSON(1e21)", #""1E+21""#),
        ExpressionCase("toJSON(-0)", #""0""#),
        ExpressionCase("toJSON(fromJSON('[]'))", #""[]""#),
        ExpressionCase("toJSON(fromJSON('{}'))", #""{}""#),
        ExpressionCase("toJSON(fromJSON('[1,[2]]'))", #""[\n  1,\n  [\n    2\n  ]\n]""#),
        ExpressionCase(
            "toJSON(fromJSON('{\"b\":[],\"a\":null}'))",
            #""{\n  \"b\": [],\n  \"a\": null\n}""#
        ),
        ExpressionCase("toJSON(steps.*.status)", #""[\n  \"completed\",\n  \"failed\"\n]""#),
        ExpressionCase("fromJSON(' {\"a\": [1, true]} ').a[0]", "1"),
        ExpressionCase("fromJSON('\"text\"')", #""text""#),
        ExpressionCase("fromJSON(12)", "12"),
        ExpressionCase("fromJSON(toJSON(inputs)).count", "3"),
        ExpressionCase("FromJson(TOJSON('x'))", #""x""#),
    ])
    func `values become JSON and JSON values`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("case(true, 'first', true, 'second', 'last')", #""first""#),
        ExpressionCase("case(false, 'first', 1 == 1, 'second', 'last')", #""second""#),
        ExpressionCase("case(false, 'first', 'last')", #""last""#),
        ExpressionCase("case(true, 1, unknown, unknown, unknown)", "1"),
        ExpressionCase("case(inputs.count > 2, inputs.count, 0)", "3"),
        ExpressionCase("success()", "true"),
        ExpressionCase("failure()", "false"),
        ExpressionCase("cancelled ()", "false"),
        ExpressionCase("ALWAYS()", "true"),
        ExpressionCase("success() && 'go'", #""go""#),
    ])
    func `a choice evaluates what it needs`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test func `the status functions answer what they are told`() throws {
        let failed = StatusValues(success: false, failure: true, cancelled: true)
        let source = "format('{0} {1} {2} {3}', success(), failure(), always(), cancelled())"
        #expect(try evaluated(source, status: failed) == #""false true true true""#)
    }

    @Test(arguments: [
        MistakeCase(
            "case(1, 2, 3)",
            "case predicate must evaluate to a boolean value",
            column: 1
        ),
        MistakeCase(
            "true && format('{0}{1}', 'a')",
            "The following format string references more arguments than were supplied: {0}{1}",
            column: 9
        ),
        MistakeCase(
            "format('{0:d}', 1)",
            "The format specifiers 'd' are not valid for objects of type 'Number'",
            column: 1
        ),
        MistakeCase(
            "fromJSON('[1')",
            "Error parsing JSON when evaluating fromJSON: not JSON at byte 2: "
                + "expected ',' or ']'",
            column: 1
        ),
        MistakeCase(
            "fromJSON('')",
            "Error parsing JSON when evaluating fromJSON: not JSON at byte 0: ends too early",
            column: 1
        ),
    ])
    func `a function that cannot answer says why`(example: MistakeCase) {
        let mistake = mistake(in: example.source)
        #expect(mistake?.message == example.message)
        #expect(mistake?.column == example.column)
    }

    @Test(arguments: [
        "{", "}", "{0", "0}", "{}", "{a}", "{ 0}", "{0 }", "{-1}", "{0}}", "{{0}", "{256}", "{0:d",
        "}{0}",
    ])
    func `a format string with a brace that is none is refused`(pattern: String) {
        let mistake = mistake(in: "format('\(pattern)', 1)")
        #expect(mistake?.message == "The following format string is invalid: \(pattern)")
    }

    @Test(arguments: [
        "", "a", "it's", "\u{0}\u{1F}", "\\\"/", "é\u{301}🎉", "{0}", "${{ x }}", "\u{7F}\u{2029}",
    ])
    func `any text survives a literal, toJSON and fromJSON`(text: String) throws {
        let literal =
            "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
        #expect(try evaluate(literal) == .string(text))
        #expect(try evaluate("fromJSON(toJSON(\(literal)))") == .string(text))
    }
}
