import Foundation
import Testing
import Workflow

struct DocumentationTests {
    /// The rows of all tables in the reference of which the first two cells are code: an expression
    /// and the JSON text of its value.
    private func examples() throws -> [ExpressionCase] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "docs/reference/expressions.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|")
                .map { $0.replacing("\u{1}", with: "|").trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 2, let source = code(cells[0]), let value = code(cells[1])
            else { return nil }
            return ExpressionCase(source, value)
        }
    }

    private func code(_ cell: String) -> String? {
        guard cell.count > 2, cell.hasPrefix("`"), cell.hasSuffix("`") else { return nil }
        return String(cell.dropFirst().dropLast())
    }

    private let contexts: Members = [
        "inputs": ["version": "v1.2", "count": 3, "dryRun": false],
        "steps": [
            "collect": ["status": "completed", "outputs": ["files": ["a.md", "b.md"]]],
            "build": ["status": "failed"],
        ],
    ]

    @Test func `every example of the reference has the value that is written there`() throws {
        let examples = try examples()
        #expect(examples.count > 60)
        for example in examples {
            let value = try evaluate(example.source, contexts)
            #expect(JSONWriter.compact(value) == example.value, "\(example.source)")
        }
    }
}
