import Workflow

/// Security of what is declared: checkov, cfn-lint, secrets.
enum PolicyValidators {
    static let checkov = ExternalTool(
        "checkov",
        for: "security of infrastructure code",
        distribution: "checkov"
    )
    static let cfnLint = ExternalTool(
        "cfn-lint",
        for: "CloudFormation templates",
        distribution: "cfn-lint"
    )
    static let detectSecrets = ExternalTool(
        "detect-secrets",
        for: "secrets in files",
        distribution: "detect-secrets"
    )

    static let all = [
        checkov("terraform", of: "Terraform", files: { $0.hasSuffix(".tf") }, alsoReads: tree),
        checkov("cloudformation", of: "CloudFormation", files: isTemplate),
        checkov(
            "kubernetes",
            of: "Kubernetes",
            files: KubernetesValidators.isManifest,
            alsoReads: manifests,
            leavesOut: { hasNetworkPolicy($0) ? [] : [networkPolicyCheck] }
        ),
        checkov("github_actions", of: "GitHub", files: WorkflowValidators.isWorkflow),
        cloudFormation, secrets,
    ]

    private static func checkov(
        _ framework: String,
        of what: String,
        files: @escaping @Sendable (String) -> Bool,
        alsoReads: @escaping @Sendable (CheckSubject, [String]) -> [String] = { _, _ in [] },
        leavesOut: @escaping @Sendable (CheckSubject) -> [String] = { _ in [] }
    ) -> ExternalValidator {
        let name = framework == "github_actions" ? "github-actions" : framework
        return ExternalValidator(
            CheckID("checkov-\(name)"),
            "checkov finds nothing in the \(what) files but what is accepted with a reason",
            tool: checkov,
            timeLimitSeconds: 300,
            variables: ["CKV_IGNORE_HIDDEN_DIRECTORIES": "false", "LOG_LEVEL": "ERROR"],
            looksAt: { $0.own(files) },
            alsoReads: alsoReads,
            remarks: { subject, targets in
                targets.flatMap {
                    CheckovOutput.bareSuppressions(subject.text($0) ?? "", file: $0)
                }
            },
            commands: { subject, _ in
                [
                    // Without '--skip-download' it asks its maker's service.
                    ToolCommand(
                        [
                            "-d", ".", "--framework", framework, "--skip-download", "--quiet",
                            "--compact", "-o", "json",
                        ] + leavesOut(subject).flatMap { ["--skip-check", $0] },
                        read: CheckovOutput.read
                    )
                ]
            }
        )
    }

    /// A root is judged with the modules that it calls and the values that it sets.
    private static func tree(_ subject: CheckSubject, _ targets: [String]) -> [String] {
        subject.captured(below: Set(targets.map(\.topFolder)))
            .filter { $0.hasSuffix(".tf") || $0.hasSuffix(".tfvars") }
    }

    /// Manifests are judged with those that were captured before: a pod and the policy that lets
    /// it be reached belong to different deliverables.
    private static func manifests(_ subject: CheckSubject, _ targets: [String]) -> [String] {
        subject.captured(below: ["kubernetes"]).filter(KubernetesValidators.isManifest)
    }

    /// Each pod has a network policy.
    ///
    /// Until the first policy is captured nothing can be said; the
    /// deliverable that brings it is judged with every pod from before.
    private static let networkPolicyCheck = "CKV2_K8S_6"

    static func hasNetworkPolicy(_ subject: CheckSubject) -> Bool {
        (manifests(subject, []) + subject.own(KubernetesValidators.isManifest)).contains { path in
            (subject.text(path) ?? "").split(separator: "\n")
                .contains { $0.hasPrefix("kind: NetworkPolicy") }
        }
    }

    private static func isTemplate(_ path: String) -> Bool {
        path.isBelow("cloudformation") && (path.isYAML || path.hasSuffix(".json"))
    }

    private static let cloudFormation = ExternalValidator(
        "cfn-lint",
        "cfn-lint finds no error and no warning in any CloudFormation template",
        tool: cfnLint,
        looksAt: { $0.own(isTemplate) },
        commands: { subject, targets in
            let region = subject.input("cloud", "region")?.stringValue ?? "us-east-1"
            return [
                ToolCommand(
                    ["-r", region, "--format", "json", "--"] + targets,
                    read: CloudOutput.cloudFormation
                )
            ]
        }
    )

    /// Digests are no secrets, and these files are full of them; so the search for long hexadecimal
    /// numbers is left out.
    private static let secrets = ExternalValidator(
        "detect-secrets",
        "no file holds what looks like a secret",
        tool: detectSecrets,
        looksAt: { $0.own { _ in true } },
        commands: { _, _ in
            [
                ToolCommand(
                    [
                        "scan", "--all-files", "--no-verify", "--disable-plugin",
                        "HexHighEntropyString", ".",
                    ],
                    read: TextOutput.secrets
                )
            ]
        }
    )
}
