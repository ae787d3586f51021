/// Every key of the workflow file: the one table behind parser, schema and reference.
enum WorkflowFormat {
    /// In the order of the reference.
    static let objects = [
        workflow, using, input, secret, requirement, agent, phase, step, retry, backoff, check,
        handoff, deliverable,
        gate, approval, gateOverride, roleRequirement, escalation, rule, undo, waivers,
    ]

    static let workflow = ObjectSpec(
        name: "workflow",
        summary: "A whole workflow. It has either `phases`, or `steps` for a single phase, `main`.",
        keys: [
            KeySpec("name", .name(.workflow), required: true, "Name of the workflow."),
            KeySpec("description", .text, "What it is for."),
            KeySpec("inputs", .map(of: .id, to: .object(input)), "The values a run is given."),
            KeySpec(
                "secrets",
                .map(of: .id, to: .object(secret)),
                "Secrets by name, each with the place where its value is; read as `secrets.NAME`."
            ),
            KeySpec(
                "requirements",
                .map(of: .label, to: .either(.text, .object(requirement))),
                "What is asked for, by id: a title, or more. With this key deliverables may name no "
                    + "other ids, and `show --trace` names those that no deliverable answers."
            ),
            KeySpec(
                "agents",
                .map(of: .agent, to: .object(agent)),
                "Agents that are not built in, or whose tools are narrowed."
            ),
            KeySpec(
                "phases",
                .list(of: .object(phase), atLeast: 1),
                "Phases, one after the other."
            ),
            KeySpec("steps", .list(of: .object(step), atLeast: 1), "Steps of the only phase."),
            KeySpec(
                "deliverables",
                .list(of: .object(deliverable), atLeast: 0),
                "What the only phase owes."
            ),
            KeySpec("gate", .object(gate), "The gate at the end of the only phase."),
            roles,
            signers,
        ]
    )

    static let using = ObjectSpec(
        name: "using-workflow",
        summary: "A workflow that is another one with its inputs filled in.",
        keys: [
            KeySpec("name", .name(.workflow), byDefault: "the other's", "Name of the workflow."),
            KeySpec("description", .text, byDefault: "the other's", "What it is for."),
            KeySpec(
                "uses",
                .text,
                required: true,
                "Name of a shipped workflow, or path of a file that begins with `./` or `../`, seen "
                    + "from this file."
            ),
            KeySpec(
                "with",
                .map(of: .anyKey, to: .literal),
                "Values of the inputs. When exactly one input is an object with a `schema`, all of "
                    + "`with` is its value."
            ),
            KeySpec(
                "gates",
                .map(of: .id, to: .object(gateOverride)),
                "What is different at a gate, by the gate's id."
            ),
            roles,
            signers,
        ]
    )

    private static let roles = KeySpec(
        "roles",
        .map(of: .id, to: .list(of: .text, atLeast: 0)),
        "Names for several people at once: `role:NAME` stands for each of them."
    )

    private static let signers = KeySpec(
        "signers",
        .text,
        "Path of a file in the `allowed_signers` form of `ssh-keygen`, seen from this file: whose "
            + "keys may sign decisions. Its text becomes part of the definition."
    )

    static let input = ObjectSpec(
        name: "input",
        summary: "A value that a run is given.",
        keys: [
            KeySpec(
                "type",
                .choice(InputDeclaration.Kind.allCases.map(\.rawValue)),
                byDefault: "`string`",
                "Its type."
            ),
            KeySpec("description", .text, "What it is for."),
            KeySpec(
                "required",
                .boolean,
                byDefault: "`false`",
                "Whether a run must be given it, unless there is a default."
            ),
            KeySpec("default", .literal, "Its value when none is given."),
            KeySpec("enum", .list(of: .literal, atLeast: 1), "The only values that are allowed."),
            KeySpec(
                "pattern",
                .pattern,
                "A regular expression that must be found somewhere in the string."
            ),
            KeySpec(
                "secret",
                .boolean,
                byDefault: "`false`",
                "A value that is never written down; it has no default in the file."
            ),
            KeySpec(
                "schema",
                .name(.label),
                "Name of the schema of an object, known to the agents that read it."
            ),
        ]
    )

    static let agent = ObjectSpec(
        name: "agent",
        summary: "An agent that is not built in, or one whose tools are narrowed.",
        keys: [
            KeySpec(
                "command",
                .list(of: .command, atLeast: 1),
                byDefault: "the built-in agent",
                "The program and its arguments. A part that begins with `./` or `../` is seen from "
                    + "the file."
            ),
            KeySpec(
                "tools",
                .list(of: .text, atLeast: 0),
                byDefault: "the agent's own, none for a command",
                "The only tools that it may use, each narrowed by a pattern in parentheses or not: "
                    + "`Read(docs/**)`, `Bash(terraform validate*)`, `Task(qa-orchestrator)`."
            ),
            KeySpec(
                "network",
                .boolean,
                byDefault: "`false`",
                "Whether a command, and what it runs, may use the network."
            ),
            KeySpec(
                "sandbox",
                .choice(SandboxNeed.allCases.map(\.rawValue)),
                byDefault: "`required`",
                "What happens where the kernel can confine nothing: a command that requires it "
                    + "does not run."
            ),
            KeySpec(
                "criteria",
                .list(of: .name(.label), atLeast: 0),
                "Acceptance criteria that a command executes when it receives a handoff."
            ),
            KeySpec(
                "secrets",
                .map(of: .variable, to: .name(.id)),
                "Variables of a command's environment, each with the secret input that it holds."
            ),
            KeySpec(
                "approvers",
                .list(of: .approver, atLeast: 1),
                byDefault: "those of the phase's gate, else anyone",
                "Who decides over elevated commands that it wants to run."
            ),
        ]
    )

    static let phase = ObjectSpec(
        name: "phase",
        summary: "A group of steps, what they owe, and a gate. Phases follow one another.",
        keys: [
            KeySpec("id", .name(.id), required: true, "Unique in the file."),
            KeySpec("title", .text, "For people."),
            KeySpec("owner", .name(.agent), "The agent to whom rework goes."),
            KeySpec("steps", .list(of: .object(step), atLeast: 1), required: true, "Its steps."),
            KeySpec(
                "deliverables",
                .list(of: .object(deliverable), atLeast: 0),
                "What must exist and pass its checks before the phase ends."
            ),
            KeySpec("gate", .object(gate), "Where people decide about the deliverables."),
        ]
    )

    static let deliverable = ObjectSpec(
        name: "deliverable",
        summary: "A named set of files that a phase owes. Without checks of its own it must exist "
            + "and not be empty.",
        keys: [
            KeySpec("id", .name(.label), required: true, "Unique in the file."),
            KeySpec("title", .text, "For people."),
            KeySpec(
                "files",
                .list(of: .path, atLeast: 1),
                required: true,
                "Paths in the workspace. `*` stands for any part of one component, a path that "
                    + "ends in `/` for everything below it."
            ),
            KeySpec(
                "optionalFiles",
                .list(of: .path, atLeast: 0),
                "Paths, as in `files`, that not every input leads to: taken when they are there, "
                    + "never owed."
            ),
            KeySpec("checks", .list(of: .name(.label), atLeast: 0), "The checks it must pass."),
            KeySpec(
                "requirements",
                .list(of: .name(.label), atLeast: 0),
                "Ids of the requirements that it answers."
            ),
        ]
    )
}

extension NamePattern {
    /// Keys that are another's business: what stands under `with`.
    static let anyKey = NamePattern(
        "a key of 1 to 255 printable characters",
        first: " -~",
        rest: " -~",
        lengths: 1...255
    )
}
