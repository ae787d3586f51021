import Foundation
import Testing

extension ProgramTests {
    /// Reminders and escalations: time makes itself heard, and never approves.
    @Suite struct GateTimeTests {
        private static func gated(_ gate: String) -> String {
            """
            name: gated
            steps: [{ id: make, run: 'true' }]
            gate: { id: ok, identity: asserted, approvers: ['user:ben'], \(gate) }
            roles: { director: [dora] }
            """
        }

        /// Resumes until there is an event of the type.
        private func resume(_ sandbox: Sandbox, until type: String) async throws -> Finished {
            let deadline = Date() + 120
            while true {
                let resumed = try await sandbox.orchestrate("resume", "r")
                let events = try await sandbox.events()
                if events.contains(where: { $0["type"].text == type }) { return resumed }
                guard Date() < deadline else { throw Trouble("no \(type): \(resumed)") }
                try await Task.sleep(for: .milliseconds(200))
            }
        }

        @Test func `before the escalation others may not decide`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated("escalate: { after: 48h, to: 'role:director' }")
            )
            _ = try await sandbox.begin()
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "dora")
            #expect(vote.status == 77, "\(vote)")
            let events = try await sandbox.events()
            #expect(events.contains { $0["type"].text == "gate.vote-refused" })
            #expect(!events.contains { $0["type"].text == "gate.escalated" })
            let gate = try await sandbox.orchestrate("gates", "--json").json()["gates"][0]
            #expect(gate["escalation"]["to"].array == [.string("role:director")])
            #expect(gate["escalation"]["done"] == .bool(false))
        }

        @Test func `after it they may, and it approved nothing itself`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated("escalate: { after: 1s, to: 'role:director' }")
            )
            _ = try await sandbox.begin()
            let resumed = try await resume(sandbox, until: "gate.escalated")
            #expect(resumed.status == 3, "it still waits: \(resumed)")
            #expect(resumed.out.contains("escalated to role:director"), "\(resumed)")
            let stranger = try await sandbox.orchestrate("approve", "r", "ok", "--as", "eve")
            #expect(stranger.status == 77, "\(stranger)")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "dora")
            #expect(vote.status == 0, "\(vote)")
            #expect(try await sandbox.orchestrate("resume", "r").status == 0)
            let escalations = try await sandbox.events()
                .filter { $0["type"].text == "gate.escalated" }
            #expect(escalations.count == 1)
            #expect(try await sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `people are reminded before it expires`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated("expires: 1h, remind: [3599s, 3598s, 1m]")
            )
            _ = try await sandbox.begin()
            let resumed = try await resume(sandbox, until: "gate.reminded")
            #expect(resumed.status == 3, "\(resumed)")
            #expect(resumed.error.contains("reminder: gate ok expires at"), "\(resumed)")
            #expect(resumed.out.contains("reminder: it expires in"), "\(resumed)")
            let gates = try await sandbox.orchestrate("gates")
            #expect(gates.all.contains("reminder: it expires in"), "\(gates)")
            let vote = try await sandbox.orchestrate("approve", "r", "ok", "--as", "ben")
            #expect(vote.status == 0, "\(vote)")
            let reminders = try await sandbox.events()
                .filter { $0["type"].text == "gate.reminded" }
            #expect(reminders.count <= 2, "one for each time at most")
        }

        @Test func `nothing but a vote decides an expired gate`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.gated(
                    "expires: 2s, remind: 1s, escalate: { after: 1s, to: anyone }"
                )
            )
            _ = try await sandbox.begin()
            _ = try await resume(sandbox, until: "gate.expired")
            let types = try await sandbox.events().compactMap { $0["type"].text }
            #expect(!types.contains("gate.decided"), "\(types)")
            #expect(types.filter { $0 == "gate.expired" }.count >= 1)
        }
    }
}
