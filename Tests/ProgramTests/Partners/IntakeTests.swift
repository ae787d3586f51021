import Foundation
import Testing

extension ProgramTests {
    /// A page that reads in two ways is asked about before anything is begun.
    @Suite struct IntakeTests {
        private static func unclear() throws -> Sandbox {
            let page = try String(contentsOfFile: Program.example, encoding: .utf8)
            let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
            let changed = lines.map { line -> String in
                let indent = String(line.prefix { $0 == " " })
                let text = line.drop { $0 == " " }
                if text.hasPrefix("frameworks:") { return indent + "frameworks: []" }
                if text.hasPrefix("euDataSubjects:") { return indent + "euDataSubjects: false" }
                return String(line)
            }
            return try Sandbox(workflow: changed.joined(separator: "\n"))
        }

        private static func sent(_ sandbox: Sandbox) async throws -> [JSON] {
            try await sandbox.events().filter { $0["type"].text == "message.sent" }
                .map { $0["body"] }
        }

        @Test func `nothing is begun before a person answered, and the answer goes along`()
            async throws
        {
            let sandbox = try Self.unclear()
            let asked = try await sandbox.begin("--validators", "off")
            #expect(asked.status == 3, "\(asked)")
            #expect(try asked.json()["waiting"][0]["gate"].text == "intake")
            #expect(try await Self.sent(sandbox).map { $0["type"].text } == ["classify-request"])
            let vote = try await sandbox.orchestrate(
                "approve",
                "r",
                "intake",
                "--comment",
                "none applies"
            )
            #expect(vote.status == 0, "\(vote)")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 3, "\(resumed)")
            let request = try #require(
                try await Self.sent(sandbox)
                    .first { $0["type"].text == "infrastructure-requested" }
            )
            #expect(request["payload"]["clarification"].text == "none applies")
            #expect(request["from"].text == "ai-mesh-orchestrator")
        }

        @Test func `a rejected question ends the run before anything was made`() async throws {
            let sandbox = try Self.unclear()
            _ = try await sandbox.begin("--validators", "off")
            let vote = try await sandbox.orchestrate(
                "reject",
                "r",
                "intake",
                "--comment",
                "edit it"
            )
            #expect(vote.status == 0, "\(vote)")
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 4, "\(resumed)")
            #expect(!sandbox.has("ws/architecture"))
        }
    }
}
