import Foundation
import Testing

extension ProgramTests {
    @Suite(
        .tags(.needsTerraform),
        .enabled(if: TerraformSamples.isInstalled, "terraform is not on the PATH")
    )
    struct DriftAndDestroyTests {
        private static func applied(
            gate: String = "{ id: provision-development }"
        ) async throws -> Sandbox {
            let sandbox = try Sandbox(
                workflow: TerraformSamples.workflow(TerraformSamples.resources, gate: gate)
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 0, "\(approved)")
            return sandbox
        }

        @Test func `planted drift is found, named and journaled, without its values`() async throws
        {
            let sandbox = try await Self.applied()
            let none = try await sandbox.orchestrate("drift", "r", "--json")
            #expect(none.status == 0, "\(none)")
            #expect(try none.json()["drift"] == .bool(false))
            let state = try sandbox.text(TerraformSamples.state)
            try sandbox.write(
                state.replacingOccurrences(of: "\"one\"", with: "\"c4n4ry-drift\""),
                to: TerraformSamples.state
            )
            let found = try await sandbox.orchestrate("drift", "r")
            #expect(found.status == 1, "\(found)")
            #expect(found.out.contains("terraform_data.first: update (input"), "\(found)")
            #expect(!found.all.contains("c4n4ry"), "\(found)")
            let types = try await sandbox.events().map { $0["type"].text }
            #expect(types.suffix(2) == ["drift.checked", "drift.checked"])
            let log = try await sandbox.orchestrate("log", "r")
            #expect(log.out.contains("development by \(Program.user): as applied"), "\(log)")
            #expect(log.out.contains("2 differences"), "\(log)")
            let proof = try await sandbox.orchestrate("verify", "r")
            #expect(proof.status == 0, "\(proof)")
        }

        @Test func `what was not applied has no drift and is not destroyed`() async throws {
            let sandbox = try Sandbox(
                workflow: TerraformSamples.workflow(TerraformSamples.resources)
            )
            _ = try await sandbox.begin()
            let drift = try await sandbox.orchestrate("drift", "r")
            #expect(drift.status == 64, "\(drift)")
            let destroyed = try await sandbox.orchestrate(
                "destroy",
                "r",
                "--environment",
                "development"
            )
            #expect(destroyed.status == 64, "\(destroyed)")
        }

        @Test func `destroying asks first, and then does what the plan says`() async throws {
            let sandbox = try await Self.applied()
            let asked = try await sandbox.orchestrate(
                "destroy",
                "r",
                "--environment",
                "development",
                "--id",
                "d"
            )
            #expect(asked.status == 3, "\(asked)")
            #expect(asked.out.contains("2 to destroy"), "\(asked)")
            #expect(try sandbox.text(TerraformSamples.state).contains("terraform_data"))
            let done = try await sandbox.orchestrate("approve", "d", "destroy", "--resume")
            #expect(done.status == 0, "\(done)")
            let state = try JSON(sandbox.text(TerraformSamples.state))
            #expect(state["resources"].array.isEmpty)
            let record = try await sandbox.orchestrate(
                "cat",
                "d",
                "environments/development/destroy-record.json"
            )
            #expect(record.out.contains("\"destroyed\""), "\(record)")
        }

        @Test func `those who let it come decide that it goes`() async throws {
            let sandbox = try await Self.applied(
                gate: "{ id: provision-development, approvers: ['role:operator'] }"
            )
            let asked = try await sandbox.orchestrate(
                "destroy",
                "r",
                "--environment",
                "development",
                "--id",
                "d",
                "--minimum",
                "2",
                "--json"
            )
            #expect(asked.status == 3, "\(asked)")
            let gates = try await sandbox.orchestrate("gates", "d", "--json")
            #expect(try gates.json()["gates"][0]["approvers"][0].text == "role:operator")
            #expect(try gates.json()["gates"][0]["minimum"].int == 2)
            let one = try await sandbox.orchestrate("approve", "d", "--resume")
            #expect(one.status == 3, "one of two is not enough: \(one)")
            #expect(try sandbox.text(TerraformSamples.state).contains("terraform_data"))
        }

        /// The sample with production for its only environment, applied.
        private static func production(_ gate: String) async throws -> Sandbox {
            let sandbox = try Sandbox(
                workflow: TerraformSamples.workflow(
                    TerraformSamples.resources,
                    gate: gate
                ).replacingOccurrences(of: "development", with: "production")
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 0, "\(approved)")
            return sandbox
        }

        private static let state = "home/terraform/r/production/state/terraform.tfstate"
        private static let destroy = ["destroy", "r", "--environment", "production", "--id", "d"]

        @Test func `production goes when two people say so who did not begin it`() async throws {
            let sandbox = try await Self.production("{ id: provision-production }")
            let asked = try await sandbox.orchestrate(Self.destroy + ["--asserted"])
            #expect(asked.status == 3, "\(asked)")
            let gate = try await sandbox.orchestrate("gates", "d", "--json").json()["gates"][0]
            #expect(gate["minimum"].int == 2)
            #expect(gate["not"][0]["rule"].text == "requester")
            let own = try await sandbox.orchestrate("approve", "d", "destroy")
            #expect(own.status == 77, "who began it: \(own)")
            let refused = try await sandbox.events("d")
            #expect(refused.contains { $0["type"].text == "gate.vote-refused" })
            let one = try await sandbox.orchestrate(
                ["approve", "d", "destroy", "--as", "ana", "--resume"]
            )
            #expect(one.status == 3, "one of two: \(one)")
            #expect(try sandbox.text(Self.state).contains("terraform_data"))
            let two = try await sandbox.orchestrate(
                ["approve", "d", "destroy", "--as", "ben", "--resume"]
            )
            #expect(two.status == 0, "\(two)")
            #expect(try JSON(sandbox.text(Self.state))["resources"].array.isEmpty)
        }

        @Test func `nobody is another by saying so, where the file does not take it`() async throws
        {
            let sandbox = try await Self.production("{ id: provision-production }")
            let asked = try await sandbox.orchestrate(Self.destroy)
            #expect(asked.status == 3, "\(asked)")
            for name in ["ana", "ben"] {
                let vote = try await sandbox.orchestrate(["approve", "d", "destroy", "--as", name])
                #expect(vote.status == 77, "\(vote)")
            }
            #expect(try sandbox.text(Self.state).contains("terraform_data"))
        }

        @Test func `the run's own file says who decides about its end`() async throws {
            let sandbox = try await Self.production("{ id: provision-production, not: [] }")
            let asked = try await sandbox.orchestrate(Self.destroy + ["--minimum", "1"])
            #expect(asked.status == 3, "\(asked)")
            let done = try await sandbox.orchestrate(["approve", "d", "destroy", "--resume"])
            #expect(done.status == 0, "\(done)")
        }
    }
}
