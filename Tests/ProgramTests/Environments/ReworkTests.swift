import Foundation
import Testing

extension ProgramTests {
    /// Somebody thinks again when a part of the environments is applied already.
    @Suite(
        .tags(.needsTerraform),
        .enabled(if: TerraformSamples.isInstalled, "terraform is not on the PATH")
    )
    struct ReworkTests {
        /// Development and integration are applied, the gate of staging is open.
        private static func halfWay() async throws -> Sandbox {
            let sandbox = try StagedSamples.sandbox()
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            for _ in 0..<2 {
                let approved = try await sandbox.orchestrate("approve", "r", "--resume")
                #expect(approved.status == 3, "\(approved)")
            }
            let gates = try await sandbox.orchestrate("gates", "r", "--json").json()["gates"]
            #expect(gates.array.map { $0["gate"].text } == ["provision-staging"])
            return sandbox
        }

        private static func sentBack() async throws -> Sandbox {
            let sandbox = try await halfWay()
            try sandbox.write(StagedSamples.changed, to: "development.tf")
            let asked = try await sandbox.orchestrate(
                "request-changes",
                "r",
                "provision-staging",
                "--comment",
                "a third one, please",
                "--resume"
            )
            #expect(asked.status == 3, "\(asked)")
            #expect(
                asked.out.contains("plan of development: 1 to add, 1 to change, 0 to destroy"),
                "only the difference: \(asked)"
            )
            return sandbox
        }

