import Foundation
import Testing

extension Tag { @Tag static var needsTerraform: Self }

extension ProgramTests {
    @Suite(
        .tags(.needsTerraform),
        .enabled(if: TerraformSamples.isInstalled, "terraform is not on the PATH")
    )
    struct ApplyTests {
        private static func planned(
            _ resources: String = TerraformSamples.resources
        ) async throws
            -> Sandbox
        {
            let sandbox = try Sandbox(workflow: TerraformSamples.workflow(resources))
            let began = try await sandbox.begin(environment: ["AWS_SECRET_ACCESS_KEY": "c4n4ry-key"]
            )
            #expect(began.status == 3, "\(began)")
            return sandbox
        }

        @Test func `what was approved is applied, recorded, and needs no further change`()
            async throws
        {
            let sandbox = try await Self.planned()
            let plan = try JSON(sandbox.text("ws/environments/development/plan.json"))
            #expect(plan["counts"]["add"].int == 2)
            #expect(try JSON(sandbox.text(TerraformSamples.record))["mode"].text == "planned")
            #expect(!sandbox.has(TerraformSamples.state), "a plan makes nothing")
            let approved = try await sandbox.orchestrate("approve", "r", "--resume", "--json")
            #expect(approved.status == 0, "\(approved)")
            let record = try JSON(sandbox.text(TerraformSamples.record))
            #expect(record["mode"].text == "applied")
            #expect(record["applyExitCode"].int == 0)
            #expect(record["changesAfterApply"].int == 0)
            #expect(record["planDigest"].text == plan["planDigest"].text)
            let outputs = try sandbox.text("ws/environments/development/outputs.json")
            #expect(outputs.contains("\"one\""))
            #expect(!outputs.contains("c4n4ry"), "sensitive outputs stay out")
            let drift = try await sandbox.orchestrate("drift", "r")
            #expect(drift.status == 0, "\(drift)")
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(shown.out.contains("development: applied"), "\(shown)")
            let whole = try await sandbox.orchestrate("deliverables", "r", "--check")
            #expect(whole.status == 0, "\(whole)")
            let proof = try await sandbox.orchestrate("verify", "r")
            #expect(proof.status == 0, "\(proof)")
        }

        @Test func `plans and states are for their owner alone, and credentials are nowhere`()
            async throws
        {
            let sandbox = try await Self.planned(
                """
                resource "terraform_data" "leak" {
                  input = "x"
                  provisioner "local-exec" {
                    command = "echo key is $AWS_SECRET_ACCESS_KEY; exit 3"
                  }
                }
                """
            )
            let approved = try await sandbox.orchestrate(
                "approve",
                "r",
                "--resume",
                environment: ["AWS_SECRET_ACCESS_KEY": "c4n4ry-key"]
            )
            #expect(approved.status == 3, "a failed apply is not known: \(approved)")
            for folder in ["home", "ws", "logs"] {
                for (path, bytes) in try sandbox.tree(folder) {
                    #expect(bytes.range(of: Data("c4n4ry-key".utf8)) == nil, "\(folder)/\(path)")
                }
            }
            for name in ["change.tfplan", "change.log", "state/terraform.tfstate"] {
                #expect(try sandbox.mode(TerraformSamples.place + "/" + name) == 0o600, "\(name)")
            }
            #expect(try sandbox.mode("home/terraform") == 0o700)
            #expect(try sandbox.mode("ws/environments/development/plan.json") == 0o600)
        }

        @Test func `another plan file than the approved one is refused`() async throws {
            let sandbox = try await Self.planned()
            let path = sandbox(TerraformSamples.place + "/change.tfplan")
            let plan = try #require(FileHandle(forWritingAtPath: path))
            try plan.seekToEnd()
            try plan.write(contentsOf: Data("x".utf8))
            try plan.close()
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 1, "\(approved)")
            #expect(approved.all.contains("exit code 5"), "\(approved)")
            #expect(approved.all.contains("nothing was applied"), "\(approved)")
            #expect(!sandbox.has(TerraformSamples.state))
        }

