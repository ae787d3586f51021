import Testing
import Workflow

@Suite struct `Hostile files` {
    static let bomb =
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + (1...8).map { level in
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            return "a\(level): &a\(level) [\(aliases)]\n"
        }.joined()

    static let ok = "name: aa\nsteps: [{id: x, run: ls}]\n"

    /// Each is refused while it is read, or costs what its size costs.
    static let texts: [Mistake] = [
        Mistake(
            "aliases that stand for 10^9 values",
            bomb,
            "w.yaml:6:14: error: more than 250000 values, what aliases repeat included"
        ),
        Mistake(
            "a key that stands for 10^8 values",
            bomb + "? *a7\n: 1\n",
            "w.yaml:6:14: error: more than 250000 values, what aliases repeat included"
        ),
        Mistake(
            "aliases nested in one another",
            "a0: &a0 [x]\n" + (1..<300).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined(),
            "w.yaml:100:12: error: nested deeper than 100 levels"
        ),
        Mistake(
            "a hundred thousand open lists",
            "a: " + String(repeating: "[", count: 100_000),
            "w.yaml:1:5: error: nested deeper than 100 levels"
        ),
        Mistake(
            "a hundred thousand open objects",
            String(repeating: "{a: ", count: 100_000),
            "w.yaml:1:401: error: nested deeper than 100 levels"
        ),
        Mistake(
            "a hundred thousand dashes",
            String(repeating: "- ", count: 100_000),
            "w.yaml:1:201: error: nested deeper than 100 levels"
        ),
        Mistake(
            "half a million elements",
            "steps: [" + String(repeating: "a,", count: 500_000) + "]",
            "w.yaml:1:500007: error: more than 250000 values, what aliases repeat included"
        ),
        Mistake(
            "a bare key of a million letters",
            String(repeating: "k", count: 1_000_000) + ": 1",
            "w.yaml:1:1000001: error: not YAML: mapping values are not allowed in this context"
        ),
        Mistake(
            "a quoted key of a million letters",
            ok + "? '" + String(repeating: "k", count: 1_000_000) + "'\n: 1",
            "w.yaml:3:3: error: unknown key '" + String(repeating: "k", count: 60)
                + "…' in the file. known are 'agents', 'deliverables', 'description', 'gate', "
                + "'inputs', 'name', 'phases', 'requirements', 'roles', 'secrets', 'signers', 'steps'"
        ),
        Mistake("an empty file", "", "w.yaml:1:1: error: the file is empty"),
        Mistake(
            "NUL",
            "name: a\0a",
            "w.yaml:1:8: error: the character NUL is not allowed. leave it out"
        ),
        Mistake(
            "text that turns around",
            ok + "description: a\u{202E}b",
            "w.yaml:3:15: error: the invisible character U+202E, which turns the direction of "
                + "text, is not allowed. leave it out, or write it as an escape in double quotes"
        ),
        Mistake(
            "a control character",
            ok + "description: a\u{1B}[31m",
            "w.yaml:3:15: error: the control character U+001B is not allowed. leave it out, or "
                + "write it as an escape in double quotes"
        ),
        Mistake(
            "a tab that indents",
            "name: aa\nsteps:\n\t- id: x",
            "w.yaml:3:1: error: not YAML: while scanning for the next token, found character that "
                + "cannot start any token"
        ),
    ]

    @Test(arguments: texts) func `each is refused with its place`(_ hostile: Mistake) {
        #expect(Reading.mistakes(hostile.text) == hostile.expected)
    }

    private func mistakes(_ bytes: [UInt8]) -> [String] {
        Reading.reader().read(bytes: bytes, path: "w.yaml").diagnostics.map(\.description)
    }

    @Test func `a file above the limit is not looked into`() {
        let limit = 1 << 20
        #expect(
            mistakes([UInt8](repeating: 0, count: 100_000_000)) == [
                "w.yaml:1:1: error: the file has 100000000 bytes, more than \(limit). move large "
                    + "texts into files of the workspace"
            ]
        )
        let exact =
            Array(Self.ok.utf8) + [UInt8](repeating: 0x0A, count: limit - Self.ok.utf8.count)
        #expect(mistakes(exact) == [])
        #expect(mistakes(exact + [0x0A]).count == 1)
    }

    @Test func `UTF-16 and other encodings are refused`() {
        #expect(
            mistakes([0xFF, 0xFE] + "name".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
                == [
                    "w.yaml:1:1: error: the file is UTF-16, expected UTF-8. save it as UTF-8"
                ]
        )
        #expect(
            mistakes(Array("name: aa\ndescription: caf".utf8) + [0xE9]) == [
                "w.yaml:2:17: error: the file is not UTF-8. save it as UTF-8"
            ]
        )
    }

    @Test func `a byte order mark at the start is skipped`() {
        #expect(mistakes([0xEF, 0xBB, 0xBF] + Array(Self.ok.utf8)) == [])
        #expect(
            mistakes([0xEF, 0xBB, 0xBF] + Array("nam: aa\n".utf8)).first?
                .hasPrefix("w.yaml:1:1: error: unknown key 'nam'") == true
        )
    }

    @Test func `small aliases work, and point to where their anchor is`() throws {
        let text = """
            name: aa
            steps:
              - {id: x, run: ls, retry: &often {attempts: 3}}
              - {id: y, run: ls, retry: *often}
            """
        let definition = try #require(Reading.read(text).definition)
        #expect(definition.steps.map(\.retry.attempts) == [3, 3])
        #expect(!definition.source.contains("often"))
    }

    @Test func `limits can be set and are named`() {
        var limits = DefinitionLimits()
        limits.nodes = 5
        let reading = Reading.reader(limits: limits).read(bytes: Array(Self.ok.utf8), path: "w")
        #expect(
            reading.diagnostics.map(\.description) == [
                "w:2:17: error: more than 5 values, what aliases repeat included"
            ]
        )
    }

    @Test func `a mistake in every line is counted, not listed for ever`() {
        let steps = (0..<5000).map { "- {id: s\($0), run: ls, needs: [x\($0)]}\n" }
        let mistakes = Reading.mistakes("name: aa\nsteps:\n" + steps.joined())
        #expect(mistakes.count == 101)
        #expect(
            mistakes.last
                == "error: 4900 more mistakes are not shown. at most 100 are shown at once"
        )
    }

    @Test func `thousands of references along a chain are checked in a few walks`() {
        let steps = (1..<3000).map { index in
            "- {id: a\(index), needs: [a\(index - 1)], set: {x: '${{ steps.a0.outputs.x }}', "
                + "y: '${{ steps.a\(index / 2).outputs.x }}'}}\n"
        }
        let text = "name: aa\nsteps:\n- {id: a0, set: {x: 1}}\n" + steps.joined()
        #expect(Reading.mistakes(text) == [])
    }
}
