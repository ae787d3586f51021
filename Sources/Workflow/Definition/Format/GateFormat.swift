/// The keys of a gate that not every gate needs: who may not decide, whom it needs, when people
/// are reminded, to whom it escalates, and what measured facts change.
extension WorkflowFormat {
    static let gateRuleKeys = [
        KeySpec(
            "not",
            exclusions,
            byDefault: "nobody",
            "Who may not decide: `requester` (who started the run), `producer` (who made something "
                + "that the gate asks about), `user:NAME`, `role:NAME`."
        ),
        KeySpec(
            "require",
            .list(of: .object(roleRequirement), atLeast: 1),
            "Of which roles how many must be among those who approve, beside `minimum` in all."
        ),
        KeySpec(
            "remind",
            .either(.duration, .list(of: .duration, atLeast: 1)),
            "How long before `expires` people are reminded."
        ),
        KeySpec(
            "escalate",
            .object(escalation),
            "Who may decide too, when nobody has for a while. It never approves."
        ),
        KeySpec(
            "rules",
            .list(of: .object(rule), atLeast: 0),
            "What measured facts change about what the gate needs."
        ),
    ]

    private static let exclusions = KeyType.either(
        .exclusion,
        .list(of: .exclusion, atLeast: 0)
    )

    private static let approvers = KeyType.list(of: .approver, atLeast: 1)

    static let roleRequirement = ObjectSpec(
        name: "role-requirement",
        summary: "How many of a role must be among those who approve. Somebody of two roles counts "
            + "for both.",
        keys: [
            KeySpec("role", .name(.id), required: true, "A role under `roles`."),
            KeySpec("minimum", .integer(1...100), byDefault: "`1`", "How many different people."),
        ]
    )

    static let escalation = ObjectSpec(
        name: "escalation",
        summary: "Who may decide beside the approvers once the gate has been open for so long.",
        keys: [
            KeySpec("after", .duration, required: true, "How long after the gate has opened."),
            KeySpec(
                "to",
                .either(.approver, approvers),
                required: true,
                "Who may decide then too: `anyone`, `user:NAME`, `role:NAME`."
            ),
        ]
    )

    static let rule = ObjectSpec(
        name: "rule",
        summary: "A change of what the gate needs, for the case that `if` holds when it opens. A "
            + "rule raises; a fact that nobody measured counts as if the rule held.",
        keys: [
            KeySpec(
                "if",
                .expression,
                required: true,
                "An expression over `facts`, `inputs`, `run` and `phase`."
            ),
            KeySpec(
                "minimum",
                .integer(1...100),
                "How many must approve; the greatest of those that hold counts."
            ),
            KeySpec(
                "approvers",
                approvers,
                "Who decides must be among these too; with `lowers`, these may decide too."
            ),
            KeySpec("not", exclusions, "Who may not decide then."),
            KeySpec("signed", .boolean, "`true`: the decision must be signed then."),
            KeySpec(
                "lowers",
                .boolean,
                byDefault: "`false`",
                "The rule lowers instead: a smaller `minimum`, more `approvers`. What raises at the "
                    + "same time wins."
            ),
            KeySpec("because", .text, "Why, for people."),
        ]
    )
}
