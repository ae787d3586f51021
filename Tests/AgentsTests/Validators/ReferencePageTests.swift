import Testing
import Workflow

@testable import Agents

@Suite("The reference page of validators")
struct ReferencePageTests {
    /// A row for each validator with its tool and its sentence, and no row beside them.
    @Test func `says what the program has`() throws {
        let rows = try Repository.text("docs/reference/validators.md")
            .split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("` | `") }
        let all = StandardValidators.all(schemas: ["a": "{}"])
        #expect(rows.count == all.count)
        for validator in all {
            let optional = validator.tool.isOptional ? " (optional)" : ""
            let start =
                "| `\(validator.id)` | `\(validator.tool.name)`\(optional) | \(validator.summary) |"
            #expect(rows.contains { $0.hasPrefix(start) }, "\(start)")
        }
    }

    /// What a shipped deliverable lists is a check that the program has; `graphviz` waits for a file.
    @Test func `every validator is listed by a deliverable`() throws {
        let text = try ResourceFolder.standard.text("workflows/infrastructure-lifecycle.yaml")
        let listed = Set(text.split(separator: "\n").map { ToolWords.trimmed($0) })
        for validator in StandardValidators.all(schemas: ["a": "{}"])
        where validator.id != "graphviz" {
            #expect(listed.contains("- \(validator.id)"), "\(validator.id)")
        }
    }

    /// The install script brings every tool that is not optional, or finds it installed.
    @Test func `the install script knows every tool that is missed`() throws {
        let script = try Repository.text("scripts/install-validators")
        for tool in StandardValidators.tools where !tool.isOptional {
            #expect(script.contains(tool.name), "\(tool.name)")
        }
    }
}
