import Testing
import Workflow

/// What a test reads with: a few agents, checks and files.
enum Reading {
    static let vocabulary = Vocabulary(
        agents: [
            AgentVocabulary(
                id: "builder",
                accepts: [
                    MessageSchema(
                        type: "build",
                        summary: "Builds.",
                        fields: [
                            .init("target", .string, required: true, "what to build"),
                            .init("jobs", .number, "how many at once"),
                        ]
                    ),
                    MessageSchema(type: "echo", summary: "Answers.", isOpen: true),
                ],
                criteria: ["B1", "B2"]
            )
        ],
        checks: ["markdown-links", "json"],
        tools: ["Read", "Write", "Bash"]
    )

    static func reader(
        files: [String: String] = [:],
        limits: DefinitionLimits = DefinitionLimits()
    ) -> DefinitionReader {
        DefinitionReader(vocabulary: vocabulary, limits: limits) { name, relativeTo in
            let path = relativeTo == nil ? name : String(name.dropFirst(2))
            guard let text = files[path] else {
                return .failure(UsesError("there is no such workflow", hint: "try 'base'"))
            }
            return .success(UsedFile(path: path, bytes: Array(text.utf8)))
        }
    }

    static func read(_ text: String, files: [String: String] = [:]) -> DefinitionReading {
        reader(files: files).read(bytes: Array(text.utf8), path: "w.yaml")
    }

    /// The mistakes of a file, a line each.
    static func mistakes(_ text: String, files: [String: String] = [:]) -> [String] {
        read(text, files: files).diagnostics.map(\.description)
    }
}

/// A text, and the mistakes that it must lead to.
struct Mistake: Sendable, CustomTestStringConvertible {
    let subject: String
    let text: String
    let expected: [String]

    init(_ subject: String, _ text: String, _ expected: String...) {
        self.subject = subject
        self.text = text
        self.expected = expected
    }

    var testDescription: String { subject }
}
