import Workflow

/// Every manifest of the cluster that was captured, wherever it lies.
struct ClusterManifests {
    struct Document {
        let file: String
        let value: Value

        var namespace: String { value.string("metadata.namespace") ?? "" }
        var name: String { value.string("metadata.name") ?? "?" }
        var kind: String { value.string("kind") ?? "" }

        /// The pods that a workload makes; `nil` for what is no workload.
        var pod: Value? {
            switch kind {
            case "Deployment", "StatefulSet", "DaemonSet", "Job": value.at("spec.template")
            case "CronJob": value.at("spec.jobTemplate.spec.template")
            default: nil
            }
        }
    }

    let documents: [Document]

    init(_ subject: CheckSubject, _ parse: YAMLParser) throws {
        let paths = subject.knownPaths.filter { path in
            (path.hasPrefix("kubernetes/") || path == "monitoring/tracing/jaeger.yaml")
                && path.hasSuffix(".yaml") && !path.hasSuffix("kustomization.yaml")
                && !path.hasSuffix("-values.yaml")
        }
        documents = try paths.flatMap { path in
            try subject.yaml(path, parse).map { Document(file: path, value: $0) }
        }
    }

    func all(_ kind: String) -> [Document] { documents.filter { $0.kind == kind } }

    var workloads: [Document] { documents.filter { $0.pod != nil } }
}
