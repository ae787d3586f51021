import Foundation
import Testing

extension ProgramTests {
    /// Failed checks that people let pass for a time, and everything that must not pass.
    @Suite struct WaiverTests {
        /// A deliverable that fails `secret-literals`; `gate` are more keys of its gate.
        static func failing(_ gate: String, then more: String = "") -> String {
            """
            name: failing
            roles: { security: ['\(Program.user)'], others: [nobody-here] }
            phases:
              - id: draft
                owner: echo
                steps:
                  - { id: write, run: "echo 'password: correct-horse' > NOTES.md" }
                deliverables:
                  - { id: notes, files: [NOTES.md], checks: [secret-literals] }
                gate: { id: ok\(gate) }
            \(more)
            """
        }

        static let waivable = ", waivers: { by: ['role:security'], longest: 10d }"
        static let waive = ["--waive", "notes/secret-literals", "--reason", "rotated by then"]

        /// Looks until the time that the last waiver ends has passed.
        static func expiry(_ sandbox: Sandbox) async throws {
            let waived = try await sandbox.events().last { $0["type"].text == "check.waived" }
            let text = try #require(waived?["body"]["until"].text)
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            let end = try Date(text, strategy: format)
            try await eventually("the end of the waiver", within: 120) { Date() > end }
        }

        @Test func `without the key a failed check fails the run`() async throws {
            let sandbox = try Sandbox(workflow: Self.failing(""))
            #expect(try await sandbox.begin().status == 1)
            #expect(try await !sandbox.events().contains { $0["type"].text == "gate.opened" })
        }

        @Test func `what must not be waived is refused and leaves nothing`() async throws {
            let sandbox = try Sandbox(workflow: Self.failing(Self.waivable))
            let began = try await sandbox.begin()
            #expect(began.status == 3, "the gate opens: \(began)")
            let failed = try began.json()["waiting"][0]["failed"]
            #expect(failed[0]["check"].text == "secret-literals")
            #expect(failed[0]["verdict"].text == "failed")
            #expect(failed[0]["findings"].array.count == 1)
            let before = try await sandbox.events().count
            let attempts: [(words: [String], status: Int32, says: String)] = [
                ([], 64, "notes/secret-literals"),
                (["--waive", "notes/secret-literals", "--until", "3d"], 64, "--reason"),
                (
                    ["--waive", "notes/secret-literals", "--reason", " ", "--until", "3d"], 64,
                    "reason"
                ),
                (Self.waive + ["--until", "2020-01-01"], 64, "past"),
                (Self.waive + ["--until", "soon"], 64, "soon"),
                (Self.waive + ["--until", "11d"], 77, "latest"),
                (
                    ["--waive", "notes/spelling", "--reason", "x", "--until", "3d"], 64,
                    "notes/secret-literals"
                ), (["--reason", "x"], 64, "--waive"),
            ]
            for attempt in attempts {
                let refused = try await sandbox.orchestrate(["approve", "r", "ok"] + attempt.words)
                #expect(refused.status == attempt.status, "\(refused)")
                #expect(refused.error.contains(attempt.says), "\(refused)")
            }
            #expect(try await sandbox.events().count == before, "nothing was written")
        }

        @Test func `only who may waive does`() async throws {
            let gate = ", waivers: { by: ['role:others'], longest: 10d }"
            let sandbox = try Sandbox(workflow: Self.failing(gate))
            #expect(try await sandbox.begin().status == 3)
            let words = ["approve", "r", "ok"] + Self.waive + ["--until", "3d"]
            let refused = try await sandbox.orchestrate(words)
            #expect(refused.status == 77, "\(refused)")
            #expect(refused.error.contains("role:others"))
            #expect(try await !sandbox.events().contains { $0["type"].text == "check.waived" })
        }

        @Test func `nobody who may approve may waive, so the file is invalid`() async throws {
            let gate = ", approvers: ['role:security'], waivers: { by: ['role:others'] }"
            let sandbox = try Sandbox(workflow: Self.failing(gate))
            let found = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(found.status == 65, "\(found)")
            #expect(found.all.contains("nobody could ever waive at gate 'ok'"), "\(found)")
        }

