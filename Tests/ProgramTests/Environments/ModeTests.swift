import Foundation
import Testing

extension ProgramTests {
    @Suite struct ModeTests {
        @Test(arguments: ["plan", "apply"])
        func `without terraform nothing begins`(mode: String) async throws {
            let sandbox = try Sandbox()
            let began = try await sandbox.orchestrate(
                "run",
                Program.example,
                "--mode",
                mode,
                environment: [
                    "PATH": "/usr/bin:/bin", "ORCHESTRATE_VALIDATORS": sandbox("no-tools"),
                ]
            )
            if FileManager.default.isExecutableFile(atPath: "/usr/bin/terraform") { return }
            #expect(began.status == 69, "\(began)")
            #expect(began.error.contains("terraform"), "\(began)")
            let runs = try await sandbox.orchestrate("list", "--json")
            #expect(!runs.out.contains("new-saas-env"), "\(runs)")
        }

        /// Where the tools must be, as in CI, a skipped test is a failure.
        @Test(
            .enabled(
                if: ProcessInfo.processInfo.environment["ORCHESTRATE_REQUIRE_VALIDATORS"] != nil
            )
        )
        func `terraform is there where it must be`() {
            #expect(TerraformSamples.isInstalled)
        }

        @Test func `a mode is for requirements, and one that exists`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            let plain = try await sandbox.orchestrate("run", "w.yaml", "--mode", "render")
            #expect(plain.status == 64, "\(plain)")
            let wrong = try await sandbox.orchestrate("run", Program.example, "--mode", "maybe")
            #expect(wrong.status == 64, "\(wrong)")
        }

        @Test func `in mode render nothing of a plan is owed`() async throws {
            let sandbox = try Sandbox()
            let words = [
                "run", Program.example, "--id", "r", "--workspace", sandbox.workspace,
                "--validators", "off",
            ]
            let began = try await sandbox.orchestrate(words)
            #expect(began.status == 3, "\(began)")
            for _ in 0..<4 { _ = try await sandbox.orchestrate("approve", "r", "--resume") }
            let shown = try await sandbox.orchestrate("show", "r", "--json")
            #expect(try shown.json()["status"].text == "completed", "\(shown)")
            let made = try await sandbox.orchestrate("deliverables", "r", "--json")
            let ids = try made.json()["deliverables"].array.map { $0["id"].text }
            #expect(ids.count == 21, "\(ids)")
            #expect(try made.json()["open"].array.isEmpty)
            #expect(!sandbox.has("ws/environments/production/plan.json"))
            let modes = try shown.json()["environments"].array.map { $0["mode"].text }
            #expect(modes == ["rendered", "rendered", "rendered", "rendered"])
        }
    }
}
