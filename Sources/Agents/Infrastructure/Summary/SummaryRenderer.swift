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
        let titles = try JSONReader.value(of: resources.text("traceability/requirements.json"))
        return [
            RenderedFile(path: "run/summary.md", text: SummaryPage.text(plan)),
            RenderedFile(
                path: "run/traceability.csv",
                text: try Traceability(workflow: workflow, titles: titles).csv
            ),
        ]
    }
}

/// Requirement → deliverable → file → check → gate, as the shipped workflow binds them.
struct Traceability {
    static let columns = ["requirement", "title", "deliverable", "file", "check", "gate"]

    private var rows: [[String]] = []

    init(workflow: String, titles: Value) throws {
        let document = try YAMLDocument.value(of: workflow)
        for phase in document["phases"]?.arrayValue ?? [] {
            let gate = phase["gate"]?["id"]?.stringValue ?? ""
            // What only some runs make, such as the plan of an environment, is in the journal.
            let conditional = (phase["steps"]?.arrayValue ?? []).filter { $0["if"] != nil }
                .flatMap { $0.strings("produces") }
            for deliverable in phase["deliverables"]?.arrayValue ?? [] {
                let id = deliverable["id"]?.stringValue ?? ""
                guard !conditional.contains(id) else { continue }
                let files = deliverable.strings("files")
                let checks = deliverable.strings("checks")
                for requirement in deliverable.strings("requirements") {
                    let head = [requirement, titles[requirement]?.stringValue ?? "", id]
                    // Files and checks of a deliverable belong together as a whole.
                    for index in 0..<max(files.count, checks.count, 1) {
                        rows.append(
                            head + [
                                index < files.count ? files[index] : "",
                                index < checks.count ? checks[index] : "", gate,
                            ]
                        )
                    }
                }
            }
        }
        rows.sort { ($0[0], $0[2]) < ($1[0], $1[2]) }
    }

    var csv: String { CSVText.text([Self.columns] + rows) }
}
