import Foundation
import Testing

extension ProgramTests {
    /// The same definition with the same inputs makes the same bytes, wherever and whenever.
    @Suite struct DeterminismTests {
        @Test func `two runs of the example make the same workspace`() async throws {
            let unbroken = try await Example.unbroken.value
            let sandbox = try Sandbox()
            let began = try await sandbox.orchestrate(
                "run",
                Program.example,
                "--validators",
                "off",
                "--json",
                environment: ["TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": sandbox.path]
            )
            var report = try began.json()
            let run = try #require(report["run"].text)
            for _ in 0..<10 where report["status"].text == "waiting" {
                let gate = try #require(report["waiting"][0]["gate"].text)
                let vote = try await sandbox.orchestrate("approve", run, gate, "--resume", "--json")
                report = try vote.json()
            }
            #expect(report["status"].text == "completed")
            let workspace = try #require(report["workspace"].text)
            let files = try sandbox.tree(workspace)
            #expect(Set(files.keys) == Set(unbroken.workspace.keys))
            let differing = files.keys.filter { files[$0] != unbroken.workspace[$0] }
            #expect(differing.sorted() == [])
            try Self.expectNothingOfItsOwn(files, run, sandbox)
        }

        /// What differs from run to run is nowhere in the workspace.
        private static func expectNothingOfItsOwn(
            _ files: [String: Data],
            _ run: String,
            _ sandbox: Sandbox
        ) throws {
            let host = ProcessInfo.processInfo.hostName
            // Today's date with a time of day, in any spelling of its separator.
            let day = Date().formatted(Date.ISO8601FormatStyle().year().month().day())
            let words =
                [run, sandbox.path, sandbox.home, "\(day)T", "\(day) "]
                + [host].filter { $0.count > 6 }
            for (path, bytes) in files {
                for word in words {
                    let isThere = bytes.range(of: Data(word.utf8)) != nil || path.contains(word)
                    #expect(!isThere, "\(path) holds '\(word)'")
                }
            }
        }

        @Test func `a definition has the same digest wherever it is`() async throws {
            var digests: Set<String?> = []
            var gates: Set<String?> = []
            for _ in 0..<2 {
                let sandbox = try Sandbox(workflow: Samples.gated)
                let began = try await sandbox.begin()
                gates.insert(try began.json()["waiting"][0]["digest"].text)
                let shown = try await sandbox.orchestrate("show", "r", "--json").json()
                digests.insert(shown["definition"].text)
            }
            #expect(digests.count == 1)
            #expect(gates.count == 1)
        }
    }
}
