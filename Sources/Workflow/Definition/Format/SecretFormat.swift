/// The keys of secrets and requirements.
extension WorkflowFormat {
    /// The keys of which a secret has exactly one.
    static let secretSources = ["env", "file", "command"]

    static let secret = ObjectSpec(
        name: "secret",
        summary: "Where the value of a secret is. It has exactly one of "
            + secretSources.map { "`\($0)`" }.joined(separator: ", ")
            + "; the value itself never stands in a file.",
        keys: [
            KeySpec("description", .text, "What it is for."),
            KeySpec("env", .name(.variable), "A variable of the program's own environment."),
            KeySpec(
                "file",
                .text,
                "An absolute path of a plain file, no link. One newline at its end is left out."
            ),
            KeySpec(
                "command",
                .list(of: .command, atLeast: 1),
                "A program, found on the PATH or named by an absolute path, and its arguments. No "
                    + "shell reads them. What it writes to standard output, without one newline at "
                    + "the end, is the value."
            ),
            KeySpec(
                "timeout",
                .duration,
                byDefault: "`30s`",
                "How long the command may take."
            ),
        ]
    )

    static let requirement = ObjectSpec(
        name: "requirement",
        summary: "Something that is asked for. In short: its title.",
        keys: [
            KeySpec("title", .text, required: true, "What is asked for, in one line."),
            KeySpec(
                "from",
                .either(.text, .list(of: .text, atLeast: 0)),
                byDefault: "none",
                "The inputs that state it, as paths: `requirements.budget.monthlyUsd`. A path "
                    + "stands for everything below it."
            ),
            KeySpec(
                "shownBy",
                .choice(RequirementDeclaration.Shown.allCases.map(\.rawValue)),
                byDefault: "run",
                "What shows whether it is met: the `run` with its checks, or only the `operation` of "
                    + "what was made. The latter is never called covered: its deliverables hold the "
                    + "target and what measures it."
            ),
        ]
    )
}
