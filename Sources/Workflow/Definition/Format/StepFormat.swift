/// The keys of steps and gates.
extension WorkflowFormat {
    /// The keys of which a step has exactly one.
    static let kinds = ["run", "agent", "set", "check", "handoff", "approval"]
    private static let effects = ["run", "agent", "handoff"]

    static let step = ObjectSpec(
        name: "step",
        summary: "A node of the graph. It has exactly one of "
            + kinds.map { "`\($0)`" }.joined(separator: ", ") + ".",
        keys: [
            KeySpec("id", .name(.id), required: true, "Unique in the file."),
            KeySpec(
                "needs",
                .either(.name(.id), .list(of: .name(.id), atLeast: 0)),
                byDefault: "none",
                "Steps of the same phase, or of an earlier one, that must have completed. Steps "
                    + "that do not need one another may run at the same time."
            ),
            KeySpec(
                "if",
                .expression,
                byDefault: "`success()`",
                "The step is skipped when this is false. `${{ }}` around it may be left out."
            ),
            KeySpec(
                "env",
                .map(of: .variable, to: .template),
                "Variables, evaluated when the step starts."
            ),
            KeySpec(
                "run",
                .command,
                "A command for `/bin/sh -e` in the workspace. `${{ }}` is refused in it: values "
                    + "come in through `env`."
            ),
            KeySpec("agent", .name(.agent), "The agent that is asked."),
            KeySpec("task", .name(.agent), kinds: ["agent"], "The type of the message; required."),
            KeySpec(
                "with",
                .map(of: .anyKey, to: .value),
                kinds: ["agent"],
                "The message's payload."
            ),
            KeySpec("set", .map(of: .id, to: .value), "Outputs that are computed here."),
            KeySpec(
                "check",
                .either(.name(.label), .object(check)),
                "Checks over a deliverable that was captured before."
            ),
            KeySpec("handoff", .object(handoff), "An offer of deliverables to a partner."),
            KeySpec("approval", .object(approval), "A decision in the middle of a phase."),
            KeySpec("retry", .object(retry), kinds: effects + ["check"], "How often it is tried."),
            KeySpec(
                "timeout",
                .duration,
                byDefault: "none",
                kinds: effects + ["check"],
                "How long one attempt may take."
            ),
            KeySpec(
                "idempotent",
                .boolean,
                byDefault: "`false`",
                kinds: effects,
                "Whether doing it twice is the same as doing it once."
            ),
            KeySpec(
                "probe",
                .command,
                kinds: effects,
                "A command that says whether an effect of unknown outcome was done: 0 it was, 1 it "
                    + "was not, anything else still unknown."
            ),
            KeySpec(
                "onUnknown",
                .choice(Step.OnUnknown.allCases.map(\.rawValue)),
                byDefault: "`retry` when `idempotent`, else `ask`",
                kinds: effects,
                "What becomes of an effect whose outcome nobody knows."
            ),
            KeySpec(
                "produces",
                .list(of: .name(.label), atLeast: 0),
                "Deliverables of this phase that are captured when this step has completed, not at "
                    + "the end of the phase."
            ),
            KeySpec(
                "undo",
                .either(.command, .object(undo)),
                kinds: ["run", "agent"],
                "How what it did is undone when the run is rejected, or cancelled with `--undo`."
            ),
        ]
    )

    static let retry = ObjectSpec(
        name: "retry",
        summary: "How often a step is tried in one round.",
        keys: [
            KeySpec(
                "attempts",
                .integer(1...100),
                required: true,
                "Tries in all, the first included."
            ),
            KeySpec("backoff", .object(backoff), "How long it waits in between."),
        ]
    )

    static let backoff = ObjectSpec(
        name: "backoff",
        summary: "How long to wait between two attempts.",
        keys: [
            KeySpec("initial", .duration, byDefault: "`1s`", "The first wait."),
            KeySpec(
                "factor",
                .number(atLeast: 1),
                byDefault: "`2`",
                "By how much each wait is longer."
            ),
            KeySpec("max", .duration, byDefault: "`60s`", "The longest wait."),
        ]
    )

    static let check = ObjectSpec(
        name: "check",
        summary: "Checks over a deliverable. In short: the deliverable's id.",
        keys: [
            KeySpec("deliverable", .name(.label), required: true, "The deliverable."),
            KeySpec(
                "checks",
                .list(of: .name(.label), atLeast: 1),
                byDefault: "the deliverable's own",
                "The checks."
            ),
        ]
    )

    static let handoff = ObjectSpec(
        name: "handoff",
        summary: "An offer of deliverables to a partner, who answers with a receipt.",
        keys: [
            KeySpec("to", .name(.agent), required: true, "The agent that receives."),
            KeySpec(
                "deliverables",
                .list(of: .name(.label), atLeast: 1),
                required: true,
                "What is offered; captured before, with no failed check."
            ),
            KeySpec(
                "criteria",
                .list(of: .name(.label), atLeast: 0),
                "Acceptance criteria that the receiver executes."
            ),
            KeySpec("with", .map(of: .anyKey, to: .value), "What else the receiver is told."),
        ]
    )

    private static let gateKeys = [
        KeySpec("title", .text, "For people."),
        KeySpec(
            "approvers",
            .list(of: .approver, atLeast: 1),
            byDefault: "`[anyone]`",
            "Who may decide: `anyone`, `user:NAME`, `role:NAME`."
        ),
        KeySpec(
            "minimum",
            .integer(1...100),
            byDefault: "`1`",
            "How many different people must approve."
        ),
        KeySpec(
            "expires",
            .duration,
            byDefault: "never",
            "After this time votes are refused. No timeout ever approves."
        ),
        KeySpec(
            "identity",
            .choice(GateDeclaration.Identity.allCases.map(\.rawValue)),
            byDefault: "`system`",
            "`system`: the operating system says who votes; `asserted`: `--as` does."
        ),
        KeySpec(
            "signed",
            .boolean,
            byDefault: "`false`",
            "Whether a vote counts only with a signature by a key under `signers`."
        ),
        KeySpec(
            "waivers",
            .object(waivers),
            byDefault: "a failed check fails the run",
            "Who may let failed checks pass; with it they open the gate."
        ),
    ]

    static let gate = ObjectSpec(
        name: "gate",
        summary: "A point where the run waits for a decision.",
        keys: [KeySpec("id", .name(.id), required: true, "Unique in the file.")] + gateKeys
            + gateRuleKeys
    )

    static let approval = ObjectSpec(
        name: "approval",
        summary: "A gate in the middle of a phase.",
        keys: [KeySpec("id", .name(.id), byDefault: "the step's id", "Unique in the file.")]
            + gateKeys + gateRuleKeys
    )

    static let gateOverride = ObjectSpec(
        name: "gate-override",
        summary: "What is different at a gate of the used workflow.",
        keys: gateKeys.filter { $0.name != "title" } + gateRuleKeys
    )
}
