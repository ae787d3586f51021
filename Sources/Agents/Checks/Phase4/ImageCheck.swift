import Workflow

/// Checks that what runs in the cluster is what the list of images says.
package struct ImageCheck: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    static let list = "kubernetes/images.json"

    package var check: RuleCheck {
        RuleCheck(
            "pinned-images",
            "Every image of the manifests is in the list of images with that version, or is built"
                + " here and named by digest."
        ) { [parse] subject in
            guard try subject.requirements().technology.usesCluster else {
                return CheckResult(.notApplicable)
            }
            let entries = try subject.json(Self.list).list("images")
            let pinned = Set(
                entries.map { "\($0.string("image") ?? "?"):\($0.string("version") ?? "?")" }
            )
            var findings: [Finding] = []
            for entry in entries {
                let name = entry.string("image") ?? "?"
                let version = entry.string("version") ?? ""
                let isFloating = !version.contains(where: \.isNumber)
                if isFloating || (entry.string("source") ?? "").isEmpty {
                    findings.append(
                        Finding(
                            .high,
                            code: "image.pin",
                            "'\(name)' at '\(version)' is no version with a source",
                            file: Self.list
                        )
                    )
                }
            }
            var used: Set<String> = []
            for workload in try ClusterManifests(subject, parse).workloads {
                let pod = workload.pod ?? [:]
                let containers = pod.list("spec.containers") + pod.list("spec.initContainers")
                for image in containers.map({ $0.string("image") ?? "" }) {
                    used.insert(image)
                    // Where these come from is asked by the checks of the services.
                    let isOwn = image.contains(".dkr.ecr.") && image.contains("@sha256:")
                    if !isOwn, !pinned.contains(image) {
                        findings.append(
                            Finding(
                                .high,
                                code: "image.unlisted",
                                "'\(image)' of '\(workload.name)' is not in \(Self.list)",
                                file: workload.file,
                                fix: "name it there with its version and source"
                            )
                        )
                    }
                }
            }
            return .judged(
                findings,
                measured: ["images": .int(used.count), "listed": .int(pinned.count)]
            )
        }
    }
}
