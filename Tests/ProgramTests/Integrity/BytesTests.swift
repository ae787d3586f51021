import Foundation
import Testing

extension ProgramTests {
    /// People decide over exact bytes, and receivers get exactly those.
    @Suite struct BytesTests {
        /// Flips a bit of the stored object with this content.
        private static func damage(_ content: String, _ sandbox: Sandbox) throws {
            let objects = try sandbox.tree("home/objects")
            let path = try #require(objects.first { $0.value == Data(content.utf8) }?.key)
            var bytes = Data(content.utf8)
            bytes[0] ^= 1
            let url = URL(fileURLWithPath: sandbox("home/objects/" + path))
            chmod(url.path, 0o600)
            try bytes.write(to: url)
        }

        @Test func `a damaged object is found and blocks the gate`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            try Self.damage("made\n", sandbox)
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 5, "\(verified)")
            #expect(verified.all.contains("made"), "it names what is damaged: \(verified)")
            let listed = try await sandbox.orchestrate("deliverables", "r", "--check")
            #expect(listed.status == 5, "\(listed)")
            let printed = try await sandbox.orchestrate("cat", "r", "made.txt")
            #expect(printed.status == 5, "\(printed)")
            #expect(!printed.out.contains("made"), "no damaged bytes are handed out")
            for words in [["approve", "r", "ok"], ["resume", "r"]] {
                let blocked = try await sandbox.orchestrate(words)
                #expect(blocked.status == 5, "\(blocked)")
            }
            #expect(try await sandbox.events().allSatisfy { $0["type"].text != "gate.voted" })
        }

        @Test func `a damaged object is not handed over`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: handing
                    phases:
                      - id: make
                        steps:
                          - { id: make, run: echo handed > made.txt }
                        deliverables:
                          - { id: made, files: [made.txt] }
                      - id: give
                        steps:
                          - { id: ask, approval: { id: ok } }
                          - id: give
                            needs: [ask]
                            handoff: { to: qa-orchestrator, deliverables: [made] }
                    """
            )
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            try Self.damage("handed\n", sandbox)
            let vote = try await sandbox.orchestrate("approve", "r", "ok")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(vote.status == 5 || resumed.status == 5, "\(vote)\n\(resumed)")
            #expect(resumed.status != 0)
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(!types.contains("handoff.accepted"))
        }

        @Test func `a lost object is found`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let objects = try sandbox.tree("home/objects")
            let path = try #require(objects.first { $0.value == Data("made\n".utf8) }?.key)
            try FileManager.default.removeItem(atPath: sandbox("home/objects/" + path))
            #expect(try await sandbox.orchestrate("verify", "r").status == 5)
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 5)
        }

        @Test func `an object that nobody names is no fault`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            try sandbox.makeFolder("home/objects/ab")
            try sandbox.write("left behind by a crash", to: "home/objects/ab/cdef")
            #expect(try await sandbox.orchestrate("verify").status == 0)
        }

        @Test func `a changed file reopens the gate with a new digest`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let first = try await sandbox.begin().json()["waiting"][0]["digest"].text
            try sandbox.write("changed\n", to: "ws/made.txt")
            let vote = try await sandbox.orchestrate("approve", "r", "ok")
            #expect(vote.status == 5, "\(vote)")
            let open = try await sandbox.orchestrate("gates", "r", "--json").json()["gates"]
            #expect(open.array.count == 1)
            let second = open[0]["digest"].text
            #expect(second != nil && second != first)
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(types.contains("gate.voided"))
            #expect(!types.contains("gate.voted"))
            let stale = try await sandbox.orchestrate("approve", "r", "ok", "--digest", first ?? "")
            #expect(stale.status == 5, "\(stale)")
            let fresh = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--digest",
                second ?? ""
            )
            #expect(fresh.status == 0, "\(fresh)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            #expect(try await sandbox.orchestrate("cat", "r", "made.txt").out == "changed\n")
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `a file that was taken away is laid out again or asked about anew`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            try FileManager.default.removeItem(atPath: sandbox("ws/made.txt"))
            let resumed = try await sandbox.orchestrate("resume", "r", "--json")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(try sandbox.text("ws/made.txt") == "made\n", "from the store")
            #expect(try await sandbox.orchestrate("approve", "r", "ok", "--resume").status == 0)
        }

        @Test func `a file that was changed after the decision is not what was approved`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            try sandbox.write("changed\n", to: "ws/made.txt")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 0, "\(resumed)")
            let printed = try await sandbox.orchestrate("cat", "r", "made.txt")
            #expect(printed.out == "made\n", "what was approved is what is kept")
            let listed = try await sandbox.orchestrate("deliverables", "r", "--check")
            #expect(listed.status == 5, "\(listed)")
        }
    }
}
