import Foundation
import Testing

extension ProgramTests {
    /// What people ask for in one sentence, and a system of another shape: walked to their ends.
    @Suite struct ScenarioTests {
        private static func file(_ name: String) -> String {
            Program.project + "/workflows/examples/\(name).yaml"
        }

        private func walk(_ name: String) async throws -> (files: [String: Data], gates: [String]) {
            let sandbox = try Sandbox()
            let walk = Walk(sandbox, of: Self.file(name)) { try await $0.finish() }
            try await walk.toItsEnd()
            return (try sandbox.tree("ws"), walk.gates)
        }

        @Test func `an architecture is designed, priced and can be recovered`() async throws {
            let (files, gates) = try await walk("architecture-request")
            #expect(gates == ["architecture-and-cost"])
            for path in [
                "architecture/architecture.md", "architecture/technology-selection.md",
                "cost/estimate.md", "dr/dr-plan.md", "security/threat-model.json",
            ] {
                #expect(files[path]?.isEmpty == false, "\(path)")
            }
            #expect(!files.keys.contains { $0.hasPrefix("terraform/") })
        }

        @Test func `environments are provisioned with their watch and their guard`() async throws {
            let (files, gates) = try await walk("provisioning-request")
            #expect(gates == ["sizes-and-cost", "provision-production", "protected"])
            let values = files["terraform/environments/production/terraform.tfvars"]
                .map { String(decoding: $0, as: UTF8.self) }
            #expect(values?.contains("engine                    = \"postgres\"") == true)
            #expect(values?.contains("\"redis\"") == true)
            #expect(files.keys.contains { $0.hasPrefix("monitoring/prometheus/") })
            #expect(files["security/iam-analysis.json"] != nil)
            #expect(!files.keys.contains { $0.hasPrefix("terraform/environments/development") })
        }

        @Test func `monitoring is set up on its own`() async throws {
            let (files, gates) = try await walk("monitoring-request")
            #expect(gates == ["monitoring"])
            for folder in [
                "monitoring/prometheus/", "monitoring/grafana/", "monitoring/alertmanager/",
                "logging/", "incident/runbooks/",
            ] {
                #expect(files.keys.contains { $0.hasPrefix(folder) }, "\(folder)")
            }
            #expect(files["monitoring/slo.yaml"] != nil)
            #expect(!files.keys.contains { $0.hasPrefix("terraform/") })
        }

        @Test func `a small system has no file that it does not need`() async throws {
            let (files, gates) = try await walk("small-startup")
            #expect(gates.count == 4)
            #expect(files["scaling/auto-scaling-group.json"] != nil)
            #expect(files["environments/production/provisioning-record.json"] != nil)
            for prefix in ["kubernetes/policies/", "kubernetes/autoscaling/"] {
                #expect(!files.keys.contains { $0.hasPrefix(prefix) }, "\(prefix)")
            }
        }
    }
}