        @Test func `a waived check reads as waived everywhere and never as passed`() async throws {
            let offer = """
                  - id: give
                    steps:
                      - id: offer
                        handoff: { to: deployment-orchestrator, deliverables: [notes] }
                """
            let sandbox = try Sandbox(workflow: Self.failing(Self.waivable, then: offer))
            let began = try await sandbox.begin()
            let digest = try began.json()["waiting"][0]["digest"]
            let words = ["approve", "r", "ok", "--resume"] + Self.waive + ["--until", "3d"]
            let approved = try await sandbox.orchestrate(words)
            #expect(approved.status == 0, "\(approved)")
            let check = try await sandbox.orchestrate("deliverables", "r", "--json")
                .json()["deliverables"][0]["checks"][0]
            #expect(check["verdict"].text == "waived")
            #expect(check["waiver"]["by"].text == Program.user)
            #expect(check["waiver"]["reason"].text == "rotated by then")
            let list = try await sandbox.orchestrate("deliverables", "r")
            #expect(list.out.contains("secret-literals (native): waived"), "\(list)")
            let checks = try await sandbox.orchestrate("show", "r", "--json").json()["checks"]
            #expect(checks["waived"].int == 1 && checks["failed"].int == 0)
            #expect(checks["passed"].int == 0)
            #expect(try await sandbox.orchestrate("show", "r").out.contains("1 waived"))
            let events = try await sandbox.events()
            let opened = events.first { $0["type"].text == "gate.opened" }
            #expect(
                opened?["body"]["verdicts"].array.contains { $0["verdict"].text == "failed" }
                    == true,
                "the digest covers the verdict as it was"
            )
            let vote = events.first { $0["type"].text == "gate.voted" }
            #expect(vote?["body"]["digest"] == digest)
            #expect(vote?["body"]["waivers"][0]["check"].text == "secret-literals")
            let waived = events.first { $0["type"].text == "check.waived" }
            #expect(waived?["body"]["gate"].text == "ok")
            #expect(waived?["body"]["manifest"].text?.count == 64)
            let offered = events.first { $0["type"].text == "handoff.offered" }
            #expect(offered?["body"]["waived"][0]["check"].text == "secret-literals")
            let handoffs = try await sandbox.orchestrate("log", "r", "--handoffs")
            #expect(handoffs.out.contains("waived notes/secret-literals"), "\(handoffs)")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a waiver that ran out before the run went on opens the gate again`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.failing(Self.waivable))
            _ = try await sandbox.begin()
            let words = ["approve", "r", "ok"] + Self.waive + ["--until", "2s"]
            #expect(try await sandbox.orchestrate(words).status == 0)
            try await Self.expiry(sandbox)
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(try resumed.json()["waiting"][0]["failed"][0]["verdict"].text == "failed")
            let types = try await sandbox.events().compactMap(\.["type"].text)
            #expect(types.contains("check.waiver-expired"))
            #expect(types.count { $0 == "gate.opened" } == 2)
            #expect(!types.contains("phase.completed"))
            let again = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(again.status == 64, "\(again)")
        }

        @Test func `nothing is handed over on a waiver that ran out`() async throws {
            let offer = """
                  - id: give
                    steps:
                      - { id: ask, approval: { id: when } }
                      - id: offer
                        needs: [ask]
                        handoff: { to: deployment-orchestrator, deliverables: [notes] }
                """
            let sandbox = try Sandbox(workflow: Self.failing(Self.waivable, then: offer))
            _ = try await sandbox.begin()
            let words = ["approve", "r", "ok", "--resume"] + Self.waive + ["--until", "30s"]
            let approved = try await sandbox.orchestrate(words)
            #expect(approved.status == 3, "\(approved)")
            try await Self.expiry(sandbox)
            let shown = try await sandbox.orchestrate("show", "r", "--json").json()["checks"]
            #expect(shown["failed"].int == 1 && shown["waived"].int == 0)
            let refused = try await sandbox.orchestrate("approve", "r", "when", "--resume")
            #expect(refused.status == 1, "\(refused)")
            #expect(refused.out.contains("a waiver has run out"), "\(refused)")
            let types = try await sandbox.events().compactMap(\.["type"].text)
            #expect(!types.contains("handoff.offered"))
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(try resumed.json()["waiting"][0]["gate"].text == "ok", "it is asked again")
        }

        @Test func `a waiver does not hold for other bytes`() async throws {
            let gate = """
                , identity: asserted, minimum: 2, approvers: [anyone]\
                , waivers: { by: ['user:ana'], longest: 10d }
                """
            let sandbox = try Sandbox(workflow: Self.failing(gate))
            _ = try await sandbox.begin()
            let words =
                ["approve", "r", "ok", "--as", "ana"] + Self.waive + ["--until", "3d"]
            #expect(try await sandbox.orchestrate(words).status == 0)
            try sandbox.write("password: battery-staple\n", to: "ws/NOTES.md")
            let changed = try await sandbox.orchestrate("approve", "r", "ok", "--as", "bob")
            #expect(changed.status == 5, "\(changed)")
            let refused = try await sandbox.orchestrate("approve", "r", "ok", "--as", "bob")
            #expect(refused.status == 64, "\(refused)")
            #expect(refused.error.contains("notes/secret-literals"))
        }
    }
}
