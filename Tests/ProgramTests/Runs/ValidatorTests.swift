import Foundation
import Testing

extension ProgramTests {
    /// What a run does with validators that are there, missing, broken or switched off.
    @Suite struct ValidatorTests {
        private static let workflow = """
            name: drawing
            steps:
              - id: write
                run: printf '<svg/>' > a.svg
            deliverables:
              - id: page
                files: [a.svg]
                checks: [xmllint]
            gate: { id: ok }
            """

        /// A sandbox with a tool of that body as the only one that is there.
        private static func sandbox(tool body: String?) throws -> Sandbox {
            let sandbox = try Sandbox(workflow: workflow)
            try sandbox.makeFolder("tools/bin")
            if let body { try install(body, sandbox) }
            return sandbox
        }

        private static func install(_ body: String, _ sandbox: Sandbox) throws {
            try sandbox.write("#!/bin/sh\n" + body, to: "tools/bin/xmllint")
            chmod(sandbox("tools/bin/xmllint"), 0o755)
        }

        private static func environment(_ sandbox: Sandbox) -> [String: String] {
            [
                "ORCHESTRATE_VALIDATORS": sandbox("tools"), "PATH": sandbox("none"),
                "HOME": sandbox.path, "AWS_SECRET_ACCESS_KEY": "a-credential",
            ]
        }

        private static func check(_ sandbox: Sandbox) async throws -> JSON {
            let list = try await sandbox.orchestrate("deliverables", "r", "--json").json()
            return list["deliverables"][0]["checks"][0]
        }

        @Test func `a tool that is missing is counted at the gate, with its command`() async throws
        {
            let sandbox = try Self.sandbox(tool: nil)
            let environment = Self.environment(sandbox)
            let began = try await sandbox.begin(environment: environment)
            #expect(began.status == 3, "\(began)")
            #expect(try await Self.check(sandbox)["verdict"].text == "unavailable")
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(shown.all.contains("not checked: 1 check, xmllint"), "\(shown)")
            #expect(shown.all.contains("scripts/install-validators"), "\(shown)")
        }

        @Test func `a run that requires validators accepts nothing without them`() async throws {
            let sandbox = try Self.sandbox(tool: nil)
            let environment = Self.environment(sandbox)
            let began = try await sandbox.begin(
                "--validators",
                "required",
                environment: environment
            )
            #expect(began.status == 1, "\(began)")
            let check = try await Self.check(sandbox)
            #expect(check["verdict"].text == "failed")
            #expect(check["findings"][0]["message"].text?.contains("requires") == true)
            #expect(check["findings"][0]["fix"].text?.contains("install-validators") == true)
            try Self.install("exit 0\n", sandbox)
            let resumed = try await sandbox.orchestrate("resume", "r", environment: environment)
            #expect(resumed.status == 3, "installed meanwhile: \(resumed)")
            #expect(try await Self.check(sandbox)["verdict"].text == "passed")
        }

        @Test func `switched off is never passed, and can be switched on again`() async throws {
            let sandbox = try Self.sandbox(tool: "exit 0\n")
            let environment = Self.environment(sandbox)
            let began = try await sandbox.begin("--validators", "off", environment: environment)
            #expect(began.status == 3, "\(began)")
            #expect(try await Self.check(sandbox)["verdict"].text == "unavailable")
            let digest = try began.json()["waiting"][0]["digest"].text
            let resumed = try await sandbox.orchestrate(
                "resume",
                "r",
                "--validators",
                "preferred",
                "--json",
                environment: environment
            )
            #expect(resumed.status == 3, "\(resumed)")
            #expect(try await Self.check(sandbox)["verdict"].text == "passed")
            // The old gate asked about a verdict that has changed.
            #expect(try resumed.json()["waiting"][0]["digest"].text != digest)
            let kinds = try await sandbox.events().compactMap { $0["type"].text }
            #expect(kinds.contains("run.validators-set"))
            #expect(kinds.contains("gate.voided"))
        }

        @Test func `the requirements say what is the default`() async throws {
            let inputs = """
                inputs:
                  wishes: { type: object, default: { execution: { externalValidators: required } } }
                """
            let sandbox = try Self.sandbox(tool: nil)
            try sandbox.write(inputs + "\n" + Self.workflow, to: "w.yaml")
            let environment = Self.environment(sandbox)
            #expect(try await sandbox.begin(environment: environment).status == 1)
        }

        @Test(arguments: ["kill -9 $$\n", "echo boom >&2; exit 70\n", "exit 1\n"])
        func `a tool that gives no verdict has not passed anything`(body: String) async throws {
            let sandbox = try Self.sandbox(tool: body)
            let began = try await sandbox.begin(environment: Self.environment(sandbox))
            #expect(began.status == 3, "\(began)")
            #expect(try await Self.check(sandbox)["verdict"].text == "unavailable")
        }

        @Test func `a finding fails the deliverable and says where`() async throws {
            let body = "echo 'a.svg:1: parser error : bad' >&2\nexit 1\n"
            let sandbox = try Self.sandbox(tool: body)
            let began = try await sandbox.begin(environment: Self.environment(sandbox))
            #expect(began.status == 1, "\(began)")
            let check = try await Self.check(sandbox)
            #expect(check["verdict"].text == "failed")
            #expect(check["findings"][0]["file"].text == "a.svg")
            #expect(check["findings"][0]["line"].int == 1)
        }

        /// It sees the captured bytes in a folder of its own, no credential, and no workspace.
        @Test func `a tool works apart`() async throws {
            let body = """
                [ "${AWS_SECRET_ACCESS_KEY:-none}" = none ] || exit 70
                [ "$(/bin/cat a.svg)" = '<svg/>' ] || exit 71
                case $PWD in */ws*) exit 72 ;; esac
                case $HOME in "$(/usr/bin/dirname "$PWD")"/*) ;; *) exit 73 ;; esac
                exit 0

                """
            let sandbox = try Self.sandbox(tool: body)
            let began = try await sandbox.begin(environment: Self.environment(sandbox))
            #expect(began.status == 3, "\(began)")
            let check = try await Self.check(sandbox)
            #expect(check["verdict"].text == "passed", "\(check)")
            let call = check["measured"]["commands"][0]
            #expect(call["arguments"][0].text == "xmllint")
            #expect(call["exitCode"].int == 0)
            #expect(call["outputSha256"].text?.count == 64)
        }

        @Test func `doctor says what is not checked without a tool`() async throws {
            let sandbox = try Self.sandbox(tool: "echo 'xmllint: version 1.2.3'\n")
            let doctor = try await sandbox.orchestrate(
                "doctor",
                "--json",
                environment: Self.environment(sandbox)
            )
            let tools = try doctor.json()["tools"].array
            let xmllint = try #require(tools.first { $0["name"].text == "xmllint" })
            #expect(xmllint["found"] == .bool(true))
            #expect(xmllint["version"].text == "1.2.3")
            let checkov = try #require(tools.first { $0["name"].text == "checkov" })
            #expect(checkov["found"] == .bool(false))
            #expect(checkov["validators"].array.contains { $0.text == "checkov-terraform" })
            let k6 = try #require(tools.first { $0["name"].text == "k6" })
            #expect(k6["optional"] == .bool(true))
            let text = try await sandbox.orchestrate(
                "doctor",
                environment: Self.environment(sandbox)
            )
            #expect(text.all.contains("scripts/install-validators"))
        }
    }
}
