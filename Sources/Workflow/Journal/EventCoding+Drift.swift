extension EventCoding {
    static func driftForm(_ event: Event) -> Form {
        guard case .driftChecked(let drift) = event else { return unexpected(event) }
        return Form(
            "drift.checked",
            .members(
                ("by", .string(drift.by)),
                (
                    "differences",
                    .listOrNothing(drift.differences) { difference in
                        [
                            "address": .string(difference.address),
                            "attributes": .strings(difference.attributes),
                            "kind": .string(difference.kind),
                        ]
                    }
                ),
                ("environment", .string(drift.environment)),
                ("tool", .string(drift.tool))
            )
        )
    }

    static func driftEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        guard type == "drift.checked" else { return nil }
        return .driftChecked(
            DriftChecked(
                environment: try body.string("environment"),
                by: try body.string("by"),
                tool: try body.string("tool"),
                differences: try body.objects("differences") {
                    difference throws(EventCodingError) in
                    DriftChecked.Difference(
                        address: try difference.string("address"),
                        kind: try difference.string("kind"),
                        attributes: try difference.strings("attributes")
                    )
                }
            )
        )
    }
}
