/// The keys of what is undone and of what is waived.
extension WorkflowFormat {
    static let undo = ObjectSpec(
        name: "undo",
        summary: "How what a step did is undone when the run is rejected. In short: the command.",
        keys: [
            KeySpec(
                "run",
                .command,
                required: true,
                "A command for `/bin/sh -e` in the workspace. `${{ }}` is refused in it; it has "
                    + "the step's `env`, and the step's outputs as a file and as variables."
            ),
            KeySpec(
                "when",
                .choice(UndoDeclaration.When.allCases.map(\.rawValue)),
                byDefault: "`completed`",
                "`completed`: only when the step completed; `attempted`: also when it failed or "
                    + "nobody knows what it did."
            ),
            KeySpec(
                "idempotent",
                .boolean,
                byDefault: "`false`",
                "Whether it may be run again when nobody knows whether it was done; else a person "
                    + "is asked."
            ),
            KeySpec("timeout", .duration, byDefault: "the step's", "How long it may take."),
        ]
    )

    static let waivers = ObjectSpec(
        name: "waivers",
        summary:
            "Failed checks may be let pass at the gate, by name, for a time and with a reason.",
        keys: [
            KeySpec(
                "by",
                .list(of: .approver, atLeast: 1),
                required: true,
                "Who may waive: `anyone`, `user:NAME`, `role:NAME`. They must be approvers too."
            ),
            KeySpec("longest", .duration, byDefault: "`30d`", "How long a waiver may hold."),
        ]
    )
}
