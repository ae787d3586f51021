import Foundation
import Testing

extension ProgramTests {
    /// A person edits a deliverable at its gate.
    @Suite struct EditTests {
        private static func edit(
            _ editor: String?,
            _ sandbox: Sandbox,
            path: String = "NOTES.md"
        ) async throws -> Finished {
            try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--edit",
                path,
                environment: ["EDITOR": editor ?? "", "VISUAL": ""]
            )
        }

        private static func fine(_ gate: String = "") -> String {
            WaiverTests.failing(gate).replacingOccurrences(
                of: "password: correct-horse",
                with: "all is fine"
            )
        }

        @Test func `an edit that mends a check is approved over the new bytes`() async throws {
            let sandbox = try Sandbox(workflow: WaiverTests.failing(WaiverTests.waivable))
            #expect(try await sandbox.begin().status == 3)
            let edited = try await Self.edit("sed -i s/password/colour/", sandbox)
            #expect(edited.status == 0, "\(edited)")
            #expect(edited.error.contains("-password: correct-horse"), "\(edited)")
            let events = try await sandbox.events()
            let body = try #require(events.first { $0["type"].text == "deliverable.edited" })[
                "body"
            ]
            #expect(body["by"].text == Program.user)
            #expect(body["deliverable"].text == "notes" && body["path"].text == "NOTES.md")
            #expect(body["before"] != body["after"])
            let digest = try #require(body["diff"].text)
            let diff = try sandbox.text(
                "home/objects/\(digest.prefix(2))/\(digest.dropFirst(2))"
            )
            #expect(diff.contains("--- a/NOTES.md") && diff.contains("+colour: correct-horse"))
            let opened = events.filter { $0["type"].text == "gate.opened" }
            #expect(opened.count == 2)
            let vote = events.first { $0["type"].text == "gate.voted" }
            #expect(vote?["body"]["digest"] == opened[1]["body"]["digest"])
            #expect(try sandbox.text("ws/NOTES.md") == "colour: correct-horse\n")
            let shown = try await sandbox.orchestrate("diff", "r", "ok", "--json").json()
            #expect(shown["edits"][0]["by"].text == Program.user)
            #expect(shown["verdicts"][0]["after"].text == "passed")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `an edit that breaks a check approves nothing and the gate stays open`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.fine())
            #expect(try await sandbox.begin().status == 3)
            let broken = try await Self.edit("sed -i s/fine/\\npassword=correct-horse/", sandbox)
            #expect(broken.status == 1, "\(broken)")
            #expect(broken.error.contains("notes/secret-literals"), "\(broken)")
            let gates = try await sandbox.orchestrate("gates", "--json").json()["gates"]
            #expect(gates.array.count == 1)
            let refused = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(refused.status == 64, "\(refused)")
            #expect(try await !sandbox.events().contains { $0["type"].text == "gate.voted" })
            let mended = try await Self.edit("sed -i s/password=/word-/", sandbox)
            #expect(mended.status == 0, "\(mended)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
        }

        @Test func `an editor that fails or changes nothing changes nothing`() async throws {
            let sandbox = try Sandbox(workflow: Self.fine())
            _ = try await sandbox.begin()
            let before = try await sandbox.events().count
            let attempts: [(editor: String?, path: String, status: Int32)] = [
                ("false", "NOTES.md", 1), ("no-such-editor-anywhere", "NOTES.md", 69),
                (nil, "NOTES.md", 69), ("true", "OTHER.md", 66), ("rm", "NOTES.md", 1),
                ("truncate -s 0", "NOTES.md", 64),
            ]
            for attempt in attempts {
                let refused = try await Self.edit(attempt.editor, sandbox, path: attempt.path)
                #expect(refused.status == attempt.status, "\(attempt.editor ?? ""): \(refused)")
            }
            #expect(try await sandbox.events().count == before, "nothing was written")
            let plain = try await Self.edit("true", sandbox)
            #expect(plain.status == 0, "\(plain)")
            let types = try await sandbox.events().compactMap(\.["type"].text)
            #expect(types.contains("gate.decided") && !types.contains("deliverable.edited"))
        }

        @Test func `what is no text is not edited`() async throws {
            let binary = Self.fine().replacingOccurrences(
                of: "echo 'all is fine'",
                with: "printf 'a\\\\000b'"
            )
            let sandbox = try Sandbox(workflow: binary)
            #expect(try await sandbox.begin().status == 3)
            let refused = try await Self.edit("touch started", sandbox)
            #expect(refused.status == 64, "\(refused)")
            #expect(!sandbox.has("started"))
        }

        @Test func `who may not decide does not edit`() async throws {
            let gate = ", approvers: ['role:others']"
            let sandbox = try Sandbox(workflow: Self.fine(gate))
            _ = try await sandbox.begin()
            let refused = try await Self.edit("touch started", sandbox)
            #expect(refused.status == 77, "\(refused)")
            #expect(!sandbox.has("started"), "the editor was not even started")
        }

        @Test func `the copy is private and its name is no line of shell`() async throws {
            let sandbox = try Sandbox(workflow: Self.fine())
            _ = try await sandbox.begin()
            try sandbox.write(
                "#!/bin/sh\nstat -c %a \"$2\" \"$(dirname \"$2\")\" > modes\necho \"$1\" > word\n",
                to: "editor"
            )
            chmod(sandbox("editor"), 0o700)
            let edited = try await Self.edit("\(sandbox("editor")) $(touch>hacked)", sandbox)
            #expect(edited.status == 0, "\(edited)")
            #expect(try sandbox.lines("modes") == ["600", "700"])
            #expect(try sandbox.lines("word") == ["$(touch>hacked)"])
            #expect(!sandbox.has("hacked"))
        }
    }
}
