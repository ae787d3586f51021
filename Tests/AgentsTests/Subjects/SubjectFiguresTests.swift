import Agents
import Testing
import Workflow

/// What the shipped readers make of the files that a gate asks about.
@Suite struct SubjectFiguresTests {
    private static func figures(
        _ title: String,
        _ texts: [String: String]
    ) throws -> [SubjectFigure] {
        let reader = try #require(try Catalog.standard().figures.first { $0.title == title })
        let files = texts.sorted { $0.key < $1.key }.map {
            DeliverableFile(path: $0.key, digest: Digest(of: $0.value), bytes: $0.value.utf8.count)
        }
        return reader.figures(of: files) { texts[$0.path].map { Array($0.utf8) } }
    }

    @Test func `the totals of an estimate are figures`() throws {
        let figures = try Self.figures(
            "cost",
            [
                "cost/estimate.json": """
                {"currency":"USD","monthlyTotal":"812.40","items":[1],"unpriced":[{}]}
                """
            ]
        )
        #expect(
            figures == [
                SubjectFigure("monthlyTotal", "812.40 USD"), SubjectFigure("without a price", "1"),
            ]
        )
        #expect(try Self.figures("cost", ["cost/estimate.json": "no JSON"]).isEmpty)
        #expect(try Self.figures("cost", ["README.md": "{}"]).isEmpty)
    }

    @Test func `every resource of a plan is a figure, and so is what became of it`() throws {
        func plan(_ action: String) -> [String: String] {
            [
                "environments/development/plan.json": """
                {"counts":{"add":1},"changes":[{"address":"aws_vpc.main","action":"\(action)"}]}
                """
            ]
        }
        let before = try Self.figures("resources", plan("create"))
        #expect(
            before == [
                SubjectFigure("development: to add", "1"),
                SubjectFigure("development: aws_vpc.main", "create"),
            ]
        )
        let changes = SubjectFigureChange.changes(
            from: before,
            to: try Self.figures("resources", plan("destroy"))
        )
        #expect(changes.map(\.name) == ["development: aws_vpc.main"])
        #expect(changes.first?.before == "create" && changes.first?.after == "destroy")
        let gone = SubjectFigureChange.changes(from: before, to: [])
        #expect(gone.map(\.after) == [nil, nil])
    }
}
