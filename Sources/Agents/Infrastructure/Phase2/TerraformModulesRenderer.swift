package import Workflow

/// D2.1: the Terraform modules and the bootstrap root, which are the same for every request.
package struct TerraformModulesRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.1"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let paths =
            try resources.list("terraform/modules") + resources.list("terraform/bootstrap")
        return try paths.map { RenderedFile(path: $0, text: try resources.text($0)) }
    }
}
