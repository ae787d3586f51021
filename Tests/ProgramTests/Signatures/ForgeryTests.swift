import Foundation
import Testing

extension ProgramTests {
    /// Whoever can write to the database and makes every hash anew still cannot sign.
    @Suite(.enabled(if: Keys.isThere && SQL.isThere, "ssh-keygen or python3 is not installed"))
    struct ForgeryTests {
        private static func expectFound(
            _ sandbox: Sandbox,
            naming words: [String],
            resume: Bool = true
        ) async throws {
            if resume {
                let resumed = try await sandbox.orchestrate("resume", "r")
                #expect(resumed.status == 5, "\(resumed)")
                #expect(!sandbox.has("ws/applied.txt"), "nothing was let through")
            }
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 5, "\(verified)")
            for word in words { #expect(verified.all.contains(word), "\(verified)") }
            let exported = try await sandbox.orchestrate("export", "r", "--output", "r.tar")
            #expect(exported.status == 5, "\(exported)")
            #expect(!sandbox.has("r.tar"))
        }

        /// A vote that nobody gave, with the decision that follows from it.
        private static let forgedVote = """
            opened = find("gate.opened")
            vote = {"type": "gate.voted", "run": "r", "version": 1, "token": 0,
                "time": events[-1]["time"],
                "body": {"by": "\(Program.user)", "comment": "", "decision": "approve",
                    "digest": opened["body"]["digest"], "gate": "ok", "identity": "system",
                    "round": 1}}
            decided = dict(vote, type="gate.decided", body={"by": "\(Program.user)",
                "decision": "approve", "gate": "ok", "round": 1})
            """

        @Test func `an approval that nobody signed`() async throws {
            let sandbox = try await Keys.waiting()
            try await Forger.rewrite(Self.forgedVote + "\nevents += [vote, decided]", sandbox)
            let events = try await sandbox.events()
            #expect(events.last?["type"].text == "gate.decided", "the forgery is in")
            let vote = events.count - 1
            try await Self.expectFound(sandbox, naming: ["event \(vote)", "no signature"])
        }

        @Test func `a decision without a vote`() async throws {
            let sandbox = try await Keys.waiting()
            try await Forger.rewrite(Self.forgedVote + "\nevents += [decided]", sandbox)
            try await Self.expectFound(sandbox, naming: ["0 of 1 signed votes"])
        }

        @Test func `a gate that no longer asks for signatures`() async throws {
            let sandbox = try await Keys.waiting()
            try await Forger.rewrite(
                Self.forgedVote + "\ndel opened['body']['demand']\nevents += [vote, decided]",
                sandbox
            )
            try await Self.expectFound(sandbox, naming: ["without the signatures"])
        }

        @Test(
            arguments: [
                "find('gate.voted')['body']['comment'] = 'with all my heart'",
                "find('gate.voted')['body']['by'] = 'ana'",
                "find('gate.voted')['body']['host'] = 'elsewhere'",
                "find('gate.voted')['body']['signature']['at'] = '2020-01-01T00:00:00Z'",
                "find('gate.opened')['body']['digest'] = 'f' * 64",
            ]
        )
        func `a signed vote of which something was changed`(change: String) async throws {
            let sandbox = try await Keys.waiting()
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            #expect(vote.status == 0, "\(vote)")
            try await Forger.rewrite(change, sandbox)
            try await Self.expectFound(sandbox, naming: ["the vote of"])
        }

        @Test func `a signature that was made anew by the wrong key over changed words`()
            async throws
        {
            let sandbox = try await Keys.waiting()
            _ = try await sandbox.orchestrate("approve", "r", "ok", "--sign-with", "mine")
            let change = """
                import subprocess
                voted = find("gate.voted")["body"]
                voted["comment"] = "rewritten"
                text = voted["signature"]["text"].replace('"comment":""', '"comment":"rewritten"')
                made = subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f",
                    "\(sandbox("stranger"))", "-n", "orchestrate-decision"],
                    input=text.encode(), capture_output=True, check=True)
                voted["signature"]["text"] = text
                voted["signature"]["armored"] = made.stdout.decode()
                """
            try await Forger.rewrite(change, sandbox)
            try await Self.expectFound(sandbox, naming: ["no such key"])
        }

        @Test(
            arguments: [
                "find('step.completed')['body']['outputs'] = {'stdout': 'never said'}",
                "find('run.started')['body']['startedBy'] = 'somebody else'",
                "del events[5]",
                "events[2], events[3] = events[3], events[2]; events[2]['time'] = events[3]['time']",
            ]
        )
        func `a history that was rewritten below a signature`(change: String) async throws {
            let sandbox = try await Keys.completed()
            try await Forger.rewrite(change, sandbox)
            // The vote names the head that it was given over, which is no longer there.
            try await Self.expectFound(
                sandbox,
                naming: ["the vote of", "not what was signed"],
                resume: false
            )
        }

        @Test func `a signature from another run`() async throws {
            let sandbox = try await Keys.completed()
            let source = try await sandbox.events().first { $0["type"].text == "gate.voted" }
            let signature = try #require(source?["body"]["signature"])
            let text = try #require(signature["text"].text)
            let armored = try #require(signature["armored"].text)
            let change =
                Self.forgedVote
                    + """

                    vote["body"]["signature"] = {"armored": '''\(armored)''', "text": '''\(text)''',
                        "at": \(text.split(separator: ",")[0].dropFirst(6))}
                    events += [vote, decided]
                    """
            // The same tables, the other run.
            let other = try Sandbox(workflow: Keys.workflow())
            for name in ["mine", "mine.pub", "allowed_signers"] {
                try other.write(sandbox.text(name), to: name)
            }
            let began = try await other.begin()
            #expect(began.status == 3, "\(began)")
            try await Forger.rewrite(change, other)
            try await Self.expectFound(other, naming: ["not what was signed"])
        }
    }
}
