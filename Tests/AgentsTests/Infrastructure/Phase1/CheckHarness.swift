import Agents
import Workflow

/// The rendered files of phase 1, to be spoiled and checked.
struct Delivery {
    var files: [String: String]
    let inputs: Value

    init(_ changes: [String: Value] = [:]) throws {
        let plan = try Fixture.plan(changes)
        inputs = ["requirements": Fixture.document(changes)]
        files = [:]
        for renderer in Phase1Renderers.all {
            for file in try renderer.files(for: plan, resources: ResourceFolder.standard) {
                files[file.path] = file.text
            }
        }
    }

    func verdict(_ check: any Check) async throws -> CheckResult {
        try await check.verdict(
            on: CheckSubject("D1", own: files.keys.sorted(), of: files, inputs: inputs)
        )
    }
}
