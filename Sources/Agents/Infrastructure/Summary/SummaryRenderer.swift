package import Workflow

/// The whole run on one page, and the way from each requirement to its gate.
package struct SummaryRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "summary"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let workflow = try resources.text("workflows/infrastructure-lifecycle.yaml")
        let present = plan.request.environments.order
        let absent = EnvironmentName.allCases.filter { !present.contains($0) }
        let table = try RequirementTable(
            workflow: workflow,
            leavingOut: absent.map { "environments/\($0.rawValue)/" }
        )
        return [
            RenderedFile(
                path: "run/summary.md",
                text: SummaryPage.text(plan, table)
            ),
            RenderedFile(path: "run/traceability.csv", text: table.csv),
        ]
    }
}

/// Requirement → deliverable → check → gate, as the shipped workflow binds them.
///
/// It says what is meant to be; what came of it, with verdicts, decisions and receipts, says
/// `orchestrate show --trace`.
///
/// A row for each requirement, deliverable and check, since a check is over a deliverable as a
/// whole: all its files stand in each of its rows. A requirement that no deliverable answers has
/// one row, with nothing behind its title.
struct RequirementTable {
    static let columns = [
        "requirement", "title", "deliverable", "files", "optional files", "check", "gate",
    ]

    private var rows: [[String]] = []
    /// Ids of the requirements that no deliverable answers.
    private(set) var unanswered: [String] = []
    /// Ids of those that only operation shows; deliverables hold their targets.
    private(set) var inOperation: [String] = []

    /// The table of a workflow file.
    ///
    /// - Parameters:
    ///   - workflow: its text
    ///   - folders: folders of which this run makes nothing; a deliverable that lies in them alone
    ///     is no part of it
    /// - Throws: an error of YAML.
    init(workflow: String, leavingOut folders: [String]) throws {
        let document = try YAMLDocument.value(of: workflow)
        let titles = document["requirements"]?.objectValue ?? Members()
        for phase in document["phases"]?.arrayValue ?? [] {
            let gate = phase["gate"]?["id"]?.stringValue ?? ""
            // What only some runs make, such as the plan of an environment, may be missing.
            let conditional = (phase["steps"]?.arrayValue ?? []).filter { $0["if"] != nil }
                .flatMap { $0.strings("produces") }
            for deliverable in phase["deliverables"]?.arrayValue ?? [] {
                let id = deliverable["id"]?.stringValue ?? ""
                let files = deliverable.strings("files")
                let isMade =
                    files.isEmpty
                    || !files.allSatisfy { file in folders.contains(where: file.hasPrefix) }
                guard isMade else { continue }
                let isOptional = conditional.contains(id)
                let optional = deliverable.strings("optionalFiles") + (isOptional ? files : [])
                let middle = [
                    id, isOptional ? "" : files.joined(separator: " "),
                    optional.joined(separator: " "),
                ]
                let checks = deliverable.strings("checks")
                for requirement in deliverable.strings("requirements") {
                    let head = [requirement, Self.title(titles[requirement])] + middle
                    rows += (checks.isEmpty ? [""] : checks).map { head + [$0, gate] }
                }
            }
        }
        let answered = Set(rows.map { $0[0] })
        unanswered = titles.keys.filter { !answered.contains($0) }.sorted()
        inOperation = titles.keys.filter { titles[$0]?["shownBy"]?.stringValue == "operation" }
            .sorted()
        rows += unanswered.map { [$0, Self.title(titles[$0]), "", "", "", "", ""] }
        rows.sort { ($0[0], $0[2], $0[5]) < ($1[0], $1[2], $1[5]) }
    }

    private static func title(_ requirement: Value?) -> String {
        requirement?.stringValue ?? requirement?["title"]?.stringValue ?? ""
    }

    var csv: String { CSVText.text([Self.columns] + rows) }
}
