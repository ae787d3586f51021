import Agents
import Testing
import Workflow

@Suite struct PlatformCheckTests {
    @Test(
        arguments: ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "Q1", "Q2", "Q3", "Q4", "Q5"]
            + ["B1", "B2", "B3", "B4"]
    )
    func `a criterion is met by the rendered example`(_ id: String) async throws {
        let example = try RenderedExample.load()
        let result = try await Platform.criterion(id).evaluate(example.subject("D2.1"))
        #expect(result.status == .passed, "\(result.evidence)")
        #expect(!result.evidence.isEmpty)
    }

    @Test func `no file belongs to two deliverables and the same plan gives the same bytes`() throws
    {
        let library = ResourceFolder.standard
        func render() throws -> [RenderedFile] {
            let plan = try RenderedExample.plan(ExampleRequirements.value)
            return try PlatformRenderers.all.flatMap { try $0.files(for: plan, resources: library) }
        }
        let first = try render()
        #expect(Set(first.map(\.path)).count == first.count)
        #expect(try render() == first)
    }
}
