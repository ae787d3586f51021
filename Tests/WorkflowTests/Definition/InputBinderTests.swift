import Testing
import Workflow

@Suite struct `Binding inputs` {
    static let binder = InputBinder([
        InputDeclaration(name: "version", kind: .string, isRequired: true, pattern: "^v[0-9]+"),
        InputDeclaration(name: "count", kind: .number, defaultValue: 3),
        InputDeclaration(name: "fast", kind: .boolean),
        InputDeclaration(name: "request", kind: .object),
        InputDeclaration(name: "names", kind: .array),
        InputDeclaration(name: "stage", kind: .string, allowed: ["dev", "prod"]),
    ])

    private func bind(_ texts: (String, String)...) -> BoundInputs {
        Self.binder.bind(texts: texts.map { (name: $0.0, text: $0.1) })
    }

    @Test func `texts become what is declared`() {
        let bound = bind(
            ("version", "v1"),
            ("count", "5"),
            ("fast", "true"),
            ("request", #"{"a": 1}"#),
            ("names", "[1, \"b\"]")
        )
        #expect(bound.diagnostics == [])
        let expected: Value = [
            "version": "v1", "count": 5, "fast": true, "request": ["a": 1], "names": [1, "b"],
        ]
        #expect(bound.value == expected)
    }

    @Test func `defaults hold, and a string is never read as anything else`() {
        #expect(bind(("version", "v010")).value == ["version": "v010", "count": 3])
    }

    @Test func `a later text beats an earlier one`() {
        #expect(bind(("version", "nope"), ("version", "v2")).value?["version"] == "v2")
    }

    @Test func `all mistakes come at once`() {
        let bound = bind(("count", "many"), ("fast", "1"), ("stage", "test"), ("verison", "v1"))
        #expect(bound.value == nil)
        #expect(
            bound.diagnostics.map(\.description) == [
                "error: input 'count' must be of type number, found 'many'",
                "error: unknown input 'verison'. did you mean 'version'?",
                "error: input 'version' is required and has no value. give it with --input "
                    + "version=VALUE or --inputs FILE",
                "error: input 'fast' must be of type boolean, found number 1",
                "error: input 'stage' must be one of \"dev\", \"prod\", found string 'test'",
            ]
        )
    }

    @Test func `a text that does not match its pattern is refused`() {
        #expect(
            bind(("version", "1")).diagnostics.map(\.description) == [
                "error: input 'version' must match the pattern ^v[0-9]+, found string '1'"
            ]
        )
    }

    @Test func `a file's mistakes have places`() {
        let file = Reading.reader().readInputs(
            bytes: Array("version: v1\ncount: many\nrequset: {}\n".utf8),
            path: "in.yaml"
        )
        let bound = Self.binder.bind(file: file)
        #expect(
            bound.diagnostics.map(\.description) == [
                "in.yaml:3:1: error: unknown input 'requset'. did you mean 'request'?",
                "in.yaml:2:8: error: input 'count' must be of type number, found string 'many'",
            ]
        )
    }

    @Test func `a file of JSON is read, and a text beats it`() {
        let json = #"{"version": "v1", "request": {"budget": {"monthlyUsd": 5}}}"#
        let file = Reading.reader().readInputs(bytes: Array(json.utf8), path: "in.json")
        let bound = Self.binder.bind(file: file, texts: [(name: "version", text: "v2")])
        #expect(bound.value?["version"] == "v2")
        #expect(bound.places[["version"]] == nil)
        #expect(
            bound.places[["request", "budget", "monthlyUsd"]]
                == Place(file: "in.json", line: 1, column: 56)
        )
    }

    @Test func `a file that is no object is refused`() {
        let file = Reading.reader().readInputs(bytes: Array("- a".utf8), path: "in.yaml")
        #expect(
            Self.binder.bind(file: file).diagnostics.first?.description
                == "in.yaml:1:1: error: inputs must be an object, found array"
        )
    }
}
