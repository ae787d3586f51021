import Testing
import Workflow

struct LimitTests {
    private func mistake(parsing source: String) -> ExpressionError? {
        #expect(throws: ExpressionError.self) { try Expression(parsing: source) }
    }

    private func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    @Test func `an expression of 21000 UTF-16 units is the longest`() throws {
        let longest = "'" + repeated("é", 20_998) + "'"
        #expect(try Expression(parsing: longest).source == longest)
        let error = mistake(parsing: longest + " ")
        #expect(error?.message == "Exceeded max expression length 21000")
        #expect(mistake(parsing: "'" + repeated("🎉", 10_500) + "'")?.column == 1)
    }

    @Test(arguments: [
        (before: "!", middle: "true", after: ""),
        (before: "", middle: "a", after: ".b"),
        (before: "", middle: "a", after: ".*"),
        (before: "", middle: "a", after: "[0]"),
        (before: "a[", middle: "0", after: "]"),
        (before: "toJSON(", middle: "0", after: ")"),
        (before: "", middle: "1", after: " == 1"),
        (before: "", middle: "1", after: " < 1"),
    ])
    func `a tree of fifty levels is the deepest`(
        before: String,
        middle: String,
        after: String
    ) throws {
        let deepest = repeated(before, 49) + middle + repeated(after, 49)
        #expect(try Expression(parsing: deepest).source == deepest)
        let error = mistake(parsing: before + deepest + after)
        #expect(error?.message == "Exceeded max expression depth 50")
    }

    @Test func `parentheses are nested fifty deep at most`() throws {
        let deepest = repeated("(", 50) + "7" + repeated(")", 50)
        #expect(try evaluate(deepest) == 7)
        #expect(mistake(parsing: "(" + deepest + ")")?.column == 51)
        #expect(mistake(parsing: repeated("(", 20_000))?.column == 51)
        #expect(mistake(parsing: repeated("!", 20_000))?.column == 51)
    }

    @Test func `a chain of one logical operator is one level`() throws {
        #expect(try evaluate("0" + repeated(" || 0", 500) + " || 5") == 5)
        #expect(try evaluate("1" + repeated(" && 1", 500) + " && 5") == 5)
        #expect(try evaluate(repeated("(", 40) + "0" + repeated(" || 0)", 40)) == 0)
    }

    @Test func `a call has 255 arguments at most`() throws {
        let most = repeated(", 1", 254)
        #expect(try evaluate("format('{253}'\(most))") == "1")
        #expect(
            mistake(parsing: "format('{0}'\(most), 1)")?.message
                == "Too many parameters supplied: 'format'"
        )
    }

    /// Ten texts in one, `levels` times over.
    private func bomb(levels: Int) -> String {
        (0..<levels).reduce("'0123456789'") { inner, _ in
            "format('\(repeated("{0}", 10))', \(inner))"
        }
    }

    @Test func `a text that grows too large is a mistake`() throws {
        #expect(try evaluate(bomb(levels: 3)).stringValue?.utf8.count == 10_000)
        let error = #expect(throws: ExpressionError.self) { try evaluate(bomb(levels: 7)) }
        #expect(error?.message.hasPrefix("The maximum allowed memory size was exceeded") == true)
        #expect(error?.column == 1)
    }

    @Test func `a list or a JSON text that grows too large is a mistake`() {
        let large: Members = ["many": .array(Array(repeating: ["a": 1], count: 700_000))]
        for source in ["many.*", "join(many, 'some long separator')", "toJSON(many)"] {
            let error = #expect(throws: ExpressionError.self) { try evaluate(source, large) }
            #expect(error?.message.hasPrefix("The maximum allowed memory size was") == true)
        }
    }

    @Test func `an evaluation that reads too much is a mistake`() throws {
        let large: Members = ["text": .string(repeated("x", 5_000_000))]
        #expect(try evaluate("text == text", large) == true)
        let source = "text == 1" + repeated(" || text == 1", 200)
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, large) }
        #expect(error?.message.hasPrefix("The expression does too much") == true)
    }

    @Test func `what an expression only hands on has no limit`() throws {
        let large: Members = ["text": .string(repeated("x", Expression.maximumResultBytes + 1))]
        #expect(try evaluate("text || 'x'", large) == large["text"])
    }

    @Test func `a value that is nested too deep is no JSON`() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("fromJSON('\(repeated("[", 1000))')")
        }
        #expect(error?.message.contains("nested deeper than") == true)
    }
}
