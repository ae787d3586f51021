import Foundation
import Testing

extension ProgramTests {
    /// A partner that fails too often gets nothing for a while.
    @Suite struct CircuitTests {
        /// Asks for a decision over an estimate that nobody made, as often as there are steps.
        private static func workflow(_ count: Int) -> String {
            let steps = (1...count).map { number in
                """
                  - id: ask-\(number)
                    agent: product-management-orchestrator
                    task: decide-budget
                    with: { requirements: { budget: { monthlyUsd: 1 } } }

                """
            }
            return "name: broken\nsteps:\n" + steps.joined()
        }

        private static func types(_ sandbox: Sandbox) async throws -> [String] {
            try await sandbox.events().compactMap { $0["type"].text }
        }

        @Test func `after six failures messages are held, and run, show and log say it`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow(9))
            let finished = try await sandbox.begin()
            #expect(finished.status == 3, "\(finished)")
            #expect(try finished.json()["waiting"][0]["kind"].text == "timer")
            let types = try await Self.types(sandbox)
            #expect(types.count { $0 == "message.rejected" } == 6)
            #expect(types.count { $0 == "circuit.opened" } == 1)
            let show = try await sandbox.orchestrate("show", "r")
            #expect(
                show.out.contains(
                    "product-management-orchestrator: circuit open, 6 of its last 6 deliveries failed"
                ),
                "\(show)"
            )
            #expect(show.out.contains("3 messages held for it"), "\(show)")
            let json = try await sandbox.orchestrate("show", "r", "--json").json()
            #expect(json["circuits"][0]["state"].text == "open")
            #expect(json["circuits"][0]["held"].int == 3)
            let log = try await sandbox.orchestrate("log", "r", "--type", "circuit")
            #expect(log.out.contains("failed 6 of its last 6 deliveries"), "\(log)")
        }

        @Test func `before its time a resume delivers nothing`() async throws {
            let sandbox = try Sandbox(workflow: Self.workflow(9))
            _ = try await sandbox.begin()
            let again = try await sandbox.orchestrate("resume", "r")
            #expect(again.status == 3, "\(again)")
            let types = try await Self.types(sandbox)
            #expect(types.count { $0 == "message.rejected" } == 6)
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 0, "\(verified)")
        }

        @Test func `after its time one message is tried, and its failure opens it again`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow(8))
            let finished = try await sandbox.begin(
                environment: [
                    "ORCHESTRATE_LIMITS": "circuitHoldMilliseconds=300,timerWaitMilliseconds=60000"
                ]
            )
            // All eight fail in the end, one after each wait.
            #expect(finished.status == 1, "\(finished)")
            let types = try await Self.types(sandbox)
            #expect(types.count { $0 == "message.rejected" } == 8)
            #expect(types.count { $0 == "circuit.opened" } >= 2)
            #expect(types.count { $0 == "timer.fired" } >= 2)
            #expect(!types.contains("circuit.closed"), "nothing was answered")
        }

        @Test func `a run that is cancelled waits for nobody`() async throws {
            let sandbox = try Sandbox(workflow: Self.workflow(9))
            _ = try await sandbox.begin()
            let cancelled = try await sandbox.orchestrate("cancel", "r", "--comment", "enough")
            #expect(cancelled.status == 0, "\(cancelled)")
            let ended = try await sandbox.orchestrate("resume", "r")
            #expect(ended.status == 4, "\(ended)")
            #expect(try await Self.types(sandbox).contains("timer.cancelled"))
        }

        /// A limit that no agent can keep is an attempt that failed, not an answer.
        private static let slow = """
            name: slow
            inputs: { words: { type: string, default: x } }
            steps:
              - id: ask
                agent: code-reviewer
                task: review
                with: { operation: full-review, deliverables: '${{ fromJSON(inputs.words) }}' }
            """

        @Test func `a message that its partner cannot read is refused, and the run says why`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.slow)
            let finished = try await sandbox.begin("--input", "words={\"not\":\"a list\"}")
            #expect(finished.status == 1, "\(finished)")
            let show = try await sandbox.orchestrate("show", "r")
            #expect(show.out.contains("'deliverables' must be of type array"), "\(show)")
        }

        @Test func `agents says what each takes, executes and may do, and when it is left alone`()
            async throws
        {
            let sandbox = try Sandbox()
            let list = try await sandbox.orchestrate("agents", "--json").json()["agents"].array
            let expected: [String: (messages: [String], criteria: Int)] = [
                "ai-mesh-orchestrator": (
                    ["classify-request", "hand-in-requirements", "clarification-requested"], 0
                ),
                "tech-lead-orchestrator": (
                    ["provide-technical-requirements", "confirm-design"], 0
                ),
                "product-management-orchestrator": (["decide-budget"], 0),
                "code-reviewer": (["review"], 0),
                "deployment-orchestrator": (["promotion-requested"], 7),
                "qa-orchestrator": ([], 5), "build-orchestrator": ([], 4),
            ]
            for (id, contract) in expected {
                let agent = try #require(list.first { $0["id"].text == id }, "\(id)")
                #expect(agent["accepts"].array.compactMap { $0["type"].text } == contract.messages)
                #expect(agent["criteria"].array.count == contract.criteria)
                #expect(!agent["tools"].array.compactMap(\.text).contains("Write"), "\(id)")
            }
            let reviewer = try await sandbox.orchestrate("agents", "code-reviewer")
            #expect(reviewer.out.contains("tools     Read, Grep, Glob"))
            #expect(reviewer.out.contains("more than 3 failures in 10 deliveries, for 20 minutes"))
        }
    }
}
