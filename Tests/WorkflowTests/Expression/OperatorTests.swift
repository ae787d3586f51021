import Testing
import Workflow

struct OperatorTests {
    @Test(arguments: [
        ExpressionCase("!true", "false"),
        ExpressionCase("!!'x'", "true"),
        ExpressionCase("!''", "true"),
        ExpressionCase("!0", "true"),
        ExpressionCase("!NaN", "true"),
        ExpressionCase("!null", "true"),
        ExpressionCase("!'false'", "false"),
        ExpressionCase("!inputs", "false"),
        ExpressionCase("!fromJSON('[]')", "false"),
        ExpressionCase("!steps.*", "false"),
        ExpressionCase("1 && 2 && 3", "3"),
        ExpressionCase("1 && 0 && 3", "0"),
        ExpressionCase("null && x", "null"),
        ExpressionCase("'' || 0 || 'last'", #""last""#),
        ExpressionCase("'' || 0", "0"),
        ExpressionCase("'first' || x", #""first""#),
        ExpressionCase("inputs.missing || 'default'", #""default""#),
        ExpressionCase("inputs.dryRun && 'dry' || 'real'", #""real""#),
    ])
    func `a logical operator gives the operand that decides`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("'abc' == 'ABC'", "true"),
        ExpressionCase("'abc' != 'abd'", "true"),
        ExpressionCase("'a' < 'B'", "true"),
        ExpressionCase("'a' < '['", "true"),
        ExpressionCase("'ab' > 'a'", "true"),
        ExpressionCase("'a' >= 'A'", "true"),
        ExpressionCase("'10' < '9'", "true"),
        ExpressionCase("'straße' == 'STRASSE'", "false"),
        ExpressionCase("'ς' == 'Σ'", "true"),
        ExpressionCase("'ı' == 'I'", "false"),
        ExpressionCase("'ſ' == 's'", "false"),
        ExpressionCase("'жук' == 'ЖУК'", "true"),
        ExpressionCase("'\u{E9}' == '\u{65}\u{301}'", "false"),
        ExpressionCase("'\u{1F600}' < '\u{FF5E}'", "true"),
        ExpressionCase("true > false", "true"),
        ExpressionCase("false < false", "false"),
        ExpressionCase("null == null", "true"),
        ExpressionCase("null >= null", "true"),
        ExpressionCase("null < null", "false"),
        ExpressionCase("0 == -0", "true"),
        ExpressionCase("1.0 == 1", "true"),
        ExpressionCase("Infinity == Infinity", "true"),
        ExpressionCase("-Infinity < 0", "true"),
    ])
    func `values of one type are compared as they are`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("1 == '1'", "true"),
        ExpressionCase("' 0x10 ' == 16", "true"),
        ExpressionCase("'0o10' == 8", "true"),
        ExpressionCase("' +1.2e2 ' == 120", "true"),
        ExpressionCase("' Infinity ' == Infinity", "true"),
        ExpressionCase("'infinity' == Infinity", "false"),
        ExpressionCase("'\u{A0}1\u{2003}' == 1", "true"),
        ExpressionCase("'' == 0", "true"),
        ExpressionCase("'abc' == 0", "false"),
        ExpressionCase("'abc' != 0", "true"),
        ExpressionCase("'10' > 9", "true"),
        ExpressionCase("true == 1", "true"),
        ExpressionCase("true == '1'", "true"),
        ExpressionCase("true == 'true'", "false"),
        ExpressionCase("false == ''", "true"),
        ExpressionCase("null == 0", "true"),
        ExpressionCase("null == ''", "true"),
        ExpressionCase("null == false", "true"),
        ExpressionCase("null < 1", "true"),
        ExpressionCase("NaN == NaN", "false"),
        ExpressionCase("NaN != NaN", "true"),
        ExpressionCase("NaN <= NaN", "false"),
        ExpressionCase("'NaN' > 1", "false"),
    ])
    func `values of different types are compared as numbers`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("steps == steps", "true"),
        ExpressionCase("steps.collect == STEPS['collect']", "true"),
        ExpressionCase("steps.collect <= steps.collect", "true"),
        ExpressionCase("steps.collect < steps.collect", "false"),
        ExpressionCase("steps.collect != steps.build", "true"),
        ExpressionCase("(inputs.missing || steps) == steps", "true"),
        ExpressionCase("case(true, steps, 1) == steps", "true"),
        ExpressionCase("matrix.systems[0].sizes == matrix.systems[0.9]['sizes']", "true"),
        ExpressionCase("contains(matrix.systems, matrix.systems[1])", "true"),
        ExpressionCase("contains(matrix.*, matrix.systems)", "true"),
        ExpressionCase("steps.* == steps.*", "false"),
        ExpressionCase("fromJSON('{}') == fromJSON('{}')", "false"),
        ExpressionCase("contains(matrix.systems, fromJSON('[]'))", "false"),
        ExpressionCase("fromJSON('[]') == ''", "false"),
        ExpressionCase("fromJSON('[]') == false", "false"),
        ExpressionCase("steps == 'Object'", "false"),
        ExpressionCase("steps == null", "false"),
    ])
    func `arrays and objects are equal only to themselves`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("true || false && false", "true"),
        ExpressionCase("(true || false) && false", "false"),
        ExpressionCase("1 == 2 || 3 == 3", "true"),
        ExpressionCase("1 < 2 == true", "true"),
        ExpressionCase("true == 1 < 2", "true"),
        ExpressionCase("3 < 2 < 1", "true"),
        ExpressionCase("1 == 1 == 1", "true"),
        ExpressionCase("2 == 2 == 2", "false"),
        ExpressionCase("!1 == false", "true"),
        ExpressionCase("!(1 == false)", "true"),
        ExpressionCase("!inputs.count > 1", "false"),
        ExpressionCase("false&&true||true", "true"),
        ExpressionCase("1\n ==\t1", "true"),
    ])
    func `operators bind as in GitHub`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: ["null", "false", "0", "1", "-1", "''", "'a'", "'B'", "'1'", "NaN", "inputs"])
    func `comparisons agree with each other`(left: String) throws {
        for right in ["null", "true", "0", "1", "''", "'b'", "'A'", "NaN", "Infinity", "inputs"] {
            func holds(_ sign: String, _ one: String, _ other: String) throws -> Bool {
                try evaluate("\(one) \(sign) \(other)") == true
            }
            let isEqual = try holds("==", left, right)
            let isLess = try holds("<", left, right)
            let isGreater = try holds(">", left, right)
            #expect([isEqual, isLess, isGreater].count { $0 } <= 1)
            #expect(try holds("!=", left, right) == !isEqual)
            #expect(try holds("<=", left, right) == (isLess || isEqual))
            #expect(try holds(">=", left, right) == (isGreater || isEqual))
            #expect(try holds("==", right, left) == isEqual)
            #expect(try holds(">", right, left) == isLess)
        }
    }
}
