import Foundation
import Testing

extension ProgramTests {
    /// A run that was brought here can be looked at, and no more.
    @Suite(.enabled(if: Keys.isThere && SQL.isThere, "ssh-keygen or python3 is not installed"))
    struct ImportTests {
        /// A run that waits at its gate, exported and imported into the state folder `there`.
        private static func imported() async throws -> Sandbox {
            let sandbox = try await Keys.waiting()
            for words in [
                ["export", "r", "--output", "r.tar"],
                ["import", "r.tar", "--home", sandbox("there")],
            ] {
                let finished = try await sandbox.orchestrate(words)
                guard finished.status == 0 else { throw Trouble("\(finished)") }
            }
            return sandbox
        }

        @Test func `an imported run is shown, read and verified`() async throws {
            let sandbox = try await Self.imported()
            let home = ["--home", sandbox("there")]
            for words in [["list"], ["show", "r"], ["log", "r"], ["verify"], ["verify", "r"]] {
                let finished = try await sandbox.orchestrate(words + home)
                #expect(finished.status == 0, "\(finished)")
            }
            let file = try await sandbox.orchestrate(["cat", "r", "made.txt"] + home)
            #expect(file.out == "made\n", "\(file)")
            let shown = try await sandbox.orchestrate(["show", "r", "--json"] + home)
            #expect(try shown.json()["imported"] == .bool(true))
            let gates = try await sandbox.orchestrate(["gates", "--json"] + home)
            #expect(try gates.json()["gates"] == .array([]), "nobody can decide here: \(gates)")
            let here = try await sandbox.orchestrate("log", "r", "--json").out
            let there = try await sandbox.orchestrate(["log", "r", "--json"] + home).out
            #expect(here == there, "the same history, down to its head")
        }

        @Test func `nobody decides, resumes or cancels an imported run`() async throws {
            let sandbox = try await Self.imported()
            let before = try await sandbox.orchestrate(
                "log",
                "r",
                "--json",
                "--home",
                sandbox("there")
            )
            for words in [
                ["approve", "r", "ok", "--sign-with", "mine"], ["reject", "r", "ok"],
                ["request-changes", "r", "ok"], ["resume", "r"], ["cancel", "r"],
                ["settle", "r", "make", "--done"], ["sign-head", "r", "--sign-with", "mine"],
                ["run", "w.yaml", "--id", "r"],
            ] {
                let finished = try await sandbox.orchestrate(words + ["--home", sandbox("there")])
                #expect(finished.status == 77, "\(finished)")
                #expect(finished.error.contains("imported for audit"), "\(finished)")
            }
            let after = try await sandbox.orchestrate(
                "log",
                "r",
                "--json",
                "--home",
                sandbox("there")
            )
            #expect(before.out == after.out)
            #expect(try await sandbox.orchestrate("verify", "--home", sandbox("there")).status == 0)
        }

        @Test func `a run is imported once, and never over another`() async throws {
            let sandbox = try await Self.imported()
            let again = try await sandbox.orchestrate(
                "import",
                "r.tar",
                "--home",
                sandbox("there"),
                "--json"
            )
            #expect(again.status == 0, "\(again)")
            #expect(try again.json()["imported"] == .bool(false))
            let own = try await sandbox.orchestrate("import", "r.tar")
            #expect(own.status == 64, "its own state folder has it: \(own)")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            #expect(vote.status == 0, "and goes on with it: \(vote)")
        }

        @Test func `revoked keys travel with the run`() async throws {
            let sandbox = try await Keys.completed()
            try sandbox.write(sandbox.text("stranger.pub"), to: "home/revoked_keys")
            let exported = try await sandbox.orchestrate("export", "r", "--output", "r.tar")
            #expect(exported.status == 0, "\(exported)")
            let imported = try await sandbox.orchestrate(
                "import",
                "r.tar",
                "--home",
                sandbox("there")
            )
            #expect(imported.status == 0, "\(imported)")
            // What is revoked later, here, counts too.
            try sandbox.write(sandbox.text("mine.pub"), to: "there/revoked_keys")
            let verified = try await sandbox.orchestrate("verify", "r", "--home", sandbox("there"))
            #expect(verified.status == 5, "\(verified)")
            #expect(verified.all.contains("revoked"), "\(verified)")
        }

        @Test func `a stored file that was swapped after the import is found`() async throws {
            let sandbox = try await Self.imported()
            let objects = try sandbox.tree("there/objects")
            let path = try #require(objects.keys.first)
            let file = sandbox("there/objects/\(path)")
            chmod(file, 0o600)
            try Data("evil\n".utf8).write(to: URL(fileURLWithPath: file))
            let verified = try await sandbox.orchestrate("verify", "--home", sandbox("there"))
            #expect(verified.status == 5, "\(verified)")
            #expect(verified.all.contains("made.txt"), "\(verified)")
        }
    }
}
