import Foundation
import Testing
import Workflow

@Suite struct `The schema of the workflow file` {
    @Test func `holds every key that the parser knows`() throws {
        let definitions = try #require(WorkflowSchema.json()["$defs"])
        for key in WorkflowSchema.keys {
            let parts = key.split(separator: ".").map(String.init)
            #expect(definitions[parts[0]]?["properties"]?[parts[1]] != nil, "\(key)")
        }
    }

    @Test func `every reference in it leads somewhere`() throws {
        let schema = WorkflowSchema.json()
        let definitions = try #require(schema["$defs"])
        var references: [String] = []
        func collect(_ value: Value) {
            for element in value.arrayValue ?? [] { collect(element) }
            for (key, member) in value.objectValue?.pairs ?? [] {
                if key == "$ref", let text = member.stringValue { references.append(text) }
                collect(member)
            }
        }
        collect(schema)
        #expect(!references.isEmpty)
        for reference in references {
            let name = String(reference.dropFirst("#/$defs/".count))
            #expect(definitions[name] != nil, "\(reference)")
        }
    }

    @Test func `the reference lists every key`() {
        let markdown = WorkflowSchema.markdown()
        for key in WorkflowSchema.keys {
            let parts = key.split(separator: ".")
            #expect(markdown.contains("### \(parts[0])\n"))
            #expect(markdown.contains("| `\(parts[1])`"))
        }
    }

    /// `docs/reference` of this repository.
    private static let documents = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../docs/reference")

    @Test func `the written schema is the one that is generated`() throws {
        let file = Self.documents.appending(path: "workflow.schema.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            let text = JSONWriter.pretty(WorkflowSchema.json()) + "\n"
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == JSONWriter.pretty(WorkflowSchema.json()) + "\n")
    }

    @Test func `the written reference holds the tables that are generated`() throws {
        let file = Self.documents.appending(path: "workflow-file.md")
        let marks = ("<!-- generated -->\n\n", "\n\n<!-- /generated -->")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            let text = try String(contentsOf: file, encoding: .utf8)
            let start = try #require(text.range(of: marks.0))
            let end = try #require(text.range(of: marks.1))
            let updated = text[..<start.upperBound] + WorkflowSchema.markdown()
            try (updated + text[end.lowerBound...])
                .write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(
            written.contains(
                "<!-- generated -->\n\n\(WorkflowSchema.markdown())\n\n<!-- /generated -->"
            )
        )
    }
}