        @Test func `a configuration that was changed after its capture is not what is applied`()
            async throws
        {
            let sandbox = try await Self.planned()
            try sandbox.write("nonsense {", to: "ws/terraform/environments/development/main.tf")
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 5, "the gate asked about other bytes: \(approved)")
            #expect(!sandbox.has(TerraformSamples.state))
        }

        @Test func `a stale plan is refused, and planning again goes on`() async throws {
            let sandbox = try await Self.planned()
            let root = sandbox(TerraformSamples.place + "/files/terraform/environments/development")
            let beside = try await sandbox.shell(
                "cd \"$2\" && TF_DATA_DIR=\"$3\" terraform apply -auto-approve -input=false",
                root,
                sandbox(TerraformSamples.place + "/data")
            )
            #expect(beside.status == 0, "\(beside)")
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 1, "\(approved)")
            #expect(approved.all.contains("stale"), "\(approved)")
            #expect(approved.all.contains("resume r --from plan-development"), "\(approved)")
            let again = try await sandbox.orchestrate("resume", "r", "--from", "plan-development")
            #expect(again.status == 3, "\(again)")
            #expect(again.out.contains("0 to add"), "\(again)")
            let done = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(done.status == 0, "\(done)")
            let wrong = try await sandbox.orchestrate("resume", "r", "--from", "nowhere")
            #expect(wrong.status == 64, "\(wrong)")
        }

        private static let slow = """
            resource "terraform_data" "first" { input = "one" }
            resource "terraform_data" "slow" {
              input = terraform_data.first.output
              provisioner "local-exec" { command = "echo $$ > slow.pid; sleep 300" }
            }
            """

        /// The pid of the command in the middle of the apply.
        private static func slowPID(_ sandbox: Sandbox) async throws -> pid_t {
            try await sandbox.pid(
                TerraformSamples.place + "/files/terraform/environments/development/slow.pid"
            )
        }

        @Test func `an apply that was killed is probed and put to a person, never repeated`()
            async throws
        {
            let sandbox = try await Self.planned(Self.slow)
            _ = try await sandbox.orchestrate("approve", "r")
            let running = try sandbox.background("resume", "r")
            let pid = try await Self.slowPID(sandbox)
            running.send(SIGKILL)
            _ = try await running.finish()
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(
                resumed.out.contains("terraform_data.slow"),
                "it names what is left: \(resumed)"
            )
            #expect(!isAlive(pid), "nothing of the old apply lives")
            let events = try await sandbox.events()
            let intents = events.filter { $0["type"].text == "effect.intended" }
                .filter { $0["step"].text == "apply-development" }
            #expect(intents.count == 1, "it was not tried again")
            #expect(try JSON(sandbox.text(TerraformSamples.record))["mode"].text == "planned")
            let waits = try await sandbox.orchestrate("resume", "r")
            #expect(waits.status == 3, "it still asks: \(waits)")
        }

        @Test func `what a person calls done, but is not, is not called applied`() async throws {
            let sandbox = try await Self.planned(Self.slow)
            _ = try await sandbox.orchestrate("approve", "r")
            let running = try sandbox.background("resume", "r")
            _ = try await Self.slowPID(sandbox)
            running.send(SIGKILL)
            _ = try await running.finish()
            _ = try await sandbox.orchestrate("resume", "r")
            let settled = try await sandbox.orchestrate(
                "settle",
                "r",
                "apply-development",
                "--done",
                "--resume"
            )
            #expect(settled.status == 1, "\(settled)")
            #expect(settled.all.contains("apply.mode"), "\(settled)")
            let record = try JSON(sandbox.text(TerraformSamples.record))
            #expect(record["mode"].text == "planned")
            #expect(record["evidence"].text == "settled")
        }

        @Test func `an apply that fails before it begins anything has failed, and no more`()
            async throws
        {
            let sandbox = try await Self.planned()
            try FileManager.default.removeItem(
                atPath: sandbox(TerraformSamples.place + "/change.tfplan")
            )
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 1, "\(approved)")
            #expect(approved.all.contains("gone"), "\(approved)")
        }

        /// What changes between the look before the command and the apply is found by the apply.
        @Test func `terraform looks at what was approved once more before it applies`() async throws
        {
            let workflow = TerraformSamples.workflow(TerraformSamples.resources)
            let call = "run: '\"$ORCHESTRATE_PROGRAM\" __terraform apply"
            let forged =
                "run: 'if [ ! -e forged ]; then touch forged; echo \"# other\" >> "
                + "terraform/environments/development/main.tf; fi; "
                + "\"$ORCHESTRATE_PROGRAM\" __terraform apply"
            #expect(workflow.contains(call))
            let sandbox = try Sandbox(
                workflow: workflow.replacingOccurrences(of: call, with: forged)
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            let approved = try await sandbox.orchestrate("approve", "r", "--resume")
            #expect(approved.status == 3, "the gate asks again: \(approved)")
            #expect(!sandbox.has(TerraformSamples.state), "nothing was applied")
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(types.contains("gate.voided"), "\(types)")
            #expect(types.filter { $0 == "gate.opened" }.count == 2, "\(types)")
        }
    }
}
