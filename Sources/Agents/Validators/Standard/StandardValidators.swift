package import Workflow

/// Every external validator that the program can call, on one page.
package enum StandardValidators {
    /// All of them; `schemas` are JSON schemas by the path of the file that they describe.
    package static func all(schemas: [String: String]) -> [ExternalValidator] {
        TerraformValidators.all + PolicyValidators.all + MonitoringValidators.all
            + KubernetesValidators.all + AnsibleValidators.all + WorkflowValidators.all
            + [WorkflowValidators.schemas(schemas)] + TextValidators.all
    }

    package static func checks(
        schemas: [String: String],
        toolbox: Toolbox
    ) -> [any Check] {
        all(schemas: schemas).map { ExternalCheck($0, toolbox: toolbox) }
    }

    /// Tools that no check calls: they need what cannot be installed from packages, or an account.
    package static let others = [
        ExternalTool("tflint", for: "further lint of Terraform", isOptional: true),
        ExternalTool("trivy", for: "a second opinion on security", isOptional: true),
        ExternalTool("infracost", for: "a second opinion on cost", isOptional: true),
        ExternalTool("k6", for: "running the load tests", version: ["version"], isOptional: true),
    ]

    /// Each tool once, in the order of the validators.
    package static var tools: [ExternalTool] {
        var seen: Set<ExternalTool> = []
        return all(schemas: [:]).map(\.tool).filter { seen.insert($0).inserted } + others
    }
}
