import Foundation
import Testing

extension ProgramTests {
    /// Whoever changes what is stored is found out.
    @Suite(.enabled(if: SQL.isThere, "python3 is not installed"))
    struct TamperTests {
        /// A run at its gate, with a person's comment in its journal.
        private static func waiting() async throws -> Sandbox {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let began = try await sandbox.begin()
            #expect(began.status == 3, "\(began)")
            return sandbox
        }

        private static func expectBroken(
            _ sandbox: Sandbox,
            naming names: [String],
            _ what: String
        ) async throws {
            let one = try await sandbox.orchestrate("verify", "r")
            #expect(one.status == 5, "\(what): \(one)")
            for name in names { #expect(one.all.contains(name), "\(what): \(one)") }
            #expect(!one.hasCrashed)
            let all = try await sandbox.orchestrate("verify", "--json")
            #expect(all.status == 5, "\(what): \(all)")
        }

        @Test func `an untouched journal is proved`() async throws {
            let sandbox = try await Self.waiting()
            let verified = try await sandbox.orchestrate("verify", "--json")
            #expect(verified.status == 0, "\(verified)")
        }

        @Test(
            arguments: [
                "UPDATE event SET body = replace(body, 'make', 'evil') WHERE sequence = 4",
                "UPDATE event SET body = body || ' ' WHERE sequence = 4",
                "UPDATE event SET time = time + 1 WHERE sequence = 4",
                "UPDATE event SET type = 'step.skipped' WHERE sequence = 4",
                "UPDATE event SET hash = CASE substr(hash, 1, 1) WHEN 'f' THEN '0' ELSE 'f' END "
                    + "|| substr(hash, 2) WHERE sequence = 4",
                "UPDATE event SET previous_hash = hash WHERE sequence = 4",
                "DELETE FROM event WHERE sequence = 4",
            ]
        )
        func `a changed or removed event is named`(statement: String) async throws {
            let sandbox = try await Self.waiting()
            let look = "SELECT * FROM event WHERE sequence = 4"
            let before = try await SQL.run(look, on: sandbox.database, sandbox)
            try await SQL.run(statement, on: sandbox.database, sandbox)
            let after = try await SQL.run(look, on: sandbox.database, sandbox)
            try #require(before != after, "the statement changed nothing")
            try await Self.expectBroken(sandbox, naming: ["4", "r"], statement)
        }

        @Test func `nothing is built on a chain that is broken`() async throws {
            for words in [["approve", "r", "ok"], ["resume", "r"], ["cancel", "r"]] {
                let sandbox = try await Self.waiting()
                try await SQL.run(
                    "UPDATE event SET time = time + 1 WHERE sequence = 4",
                    on: sandbox.database,
                    sandbox
                )
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 5, "\(finished)")
            }
        }

        @Test func `each event that is changed is the one that is named`() async throws {
            let sandbox = try await Self.waiting()
            let count = try await sandbox.events().count
            for sequence in 1...count {
                let copy = try Sandbox()
                for suffix in ["", "-wal", "-shm"] {
                    let name = "journal.sqlite" + suffix
                    try? FileManager.default.copyItem(
                        atPath: sandbox("home/\(name)"),
                        toPath: copy("home/\(name)")
                    )
                }
                try await SQL.run(
                    "UPDATE event SET body = substr(body, 1, 5) || char(1) || substr(body, 7) "
                        + "WHERE sequence = \(sequence)",
                    on: copy.database,
                    copy
                )
                let verified = try await copy.orchestrate("verify", "r")
                #expect(verified.status == 5, "event \(sequence): \(verified)")
                #expect(verified.all.contains("\(sequence)"), "event \(sequence): \(verified)")
            }
        }

        @Test func `a tail that was cut off is found by its tables or by a head that was kept`()
            async throws
        {
            let sandbox = try await Self.waiting()
            let head = try #require(
                try await sandbox.orchestrate("show", "r", "--json").json()["head"].text
            )
            let last = "(SELECT max(sequence) FROM event)"
            try await SQL.run(
                "DELETE FROM event WHERE sequence = \(last)",
                on: sandbox.database,
                sandbox
            )
            try await Self.expectBroken(sandbox, naming: ["r"], "the last event")
            let kept = try await sandbox.orchestrate("verify", "r", "--head", head)
            #expect(kept.status == 5, "\(kept)")
        }

        @Test(
            arguments: [
                ("run", "UPDATE run SET status = 'completed'"),
                ("run", "UPDATE run SET workflow = 'other'"),
                (
                    "run",
                    """
                    UPDATE run SET head_hash = CASE substr(head_hash, 1, 1) WHEN 'a' THEN 'b' ELSE 'a' END
                        || substr(head_hash, 2)
                    """
                ),
                ("run", "DELETE FROM run"),
                ("gate", "UPDATE gate SET status = 'decided'"),
                ("gate", "UPDATE gate SET approvers = '[]'"),
                ("gate", "UPDATE gate SET digest = replace(digest, substr(digest, 1, 1), 'x')"),
                ("gate", "DELETE FROM gate"),
                ("deliverable", "UPDATE deliverable SET digest = 'evil'"),
                ("deliverable", "UPDATE deliverable SET producer = 'evil'"),
                ("deliverable", "DELETE FROM deliverable"),
                ("definition", "UPDATE definition SET source = replace(source, 'made', 'evil')"),
                ("definition", "DELETE FROM definition"),
            ]
        )
        func `a table that does not follow from the events is named`(
            table: String,
            statement: String
        ) async throws {
            let sandbox = try await Self.waiting()
            try await SQL.run(statement, on: sandbox.database, sandbox)
            try await Self.expectBroken(sandbox, naming: [table], statement)
        }

        @Test func `events that were swapped are found`() async throws {
            let sandbox = try await Self.waiting()
            for (from, to) in [(3, 1003), (4, 3), (1003, 4)] {
                try await SQL.run(
                    "UPDATE event SET sequence = \(to) WHERE sequence = \(from)",
                    on: sandbox.database,
                    sandbox
                )
            }
            try await Self.expectBroken(sandbox, naming: ["3"], "swapped")
        }
    }
}
