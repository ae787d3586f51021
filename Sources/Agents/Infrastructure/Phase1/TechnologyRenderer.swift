package import Workflow

/// D1.2: which technology, by which weights, and how long its versions are supported.
package struct TechnologyRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D1.2"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "architecture/technology-selection.json", json: json(plan)),
            RenderedFile(path: "architecture/technology-selection.md", text: page(plan)),
        ] + DecisionRecords.files(plan)
    }

    private func json(_ plan: InfrastructurePlan) -> Value {
        .object([
            "schema": 1, "asOf": .string(plan.asOf.description),
            "requiredSupportDays": .number(Double(SupportTable.requiredDays)),
            "decisions": .array(plan.technology.decisions.map(decision)),
            "versions": .array(
                plan.technology.versions.map {
                    .object([
                        "product": .string($0.product), "version": .string($0.version),
                        "endOfStandardSupport": .optional($0.endOfStandardSupport?.description),
                        "confidence": .string($0.confidence.rawValue),
                    ])
                }
            ),
        ])
    }

    private func decision(_ decision: TechnologyModel.Decision) -> Value {
        .object([
            "category": .string(decision.category),
            "criteria": .array(
                decision.criteria.map {
                    .object(["name": .string($0.name), "weight": .int($0.weight)])
                }
            ),
            "options": .array(
                decision.options.map {
                    .object([
                        "name": .string($0.name), "scores": .array($0.scores.map(Value.int)),
                        "total": .number(decision.total($0)),
                    ])
                }
            ),
            "selected": .string(decision.selected),
            "overrideReason": .optional(decision.overrideReason),
            "sensitive": .bool(decision.isSensitive),
            "consequence": .string(decision.consequence),
        ])
    }

    private func page(_ plan: InfrastructurePlan) -> String {
        let blocks = plan.technology.decisions.flatMap { decision -> [String] in
            let headers =
                ["option"] + decision.criteria.map { "\($0.name) (\($0.weight) %)" }
                + ["total"]
            let rows = decision.options.map { option in
                [option.name] + option.scores.map(String.init)
                    + [NumberText.plain(decision.total(option))]
            }
            let verdict =
                decision.isSensitive
                ? "**Sensitive**: another option wins when one weight changes by a fifth."
                : "The winner stays the same when any weight changes by a fifth."
            return [
                "## \(decision.category): \(decision.selected)", Page.table(headers, rows), verdict,
                decision.overrideReason.map { "Not the winner: \($0)." } ?? "",
                "Consequence: \(decision.consequence).",
            ]
        }
        let versions = plan.technology.versions.map {
            [
                $0.product, $0.version, $0.endOfStandardSupport?.description ?? "none announced",
                $0.daysLeft.map(String.init) ?? "", $0.confidence.rawValue,
            ]
        }
        return Page.page(
            ["# Technology selection", "Scores run from 1 to 5; weights add up to 100 %."] + blocks
                + [
                    "## Versions",
                    "Chosen with at least \(SupportTable.requiredDays) days of standard support "
                        + "left on \(plan.asOf).",
                    Page.table(
                        [
                            "product", "version", "end of standard support", "days left",
                            "confidence",
                        ],
                        versions
                    ),
                ]
        )
    }
}
