import Agents
import Foundation
import Testing
import Workflow

/// Tables of the reference pages that follow from the fixtures, the catalog and the workflows.
///
/// With `WRITE_REFERENCE_TABLES=1` in the environment the tests write the rows instead.
@Suite struct ReferenceTables {
    @Test func `the page of contradictions has a row for each fixture`() throws {
        let rows = try ContradictionTests.ids.map { id in
            let fixture = try ContradictionTests.Fixture(id)
            let fix = try #require(KnownContradictions.fixes[id])
            return "| `\(id)` | \(fixture.what) | `\(fixture.check)` | \(fix) |"
        }
        try hold(rows, in: "docs/reference/contradictions.md")
    }

    @Test func `the page of checks has a row for each native check`() async throws {
        let workspace = try await ShippedWorkspace.load()
        var deliverables: [CheckID: [String]] = [:]
        for path in ["infrastructure-lifecycle", "cost-analysis"] {
            let definition = try ShippedWorkspace.definition(
                workspace.catalog,
                path: "Sources/Agents/Resources/workflows/\(path).yaml"
            )
            for declaration in definition.phases.flatMap(\.deliverables) {
                for check in declaration.checks {
                    deliverables[check, default: []].append(declaration.id.text)
                }
            }
        }
        let rows = workspace.catalog.checks.filter { $0.kind == .native }
            .sorted { $0.id < $1.id }
            .map { check in
                let owners = (deliverables[check.id] ?? []).map { "`\($0)`" }
                return "| `\(check.id)` | \(check.summary) | \(owners.joined(separator: ", ")) |"
            }
        try hold(rows, in: "docs/reference/checks.md")
    }

    private func hold(_ rows: [String], in page: String) throws {
        let text = try ShippedWorkspace.repository(page)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if ProcessInfo.processInfo.environment["WRITE_REFERENCE_TABLES"] == "1" {
            let start = try #require(lines.firstIndex { $0.hasPrefix("| ---") })
            let rest = lines[(start + 1)...].drop { $0.hasPrefix("|") }
            let whole = lines[...start] + rows + rest
            try whole.joined(separator: "\n").write(
                to: ShippedWorkspace.location(of: page),
                atomically: true,
                encoding: .utf8
            )
        } else {
            #expect(lines.filter { $0.hasPrefix("| `") } == rows)
        }
    }
}
