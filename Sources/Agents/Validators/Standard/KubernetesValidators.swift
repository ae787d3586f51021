import Workflow

/// Manifests and charts.
enum KubernetesValidators {
    static let kubernetesValidate = ExternalTool(
        "kubernetes-validate",
        for: "Kubernetes manifests",
        distribution: "kubernetes-validate"
    )
    static let helm = ExternalTool(
        "helm",
        for: "Helm charts",
        version: ["version", "--short"],
        isOptional: true
    )

    static let all = [manifests, charts]

    /// Values of a chart are no manifest.
    static func isManifest(_ path: String) -> Bool {
        guard path.topFolder == "kubernetes" || path.isBelow("kubernetes") else { return false }
        let name = path.lastPart
        return path.isYAML && !path.isBelow("templates") && !name.contains("values.")
            && !name.hasPrefix("Chart.") && !name.hasPrefix("kustomization.")
    }

    private static let manifests = ExternalValidator(
        "kubernetes-validate",
        "every manifest fits the schema of the cluster's version, without a field too many",
        tool: kubernetesValidate,
        looksAt: { $0.own(isManifest) },
        commands: { subject, targets in
            let version = version(subject).map { ["-k", $0] } ?? []
            return [
                ToolCommand(version + ["--strict"] + targets, read: CloudOutput.kubernetes)
            ]
        }
    )

    /// The cluster's version as phase 1 chose it; without one the newest that the tool knows.
    private static func version(_ subject: CheckSubject) -> String? {
        let selection = subject.text("architecture/technology-selection.json")
            .flatMap { try? JSONReader.value(of: $0) }
        return (selection?["versions"]?.arrayValue ?? [])
            .first { ["eks", "kubernetes"].contains($0["product"]?.stringValue ?? "") }?["version"]?
            .stringValue
    }

    private static let charts = ExternalValidator(
        "helm-lint",
        "'helm lint' accepts every chart",
        tool: helm,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.lastPart == "Chart.yaml" } },
        alsoReads: { subject, targets in
            subject.captured(below: Set(targets.map(\.folderPart)))
        },
        commands: { _, targets in
            targets.map { ToolCommand(["lint", "."], in: $0.folderPart, read: TextOutput.helm) }
        }
    )
}
