import Workflow

/// Fills the GitHub workflows and the scripts that they call.
struct WorkflowFiles {
    let plan: InfrastructurePlan
    let resources: any ResourceLibrary

    /// The workflow `name` with the values that it asks for, and no other.
    func workflow(_ name: String, _ extra: [String: String] = [:]) throws -> RenderedFile {
        RenderedFile(
            path: ".github/workflows/\(name).yml",
            text: try text("github/workflows/\(name).yml", extra)
        )
    }

    func text(_ path: String, _ extra: [String: String] = [:]) throws -> String {
        try resources.filled(path, choosingFrom: common.merging(extra) { _, new in new })
    }

    func script(_ name: String) throws -> RenderedFile {
        RenderedFile(path: "scripts/\(name)", text: try resources.text("scripts/\(name)"))
    }

    private var order: [EnvironmentName] { plan.request.environments.order }

    private var common: [String: String] {
        let accounts = order.map { "\"\($0.rawValue)\": \"\(plan.account($0))\"" }
        let matrix = order.map {
            "          - environment: \($0.rawValue)\n            account: \"\(plan.account($0))\""
        }
        return [
            "project": plan.project, "region": plan.request.cloud.region,
            "environments": order.map(\.rawValue).joined(separator: ", "),
            "accounts": "{" + accounts.joined(separator: ", ") + "}",
            "matrix": matrix.joined(separator: "\n"), "stages": stages,
            "terraformVersion": SupportTable.terraformVersion,
        ]
    }

    /// One job for each environment, each after the one before it.
    private var stages: String {
        order.enumerated().map { index, name in
            let needs = index == 0 ? "" : "    needs: \(order[index - 1].rawValue)\n"
            return """
                  \(name.rawValue):
                \(needs)    uses: $/.github/workflows/apply.yml
                    permissions:
                      contents: read
                      id-token: write
                    with:
                      environment: \(name.rawValue)
                """
        }.joined(separator: "\n\n")
    }
}
