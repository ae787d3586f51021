import Foundation
import Testing

extension ProgramTests {
    /// Heads that were signed, and heads that were kept outside.
    @Suite(.enabled(if: Keys.isThere && SQL.isThere, "ssh-keygen or python3 is not installed"))
    struct SignedHeadTests {
        @Test func `a signed head covers all that is before it`() async throws {
            let sandbox = try await Keys.completed()
            let signed = try await sandbox.orchestrate(
                "sign-head",
                "r",
                "--sign-with",
                "mine",
                "--json"
            )
            #expect(signed.status == 0, "\(signed)")
            let event = try #require(try await sandbox.events().last)
            #expect(event["type"].text == "head.signed")
            #expect(event["body"]["by"].text == Program.user)
            #expect(event["hash"].text == (try signed.json()["head"].text))
            let verified = try await sandbox.orchestrate("verify", "r", "--json")
            #expect(try verified.json()["runs"][0]["signatures"].int == 2, "\(verified)")
            let again = try await sandbox.orchestrate("sign-head", "r", "--sign-with", "mine")
            #expect(again.status == 0, "\(again)")
            #expect(
                try await sandbox.events().last?["sequence"] == event["sequence"],
                "nothing new"
            )
            try await Forger.rewrite(
                "find('run.completed')['time'] = find('head.signed')['time']; "
                    + "find('phase.completed')['token'] = 7",
                sandbox
            )
            let broken = try await sandbox.orchestrate("verify", "r")
            #expect(broken.status == 5, "\(broken)")
            #expect(broken.all.contains("the signed head of"), "\(broken)")
        }

        @Test func `a head is signed by no stranger and by nobody else's key`() async throws {
            let sandbox = try await Keys.completed()
            for key in ["stranger", "other", "nowhere"] {
                let signed = try await sandbox.orchestrate("sign-head", "r", "--sign-with", key)
                #expect(signed.status == 77, "\(signed)")
            }
            #expect(try await sandbox.events().last?["type"].text == "run.completed")
        }

        @Test func `a tail that was cut off cleanly shows against the anchor alone`() async throws {
            let sandbox = try await Keys.completed()
            let signed = try await sandbox.orchestrate(
                "sign-head",
                "r",
                "--sign-with",
                "mine",
                "--anchor",
                "anchors.jsonl"
            )
            #expect(signed.status == 0, "\(signed)")
            let before = try await sandbox.orchestrate("verify", "r", "--anchor", "anchors.jsonl")
            #expect(before.status == 0, "\(before)")
            let count = try await sandbox.events().count
            try await Forger.rewrite("events.pop()", sandbox)
            let blind = try await sandbox.orchestrate("verify", "r")
            #expect(blind.status == 0, "what is cut off cleanly leaves no trace: \(blind)")
            for words in [["verify", "r"], ["verify"]] {
                let found = try await sandbox.orchestrate(words + ["--anchor", "anchors.jsonl"])
                #expect(found.status == 5, "\(found)")
                #expect(found.all.contains("event \(count)"), "\(found)")
            }
            try await SQL.run("DELETE FROM event", on: sandbox.database, sandbox)
            try await SQL.run("DELETE FROM run", on: sandbox.database, sandbox)
            let gone = try await sandbox.orchestrate("verify", "--anchor", "anchors.jsonl")
            #expect(gone.status == 5, "\(gone)")
        }

        @Test func `an anchor says what it cannot be used for`() async throws {
            let sandbox = try await Keys.completed()
            let inside = try await sandbox.orchestrate(
                "sign-head",
                "r",
                "--sign-with",
                "mine",
                "--anchor",
                "home/anchors.jsonl"
            )
            #expect(inside.status == 64, "\(inside)")
            #expect(!sandbox.has("home/anchors.jsonl"))
            try sandbox.write("{\"run\":\"x\"}\n", to: "bad.jsonl")
            let bad = try await sandbox.orchestrate("verify", "r", "--anchor", "bad.jsonl")
            #expect(bad.status == 65, "\(bad)")
            #expect(bad.error.contains("bad.jsonl:1"), "\(bad)")
            let hash = String(repeating: "0", count: 64)
            try sandbox.write(
                "{\"run\":\"x\",\"sequence\":1,\"head\":\"\(hash)\"}\n",
                to: "other.jsonl"
            )
            let other = try await sandbox.orchestrate("verify", "r", "--anchor", "other.jsonl")
            #expect(other.status == 66, "\(other)")
            let missing = try await sandbox.orchestrate("verify", "r", "--anchor", "none.jsonl")
            #expect(missing.status == 66, "\(missing)")
        }

        @Test func `a workflow without signers has heads to anchor and none to sign`() async throws
        {
            let sandbox = try Sandbox(workflow: Samples.plain)
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("sign-head", "r").status == 64)
            let kept = try await sandbox.orchestrate("sign-head", "r", "--anchor", "a.jsonl")
            #expect(kept.status == 0, "\(kept)")
            #expect(try await sandbox.orchestrate("verify", "--anchor", "a.jsonl").status == 0)
        }
    }
}
