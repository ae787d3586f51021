import Foundation
import Testing

/// Workflows that go from a rendered root to an applied environment; their resources are built
/// into Terraform, so that all of it is real and nothing leaves the machine.
enum TerraformSamples {
    static let isInstalled = tool("terraform")

    private static func tool(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    static let resources = """
        resource "terraform_data" "first" { input = "one" }
        resource "terraform_data" "second" { input = terraform_data.first.output }
        output "open" { value = terraform_data.first.output }
        output "hidden" {
          value     = "c4n4ry-output"
          sensitive = true
        }
        """

    /// A root with `resources`, planned, approved, applied and recorded.
    static func workflow(
        _ resources: String,
        gate: String = "{ id: provision-development }"
    ) -> String {
        let call = "\"$ORCHESTRATE_PROGRAM\" __terraform"
        return """
            name: environments
            roles: { operator: [\(Program.user), somebody-else] }
            steps:
              - id: render
                run: |
                  mkdir -p terraform/environments/development
                  cat > terraform/environments/development/main.tf <<'END'
            \(resources.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n"))
                  END
                produces: [root]
              - id: plan-development
                needs: [render]
                run: '\(call) plan development'
                idempotent: true
                produces: [P-development]
              - id: approve-development
                needs: [plan-development]
                approval: \(gate)
              - id: apply-development
                needs: [approve-development]
                env: { PLAN: '${{ steps.plan-development.outputs.planDigest }}' }
                run: '\(call) apply development --digest="$PLAN"'
                probe: '\(call) probe development --digest="$PLAN"'
                onUnknown: ask
              - id: record-development
                needs: [apply-development]
                env: { PLAN: '${{ steps.plan-development.outputs.planDigest }}' }
                run: '\(call) record development --digest="$PLAN"'
                idempotent: true
                produces: [A-development]
            deliverables:
              - { id: root, files: [terraform/] }
              - id: P-development
                files:
                  - environments/development/plan.json
                  - environments/development/plan.txt
                  - environments/development/provisioning-record.json
                checks: [plan-safety]
              - id: A-development
                files:
                  - environments/development/outputs.json
                  - environments/development/provisioning-record.json
                checks: [applied-state]
            """
    }

    static let place = "home/terraform/r/development"
    static let state = place + "/state/terraform.tfstate"
    static let record = "ws/environments/development/provisioning-record.json"
}
