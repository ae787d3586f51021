import Testing
import Workflow

/// What a message must carry is found out before anybody reads it.
@Suite struct MessageSchemaTests {
    private static let schema = MessageSchema(
        type: "review",
        summary: "Looks at it.",
        fields: [
            MessageSchema.Field(
                "depth",
                .string,
                required: true,
                allowed: ["shallow", "deep"],
                "how far"
            ),
            MessageSchema.Field("files", .array, "which"),
        ]
    )

    static let payloads: [(payload: Value, mistakes: [String])] = [
        (["depth": "deep"], []),
        (["depth": "deep", "files": ["a"]], []),
        ([:], ["'depth' is missing"]),
        (["depth": "deap"], ["'depth' is 'deap', expected shallow, deep; did you mean 'deep'?"]),
        (["depth": 3], ["'depth' must be of type string, found number"]),
        (["depth": "deep", "files": "a"], ["'files' must be of type array, found string"]),
        (["depth": "deep", "file": ["a"]], ["'file' is unknown, did you mean 'files'?"]),
    ]

    @Test(arguments: payloads)
    func `a payload fits its type, or its mistakes are named`(
        _ payload: Value,
        _ mistakes: [String]
    ) {
        #expect(Self.schema.mistakes(in: payload) == mistakes)
    }

    @Test func `a value that is none of those allowed is found in the file, at its place`() {
        let vocabulary = Vocabulary(
            agents: [AgentVocabulary(id: "reader", accepts: [Self.schema])]
        )
        let text = """
            name: sample
            steps:
              - id: look
                agent: reader
                task: review
                with: { depth: deap }
            """
        let reading = DefinitionReader(vocabulary: vocabulary)
            .read(bytes: Array(text.utf8), path: "w.yaml")
        #expect(reading.definition == nil)
        #expect(
            reading.diagnostics.map(\.description).contains {
                $0.contains("w.yaml:6:20: error: 'depth' is 'deap', expected shallow, deep")
            },
            "\(reading.diagnostics)"
        )
    }
}
