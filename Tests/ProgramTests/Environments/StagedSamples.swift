import Foundation

/// Three environments one after the other, each with a plan, a gate and an apply, as in the shipped
/// workflow; their roots are what lies beside the workspace when the run renders.
enum StagedSamples {
    static let environments = ["development", "integration", "staging"]

    static let resources = """
        resource "terraform_data" "first" { input = "one" }
        resource "terraform_data" "second" { input = "two" }

        """

    /// The same after somebody thought again.
    static let changed = """
        resource "terraform_data" "first" { input = "one" }
        resource "terraform_data" "second" { input = "three" }
        resource "terraform_data" "third" { input = "more" }

        """

    static func sandbox(_ environments: [String] = environments) throws -> Sandbox {
        let sandbox = try Sandbox(workflow: workflow(environments))
        for name in environments { try sandbox.write(resources, to: "\(name).tf") }
        return sandbox
    }

    static func state(_ environment: String) -> String {
        "home/terraform/r/\(environment)/state/terraform.tfstate"
    }

    /// The id of a resource, by which it is seen whether it was made anew.
    static func id(of name: String, _ environment: String, _ sandbox: Sandbox) throws -> String? {
        try JSON(sandbox.text(state(environment)))["resources"].array
            .first { $0["name"].text == name }?["instances"][0]["attributes"]["id"].text
    }

    private static func workflow(_ environments: [String]) -> String {
        let record = { (name: String, order: Int) in
            """
            {"schema":1,"environment":"\(name)","mode":"rendered","order":\(order),"files":[]}
            """
        }
        let rendering = environments.enumerated().flatMap { order, name in
            [
                "mkdir -p terraform/environments/\(name) environments/\(name)",
                "cp ../\(name).tf terraform/environments/\(name)/main.tf",
                "echo '\(record(name, order))' > environments/\(name)/provisioning-record.json",
            ]
        }
        let steps = environments.enumerated().map { order, name in
            step(name, after: order == 0 ? [] : ["record-\(environments[order - 1])"])
        }
        return """
            name: staged
            phases:
              - id: provisioning
                owner: echo
                steps:
                  - id: render
                    run: |
            \(rendering.map { "          " + $0 }.joined(separator: "\n"))
                    idempotent: true
                    produces: [root]
            \(steps.joined(separator: "\n"))
                deliverables:
                  - id: root
                    files:
                      - terraform/
            \(environments.map { "          - environments/\($0)/provisioning-record.json" }
                .joined(separator: "\n"))
            \(environments.map(deliverables).joined(separator: "\n"))
            """
    }

    private static func step(_ name: String, after: [String]) -> String {
        let call = "\"$ORCHESTRATE_PROGRAM\" __terraform"
        return """
                  - id: plan-\(name)
                    needs: [\((["render"] + after).joined(separator: ", "))]
                    run: '\(call) plan \(name)'
                    idempotent: true
                    produces: [P-\(name)]
                  - id: approve-\(name)
                    needs: [plan-\(name)]
                    approval: { id: provision-\(name) }
                  - id: apply-\(name)
                    needs: [approve-\(name)]
                    env: { PLAN: '${{ steps.plan-\(name).outputs.planDigest }}' }
                    run: '\(call) apply \(name) --digest="$PLAN"'
                    probe: '\(call) probe \(name) --digest="$PLAN"'
                    onUnknown: ask
                  - id: record-\(name)
                    needs: [apply-\(name)]
                    env: { PLAN: '${{ steps.plan-\(name).outputs.planDigest }}' }
                    run: '\(call) record \(name) --digest="$PLAN"'
                    idempotent: true
                    produces: [A-\(name)]
            """
    }

    private static func deliverables(_ name: String) -> String {
        let folder = "environments/\(name)"
        return """
                  - id: P-\(name)
                    files:
                      - \(folder)/plan.json
                      - \(folder)/plan.txt
                      - \(folder)/provisioning-record.json
                    checks: [plan-safety]
                  - id: A-\(name)
                    files: [\(folder)/outputs.json, \(folder)/provisioning-record.json]
                    checks: [applied-state]
            """
    }
}
