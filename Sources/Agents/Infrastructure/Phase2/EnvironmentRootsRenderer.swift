package import Workflow

/// D2.2: a Terraform root for each environment, and a record of what was done with it.
package struct EnvironmentRootsRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.2"

    private static let shared = ["main.tf", "outputs.tf", "providers.tf", "variables.tf"]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let roots = try plan.request.environments.order.enumerated().flatMap { order, name in
            let files = try rootFiles(plan, name, resources)
            return files + [record(plan, name, order: order, files)]
        }
        let readme = try resources.text("terraform/environment/README.md")
        return roots + [RenderedFile(path: "terraform/environments/README.md", text: readme)]
    }

    private func rootFiles(
        _ plan: InfrastructurePlan,
        _ name: EnvironmentName,
        _ resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let folder = "terraform/environments/\(name.rawValue)/"
        let values = try EnvironmentValues(plan: plan, environment: name)
        func filled(_ file: String, _ values: [String: String]) throws -> RenderedFile {
            let text = try resources.filled("terraform/environment/\(file)", with: values)
            return RenderedFile(path: folder + file, text: text)
        }
        let shared = try Self.shared.map { try filled($0, [:]) }
        return shared + [
            try filled("backend.tf", values.backend),
            try filled("terraform.tfvars", values.variables),
            RenderedFile(
                path: folder + ".terraform.lock.hcl",
                text: try resources.text("terraform/environment/terraform.lock.hcl")
            ),
        ]
    }

    /// The files were written, and nothing more: a plan or an apply is recorded by whoever made it.
    private func record(
        _ plan: InfrastructurePlan,
        _ name: EnvironmentName,
        order: Int,
        _ files: [RenderedFile]
    ) -> RenderedFile {
        let steps = ProvisioningTime.steps(plan.request)
        return RenderedFile(
            path: "environments/\(name.rawValue)/provisioning-record.json",
            json: [
                "schema": 1, "environment": .string(name.rawValue), "mode": "rendered",
                "order": .int(order), "region": .string(plan.request.cloud.region),
                "estimatedMinutes": .number(ProvisioningTime.criticalMinutes(steps)),
                "targetMinutes": .number(plan.request.objectives.provisioningMinutes),
                "steps": .array(
                    steps.map { step in
                        [
                            "step": .string(step.name), "minutes": .number(step.minutes),
                            "after": .strings(step.after),
                        ]
                    }
                ),
                "files": .array(
                    files.map { file in
                        ["path": .string(file.path), "sha256": .string(Digest(of: file.text).hex)]
                    }
                ),
            ]
        )
    }
}

/// How long an environment takes to come up, by the slowest chain of steps.
enum ProvisioningTime {
    struct Step {
        let name: String
        let minutes: Double
        let after: [String]
    }

    static let steps = [
        Step(name: "network", minutes: 3, after: []),
        Step(name: "cluster", minutes: 10, after: ["network"]),
        Step(name: "nodes", minutes: 3, after: ["cluster"]),
        Step(name: "add-ons", minutes: 5, after: ["nodes"]),
        Step(name: "database", minutes: 15, after: ["network"]),
        Step(name: "cache", minutes: 10, after: ["network"]),
    ]

    /// The steps of the shape that is asked for.
    static func steps(_ request: InfrastructureRequest) -> [Step] {
        let kept = steps.filter { request.application.cache.isUsed || $0.name != "cache" }
        guard !request.technology.usesCluster else { return kept }
        return kept.filter { !["cluster", "nodes", "add-ons"].contains($0.name) }
            + [Step(name: "instances", minutes: 5, after: ["network"])]
    }

    static func criticalMinutes(_ steps: [Step]) -> Double {
        var ends: [String: Double] = [:]
        for step in steps {
            ends[step.name] = (step.after.compactMap { ends[$0] }.max() ?? 0) + step.minutes
        }
        return ends.values.max() ?? 0
    }
}
