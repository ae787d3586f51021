import Agents
import Testing
import Workflow

@Suite struct OptimizationDefectTests {
    /// Each size of the values files that costs money, changed on its own.
    @Test(
        arguments: [
            ("nat_gateways", "9"), ("min_nodes", "99"), ("disk_gib", "999"), ("shards", "7"),
            ("allocated_storage_gib", "9999"), ("multi_az", "false"), ("nodes", "17"),
        ]
    )
    func `a size that the estimate does not know is found`(key: String, value: String) async throws
    {
        let path = "terraform/environments/production/terraform.tfvars"
        let example = try RenderedExample.load()
        var isFound = false
        let lines = (example.files[path] ?? "").split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map { line -> String in
            guard line.split(separator: " ").first.map(String.init) == key, !isFound else {
                return String(line)
            }
            isFound = true
            return "  \(key) = \(value)"
        }
        try #require(isFound, "'\(key)' is not among the values")
        let changed = [path: Optional(lines.joined(separator: "\n"))]
        let result = try await Platform.check("estimate-independent")
            .verdict(on: example.subject("D2.2", changed: changed))
        #expect(result.findings.contains { $0.code == "cost.independent" }, "\(key)")
    }
}
