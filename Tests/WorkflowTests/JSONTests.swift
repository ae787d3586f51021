import Testing
import Workflow

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "0", "-0.5", "1e21", "12.25", #""a\"b\\c\nd""#, #"{"b":1,"a":[{},[]]}"#,
        #""é漢😀""#,
    ])
    func `what is written is read back`(text: String) throws {
        let value = try JSONReader.value(of: text)
        #expect(try JSONReader.value(of: JSONWriter.compact(value)) == value)
        #expect(try JSONReader.value(of: JSONWriter.pretty(value)) == value)
    }

    @Test(arguments: [
        "", "+5", "01", "1.", ".5", "1e", "--1", "0x1", "nul", "[1,]", "{\"a\" 1}", "{a:1}",
        "\"\n\"",
        "\"\\x\"", "\"", "1 2", "[", String(repeating: "[", count: 600),
    ])
    func `what is no JSON is refused with its place`(text: String) {
        #expect(throws: JSONError.self) { try JSONReader.value(of: text) }
    }

    @Test
    func `members keep their order, and canonical text sorts them`() throws {
        let value = try JSONReader.value(of: #"{"b":1,"a":{"d":2,"c":3}}"#)
        #expect(JSONWriter.compact(value) == #"{"b":1,"a":{"d":2,"c":3}}"#)
        #expect(JSONWriter.canonical(value) == #"{"a":{"c":3,"d":2},"b":1}"#)
        #expect(value == ["a": ["c": 3, "d": 2], "b": 1])
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
            ("1969-12-31T23:59:59.000Z", -1000), ("2026-11-22T04:50:06.123Z", 1_795_323_006_123),
        ] as [(String, Int64)]
    )
    func `times are written and read in RFC 3339`(text: String, milliseconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: ["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-01x", ""])
    func `a day that does not exist is none`(text: String) {
        #expect(CivilDate(text) == nil)
    }
}
