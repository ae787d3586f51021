import Foundation
import Testing

extension ProgramTests {
    /// A gate that says `signed: true` counts no vote without the right signature.
    @Suite(.enabled(if: Keys.isThere, "ssh-keygen is not installed"))
    struct SignedVoteTests {
        private static func expectRefused(
            _ vote: Finished,
            by: String = Program.user,
            naming word: String,
            _ sandbox: Sandbox
        ) async throws {
            #expect(vote.status == 77, "\(vote)")
            #expect(vote.error.contains(word), "\(vote)")
            let events = try await sandbox.events()
            let refused = events.last { $0["type"].text == "gate.vote-refused" }
            let body = try #require(refused?["body"], "the attempt is written down")
            #expect(body["by"].text == by)
            #expect(body["gate"].text == "ok")
            #expect(body["digest"].text?.count == 64)
            #expect(body["reason"].text?.contains(word) == true, "\(body)")
            #expect(!events.contains { $0["type"].text == "gate.voted" })
            #expect(try await sandbox.orchestrate("resume", "r").status == 3)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a signed vote counts, and says who, where and over what`() async throws {
            let sandbox = try await Keys.waiting()
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                environment: [
                    "ORCHESTRATE_SIGNING_KEY": sandbox("mine"), "USER": "eve", "HOSTNAME": "eve",
                ]
            )
            #expect(vote.status == 0, "\(vote)")
            let events = try await sandbox.events()
            let index = try #require(events.firstIndex { $0["type"].text == "gate.voted" })
            let body = events[index]["body"]
            #expect(body["by"].text == Program.user)
            let host = try await sandbox.shell("printf %s \"$(uname -n)\"").out
            #expect(body["host"].text == host)
            let signed = try JSON(try #require(body["signature"]["text"].text))
            #expect(signed["subject"] == body["digest"])
            #expect(signed["head"] == events[index - 1]["hash"], "the head it was given over")
            #expect(signed["definition"] == events[0]["body"]["definition"])
            #expect(signed["waivers"] == .array([]))
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            let verified = try await sandbox.orchestrate("verify", "r", "--json")
            #expect(verified.status == 0, "\(verified)")
            #expect(try verified.json()["runs"][0]["signatures"].int == 1)
        }

        @Test func `a vote without a key is refused`() async throws {
            let sandbox = try await Keys.waiting()
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--sign-with",
                "nowhere"
            )
            try await Self.expectRefused(vote, naming: "--sign-with KEY", sandbox)
        }

        @Test func `a key that nobody has named is refused`() async throws {
            let sandbox = try await Keys.waiting()
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--sign-with",
                "stranger"
            )
            try await Self.expectRefused(vote, naming: "no such key", sandbox)
        }

        @Test func `another person's key is refused`() async throws {
            let sandbox = try await Keys.waiting()
            let vote = try await sandbox.orchestrate("reject", "r", "ok", "--sign-with", "other")
            try await Self.expectRefused(vote, naming: "ana", sandbox)
        }

        @Test func `another person's name is refused, whatever key signs`() async throws {
            let sandbox = try await Keys.waiting()
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--as",
                "ana",
                "--sign-with",
                "other"
            )
            try await Self.expectRefused(vote, by: "ana", naming: "--as", sandbox)
        }

        @Test(arguments: ["valid-before=\"20200101\" ", "valid-after=\"20990101\" "])
        func `a principal whose time has passed or not come is refused`(
            option: String
        )
            async throws
        {
            let sandbox = try await Keys.waiting(options: option)
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            try await Self.expectRefused(vote, naming: "does not count", sandbox)
        }

        @Test func `a key for something else is refused when the file is read`() async throws {
            let sandbox = try Sandbox(workflow: Keys.workflow())
            let mine = try await Keys.make("mine", sandbox)
            try sandbox.write(
                "\(Program.user) namespaces=\"git\" \(mine)\n",
                to: "allowed_signers"
            )
            let read = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(read.status == 65, "\(read)")
            #expect(read.all.contains("has no key of '\(Program.user)'"), "\(read)")
        }

        @Test func `a revoked key is refused at the vote, when it goes on, and by verify`()
            async throws
        {
            let sandbox = try await Keys.waiting()
            try sandbox.write(sandbox.text("mine.pub"), to: "home/revoked_keys")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            try await Self.expectRefused(vote, naming: "revoked", sandbox)
            try sandbox.write("", to: "home/revoked_keys")
            let later = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            #expect(later.status == 0, "\(later)")
            try sandbox.write(sandbox.text("mine.pub"), to: "home/revoked_keys")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 5, "\(resumed)")
            #expect(resumed.error.contains("revoked"), "\(resumed)")
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 5, "\(verified)")
            let events = try await sandbox.events()
            #expect(!events.contains { $0["type"].text == "phase.completed" })
        }

        @Test func `a key with a passphrase and nobody to ask says so at once`() async throws {
            let sandbox = try await Keys.waiting()
            try await Keys.make("locked", passphrase: "secret words", sandbox)
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "locked")
            try await Self.expectRefused(vote, naming: "passphrase", sandbox)
        }

        @Test func `without ssh-keygen nothing is decided and the tool is named`() async throws {
            let sandbox = try await Keys.waiting()
            try sandbox.makeFolder("empty")
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--sign-with",
                "mine",
                environment: ["PATH": sandbox("empty")]
            )
            #expect(vote.status == 69, "\(vote)")
            #expect(vote.error.contains("ssh-keygen"), "\(vote)")
            #expect(try await sandbox.events().allSatisfy { $0["type"].text != "gate.voted" })
        }

        @Test func `an agent holds the key open, and only its public half is named`() async throws {
            let sandbox = try await Keys.waiting()
            let finished = try await sandbox.shell(
                """
                command -v ssh-agent >/dev/null || exit 99
                eval "$(ssh-agent -s)" >/dev/null
                trap 'kill $SSH_AGENT_PID' EXIT
                ssh-add -q mine && mv mine hidden || exit 98
                "$1" approve r ok --sign-with mine.pub
                """
            )
            if finished.status == 99 { return }
            #expect(finished.status == 0, "\(finished)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
        }

        @Test func `two people sign where two are asked for`() async throws {
            let sandbox = try await Keys.waiting(
                Keys.workflow("role:editor", more: ", minimum: 2, identity: asserted")
            )
            let ana = ["approve", "r", "ok", "--as", "ana", "--sign-with"]
            #expect(try await sandbox.orchestrate(ana + ["mine"]).status == 77)
            #expect(try await sandbox.orchestrate(ana + ["other"]).status == 0)
            #expect(try await sandbox.orchestrate("resume", "r").status == 3)
            let ben = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--as",
                "ben",
                "--sign-with",
                "other",
                "--resume"
            )
            #expect(ben.status == 0, "\(ben)")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `who is not named is refused, and the attempt is written down`() async throws {
            let sandbox = try await Keys.waiting(Keys.workflow("role:editor"))
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            try await Self.expectRefused(vote, naming: "role:editor", sandbox)
        }
    }
}
