import Workflow

/// Checks that common failures mend themselves.
package struct SelfHealingCheck: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    static let needed = [
        "process-ends", "process-hangs", "node-lost", "load-rises", "database-primary-lost",
    ]

    package var check: RuleCheck {
        RuleCheck(
            "self-healing",
            "Each common failure names what mends it, and that stands in the delivered files: probes,"
                + " several replicas, groups that replace, a standby, a disk that grows."
        ) { [parse] subject in
            let rows = try subject.json(SelfHealing.path).list("failures")
            var findings = Findings(SelfHealing.path)
            let ids = Set(rows.compactMap { $0.string("id") })
            for id in Self.needed where !ids.contains(id) {
                findings.add("healing.failure", "nothing mends '\(id)'")
            }
            for row in rows {
                let id = row.string("id") ?? "?"
                let proofs = row.list("proofs")
                findings.expect(!proofs.isEmpty, "healing.proof", "'\(id)' is proven by nothing")
                findings.expect(
                    !(row.string("mechanism") ?? "").isEmpty && row.number("seconds") != nil,
                    "healing.mechanism",
                    "'\(id)' names no mechanism with its time"
                )
                for doubt in proofs.compactMap(subject.doubt(of:)) {
                    findings.add("healing.proof", "'\(id)': \(doubt)")
                }
            }
            let others = try Self.services(subject, parse) + Self.standby(subject)
            return .judged(findings.all + others, measured: ["failures": .int(rows.count)])
        }
    }

    /// One replica is no healing: until it is back nobody answers.
    private static func services(
        _ subject: CheckSubject,
        _ parse: YAMLParser
    ) throws -> [Finding] {
        let request = try subject.requirements()
        // Where nobody is promised anything a single replica may be enough.
        guard request.technology.usesCluster, request.environments.primary.isProductionLike else {
            return []
        }
        let manifests = try ClusterManifests(subject, parse)
        return manifests.workloads.filter { $0.kind == "Deployment" && $0.namespace == "apps" }
            .flatMap { workload -> [Finding] in
                var found = Findings(workload.file)
                for container in workload.pod?.list("spec.containers") ?? [] {
                    for probe in ["livenessProbe", "readinessProbe"] {
                        found.expect(
                            container[probe] != nil,
                            "healing.probe",
                            "'\(workload.name)' has no \(probe)"
                        )
                    }
                }
                let minimum = manifests.all("HorizontalPodAutoscaler").first {
                    $0.value.string("spec.scaleTargetRef.name") == workload.name
                }?.value.number("spec.minReplicas")
                found.expect(
                    minimum.map { $0 >= 2 } ?? false,
                    "healing.replicas",
                    "'\(workload.name)' may run with a single replica"
                )
                return found.all
            }
    }

    private static func standby(_ subject: CheckSubject) throws -> [Finding] {
        let primary = try subject.requirements().environments.primary
        guard primary.isProductionLike else { return [] }
        let path = "terraform/environments/\(primary.rawValue)/terraform.tfvars"
        var found = Findings(path)
        let lines = try subject.requiredText(path).split(separator: "\n")
        found.expect(
            lines.contains { line in
                let words = line.split { $0 == " " || $0 == "=" }
                return words.first == "multi_az" && words.last == "true"
            },
            "healing.standby",
            "the database has no standby"
        )
        return found.all
    }
}
