package import Workflow

/// What was asked for, with its defaults: the head of every other document.
package struct RequestRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D1.1"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "request/normalized.json", json: plan.request.normalized),
            RenderedFile(path: "request/assumptions.md", text: assumptions(plan)),
        ]
    }

    private func assumptions(_ plan: InfrastructurePlan) -> String {
        let request = plan.request
        let defaulted = request.defaulted.filter { !$0.hasPrefix("assumptions") }
        let rows = request.assumptions.all.map { assumption in
            [
                "`assumptions.\(assumption.key)`",
                NumberText.grouped(assumption.value)
                    + (assumption.unit.isEmpty ? "" : " " + assumption.unit),
                request.defaulted.contains("assumptions." + assumption.key)
                    || request.defaulted.contains("assumptions") ? "default" : "given",
                assumption.summary,
            ]
        }
        return Page.page(
            "# Assumptions",
            "What the requirements left open, and what was taken instead. Override any of them in "
                + "the requirements; every number that depends on it follows.",
            "## Numbers of the model",
            Page.table(["key", "value", "from", "meaning"], rows),
            "## Requirements that a default filled",
            defaulted.isEmpty ? "None." : Page.list(defaulted.map { "`\($0)`" }),
            "## Dates and prices",
            Page.list([
                "Ages are measured against \(plan.asOf).",
                "Prices are those of \(plan.prices.effective), for \(plan.prices.baseRegion).",
            ])
        )
    }
}
