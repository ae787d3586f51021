import Foundation
import Testing

extension ProgramTests {
    /// A state folder with something else in it than what the program left there.
    @Suite struct BadStateTests {
        @Test func `the database of another program is refused and left alone`() async throws {
            guard SQL.isThere else { return }
            let sandbox = try Sandbox(workflow: Samples.plain)
            try await SQL.run("CREATE TABLE theirs (a)", on: sandbox.database, sandbox)
            let before = try sandbox.bytes("home/journal.sqlite")
            for words in [["run", "w.yaml"], ["list"], ["verify"], ["resume"], ["cancel"]] {
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 74, "\(finished)")
                #expect(finished.error.contains("journal.sqlite"), "\(finished)")
            }
            #expect(try sandbox.bytes("home/journal.sqlite") == before)
            #expect(try sandbox.tree("home").keys.allSatisfy { !$0.hasSuffix("-wal") })
        }

        @Test(arguments: ["", "not a database at all", String(repeating: "x", count: 10_000)])
        func `a file that is no database is refused and left alone`(text: String) async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            try sandbox.write(text, to: "home/journal.sqlite")
            for words in [["run", "w.yaml"], ["list"], ["verify"]] {
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 74, "\(finished)")
                #expect(!finished.hasCrashed, "\(finished)")
            }
            #expect(try sandbox.text("home/journal.sqlite") == text)
        }

        @Test func `a database of a newer program is refused and left as it is`() async throws {
            guard SQL.isThere else { return }
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let version = try await SQL.run("PRAGMA user_version", on: sandbox.database, sandbox)
            let newer = (version.first.flatMap { Int($0) } ?? 0) + 1
            try await SQL.run("PRAGMA user_version = \(newer)", on: sandbox.database, sandbox)
            try await SQL.run("PRAGMA wal_checkpoint(TRUNCATE)", on: sandbox.database, sandbox)
            let before = try sandbox.bytes("home/journal.sqlite")
            let commands = [
                ["run", "w.yaml"], ["resume", "r"], ["approve", "r", "ok"], ["list"],
                ["show", "r"],
                ["verify"], ["cancel", "r"], ["gates"],
            ]
            for words in commands {
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 74, "\(finished)")
                #expect(finished.error.contains("newer"), "\(finished)")
            }
            #expect(try sandbox.bytes("home/journal.sqlite") == before)
        }

        /// Random bytes of the database are overwritten; whatever the answer is, it is no crash,
        /// and never success for a run that is not what it was.
        @Test(arguments: 0..<16)
        func `a damaged database never makes the program crash`(seed: Int) async throws {
            guard SQL.isThere else { return }
            let sandbox = try Sandbox(workflow: Samples.gated)
            let began = try await sandbox.begin()
            let head = try began.json()["head"].text
            try await SQL.run("PRAGMA wal_checkpoint(TRUNCATE)", on: sandbox.database, sandbox)
            try Self.damage(sandbox.database, seed: seed)
            let verified = try await sandbox.orchestrate("verify", "r", "--json")
            if verified.status == 0 {
                let found = try verified.json()["runs"][0]["head"].text
                #expect(found == head, "\(verified)")
            } else {
                #expect([5, 66, 74].contains(verified.status), "seed \(seed): \(verified)")
            }
            let commands = [
                ["list"], ["show", "r"], ["log", "r"], ["gates"], ["deliverables", "r"],
                ["cat", "r", "made.txt"], ["approve", "r", "ok"], ["resume", "r"],
                ["run", "w.yaml"],
            ]
            for words in commands {
                let finished = try await sandbox.orchestrate(words)
                #expect(!finished.hasCrashed, "seed \(seed): \(finished)")
                let known: [Int32] = [0, 3, 5, 64, 66, 74]
                #expect(known.contains(finished.status ?? -1), "seed \(seed): \(finished)")
            }
        }

        /// Overwrites 1 to 4096 bytes at some places.
        private static func damage(_ path: String, seed: Int) throws {
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7
            func next(_ bound: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(bound))
            }
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            for _ in 0...next(4) {
                let length = min(1 << next(13), bytes.count)
                let start = next(bytes.count - length + 1)
                for index in start..<(start + length) { bytes[index] = UInt8(next(256)) }
            }
            if seed % 5 == 4 { bytes = bytes.prefix(next(bytes.count)) }
            try bytes.write(to: URL(fileURLWithPath: path))
        }

        @Test func `a state folder that others can write is not used`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            chmod(sandbox.home, 0o777)
            let finished = try await sandbox.orchestrate("run", "w.yaml")
            #expect(finished.status == 74, "\(finished)")
            #expect(finished.error.contains("chmod"), "it says what helps: \(finished)")
        }
    }
}
