import Foundation
import Testing

extension ProgramTests {
    /// Mistakes about signers are found before a run starts.
    @Suite(.enabled(if: Keys.isThere, "ssh-keygen is not installed"))
    struct SignersFileTests {
        private static func expectInvalid(_ sandbox: Sandbox, _ words: String) async throws {
            let read = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(read.status == 65, "\(read)")
            #expect(read.all.contains(words), "\(read)")
            #expect(read.all.contains("w.yaml:"), "it says where: \(read)")
            #expect(try await sandbox.begin().status == 65)
        }

        @Test func `signatures without signers`() async throws {
            let text = Keys.workflow().replacingOccurrences(
                of: "signers: allowed_signers\n",
                with: ""
            )
            try await Self.expectInvalid(Sandbox(workflow: text), "names no 'signers'")
        }

        @Test func `a file of signers that is not there`() async throws {
            try await Self.expectInvalid(Sandbox(workflow: Keys.workflow()), "allowed_signers")
        }

        @Test(arguments: [
            "", "# nobody\n", "ana\n", "ana rsa AAAA\n", "ana valid=1 nothing AAAA\n",
        ])
        func `a file of signers that is none`(text: String) async throws {
            let sandbox = try Sandbox(workflow: Keys.workflow())
            try sandbox.write(text, to: "allowed_signers")
            try await Self.expectInvalid(sandbox, "the file of signers")
        }

        @Test func `a gate that nobody with a key can decide`() async throws {
            let sandbox = try Sandbox(workflow: Keys.workflow("role:editor", more: ", minimum: 2"))
            let key = try await Keys.make("k", sandbox)
            try sandbox.write("ana \(key)\n", to: "allowed_signers")
            try await Self.expectInvalid(sandbox, "has no key of 'ben'")
        }

        @Test func `the keys are part of the definition`() async throws {
            let sandbox = try await Keys.waiting()
            let before = try await sandbox.events()[0]["body"]["definition"]
            try sandbox.write(
                "\n# one more line\n" + sandbox.text("allowed_signers"),
                to: "allowed_signers"
            )
            let again = try await sandbox.begin()
            #expect(again.status == 64, "another file: \(again)")
            let other = try await sandbox.orchestrate(
                "run",
                "w.yaml",
                "--id",
                "s",
                "--workspace",
                sandbox("ws2"),
                "--json"
            )
            #expect(other.status == 3, "\(other)")
            #expect(try await sandbox.events("s")[0]["body"]["definition"] != before)
        }

        @Test func `a file that uses another may ask for signatures at its gates`() async throws {
            let sandbox = try Sandbox([
                "base.yaml": Samples.gated,
                "w.yaml": """
                name: strict
                uses: ./base.yaml
                signers: keys/allowed
                gates: { ok: { signed: true } }
                """,
            ])
            let key = try await Keys.make("mine", sandbox)
            try sandbox.makeFolder("keys")
            try sandbox.write("\(Program.user) \(key)\n", to: "keys/allowed")
            #expect(try await sandbox.begin().status == 3)
            let bare = try await sandbox.orchestrate("approve", "r", "--sign-with", "nowhere")
            #expect(bare.status == 77, "\(bare)")
            let vote = try await sandbox.orchestrate("approve", "r", "--sign-with", "mine")
            #expect(vote.status == 0, "\(vote)")
        }
    }
}
