import Testing
import Workflow

/// An expression and the JSON text of its value.
struct ExpressionCase: Sendable, CustomTestStringConvertible {
    let source: String
    let value: String

    init(_ source: String, _ value: String) {
        self.source = source
        self.value = value
    }

    var testDescription: String { "\(source) -> \(value)" }
}

/// An expression and the mistake in it.
struct MistakeCase: Sendable, CustomTestStringConvertible {
    let source: String
    let message: String
    let column: Int

    init(_ source: String, _ message: String, column: Int) {
        self.source = source
        self.message = message
        self.column = column
    }

    var testDescription: String { "\(source) -> \(message) at \(column)" }
}

/// What the examples see.
let exampleContexts: Members = [
    "inputs": ["version": "v1.2", "count": 3, "dryRun": false, "empty": ""],
    "steps": [
        "collect": [
            "status": "completed", "outputs": ["stdout": "one\ntwo", "files": ["a", "b"]],
        ],
        "build": ["status": "failed", "outputs": ["log": "build.log"]],
    ],
    "matrix": [
        "systems": [
            ["name": "linux", "sizes": [1, 2, 3]],
            ["name": "macos", "sizes": [4]],
            ["label": "none"],
            "plain",
        ]
    ],
    "env": ["Path": "/bin", "PATH": "/usr/bin"],
    "odd": ["": "empty", "true": "yes", "15": "fifteen", "0.5": "half", "a-b": 1],
]

func evaluate(
    _ source: String,
    _ contexts: Members = exampleContexts,
    status: StatusValues = StatusValues()
) throws -> Value {
    try Expression(parsing: source).evaluate(in: ExpressionContexts(contexts, status: status))
}

/// The JSON text of an expression's value.
func evaluated(_ source: String, status: StatusValues = StatusValues()) throws -> String {
    JSONWriter.compact(try evaluate(source, status: status))
}

/// The mistake that parsing or evaluating finds; nil, and a failed test, when there is none.
func mistake(in source: String, _ contexts: Members = exampleContexts) -> ExpressionError? {
    #expect(throws: ExpressionError.self) { try evaluate(source, contexts) }
}