        @Test func `what is applied is planned anew with the differences alone`() async throws {
            let sandbox = try await Self.sentBack()
            let first = try StagedSamples.id(of: "first", "development", sandbox)
            #expect(first != nil)
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(
                shown.out.contains("development: applied in an earlier round, now planned"),
                "\(shown)"
            )
            #expect(
                shown.out.contains("integration: applied in an earlier round, now rendered"),
                "\(shown)"
            )
            #expect(shown.out.contains("staging: rendered"), "\(shown)")
            let diff = try await sandbox.orchestrate("diff", "r", "provision-development")
            #expect(diff.out.contains("-resource \"terraform_data\" \"second\""), "\(diff)")
            #expect(diff.out.contains("+resource \"terraform_data\" \"third\""), "\(diff)")
            let drift = try await sandbox.orchestrate("drift", "r")
            #expect(drift.status == 64, "what is captured is not what is applied: \(drift)")

            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 3, "\(approved)")
            #expect(
                approved.out.contains(
                    "plan of integration: 0 to add, 0 to change, 0 to destroy, 0 to replace"
                ),
                "nothing is repeated: \(approved)"
            )
            #expect(try StagedSamples.id(of: "first", "development", sandbox) == first)
            #expect(try StagedSamples.id(of: "third", "development", sandbox) != nil)
            _ = try await sandbox.orchestrate("approve", "r", "--resume")
            let done = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(done.status == 0, "\(done)")
            for name in StagedSamples.environments {
                let path = "ws/environments/\(name)/provisioning-record.json"
                #expect(try JSON(sandbox.text(path))["mode"].text == "applied", "\(name)")
            }
            let opened = try await sandbox.events().filter { $0["type"].text == "gate.opened" }
            #expect(opened.count == 6, "each environment was asked about twice")
            #expect(try await sandbox.orchestrate("drift", "r").status == 0)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a rejection says what it leaves behind, and that can be taken down`()
            async throws
        {
            let sandbox = try await Self.sentBack()
            let rejected = try await sandbox.orchestrate("reject", "r", "provision-development")
            #expect(rejected.status == 0, "\(rejected)")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 4, "\(resumed)")
            let shown = try await sandbox.orchestrate("show", "r")
            let log = try await sandbox.orchestrate("log", "r")
            for said in [rejected, resumed, shown, log] {
                for name in ["development", "integration"] {
                    #expect(
                        said.all.contains("still there: \(name) (applied in an earlier round"),
                        "\(said)"
                    )
                    #expect(
                        said.all.contains("orchestrate destroy r --environment \(name)"),
                        "\(said)"
                    )
                }
                #expect(!said.all.contains("still there: staging"), "\(said)")
            }
            let json = try await sandbox.orchestrate("resume", "r", "--json").json()
            let there = json["environments"].array.filter { $0["isThere"] == .bool(true) }
            #expect(there.map { $0["environment"].text } == ["development", "integration"])

            let never = try await Self.destroy("staging", sandbox)
            #expect(never.status == 64, "\(never)")
            let asked = try await Self.destroy("development", sandbox)
            #expect(asked.status == 3, "\(asked)")
            #expect(asked.out.contains("2 to destroy"), "what is there: \(asked)")
            let gone = try await sandbox.orchestrate("approve", "d", "destroy", "--resume")
            #expect(gone.status == 0, "\(gone)")
            let after = try await sandbox.orchestrate("show", "r")
            #expect(!after.out.contains("still there: development"), "\(after)")
            #expect(after.out.contains("still there: integration"), "\(after)")
        }

        private static func destroy(_ name: String, _ sandbox: Sandbox) async throws -> Finished {
            try await sandbox.orchestrate("destroy", "r", "--environment", name, "--id", "d")
        }

        /// The apply of development was killed in its middle, and its run has looked since.
        private static func cutOff() async throws -> Sandbox {
            let sandbox = try StagedSamples.sandbox(["development"])
            let pid = sandbox("slow.pid")
            let quick = sandbox("quick")
            try sandbox.write(
                """
                resource "terraform_data" "first" { input = "one" }
                resource "terraform_data" "slow" {
                  input = terraform_data.first.output
                  provisioner "local-exec" {
                    command = "[ -e \(quick) ] || { echo $$ > \(pid); sleep 300; }"
                  }
                }

                """,
                to: "development.tf"
            )
            #expect(try await sandbox.begin().status == 3)
            _ = try await sandbox.orchestrate("approve", "r")
            let running = try sandbox.background("resume", "r")
            _ = try await sandbox.pid("slow.pid")
            running.send(SIGKILL)
            _ = try await running.finish()
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(resumed.out.contains("terraform_data.slow"), "what is left: \(resumed)")
            return sandbox
        }

        @Test func `what a killed apply left is planned anew, and what it made is kept`()
            async throws
        {
            let sandbox = try await Self.cutOff()
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(
                shown.out.contains("development: planned, its apply did not come to its end"),
                "\(shown)"
            )
            let first = try StagedSamples.id(of: "first", "development", sandbox)
            #expect(first != nil)
            let old = try await sandbox.orchestrate(
                "settle",
                "r",
                "apply-development",
                "--retry",
                "--resume"
            )
            #expect(old.status == 1, "the plan is of before: \(old)")
            #expect(old.all.contains("stale"), "\(old)")
            try sandbox.write("", to: "quick")
            let again = try await sandbox.orchestrate("resume", "r", "--from", "plan-development")
            #expect(again.status == 3, "\(again)")
            let plan = try sandbox.text("ws/environments/development/plan.json")
            let changes = try JSON(plan)["changes"].array.map { $0["address"].text }
            #expect(changes == ["terraform_data.slow"], "only what is left")
            let done = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(done.status == 0, "\(done)")
            #expect(try StagedSamples.id(of: "first", "development", sandbox) == first)
            #expect(try await sandbox.orchestrate("drift", "r").status == 0)
        }

        @Test func `what a killed apply left can be taken down`() async throws {
            let sandbox = try await Self.cutOff()
            let ended = try await sandbox.orchestrate("cancel", "r")
            #expect(ended.status == 0, "\(ended)")
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(
                shown.out.contains(
                    "still there: development (planned, its apply did not come to its end)"
                ),
                "\(shown)"
            )
            let asked = try await Self.destroy("development", sandbox)
            #expect(asked.status == 3, "\(asked)")
            let gone = try await sandbox.orchestrate("approve", "d", "destroy", "--resume")
            #expect(gone.status == 0, "\(gone)")
            let state = try JSON(sandbox.text(StagedSamples.state("development")))
            #expect(state["resources"].array.isEmpty)
        }
    }
}
