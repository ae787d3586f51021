import Foundation
import Testing

extension ProgramTests {
    /// Files that no person would write: refused with a place and a reason, never a crash.
    @Suite struct BadFileTests {
        private static let bad: [(name: String, text: String, word: String)] = [
            ("empty", "", "empty"),
            ("blank", "\n\n# only a comment\n", ""),
            ("list", "- a\n- b\n", ""),
            ("scalar", "hello", ""),
            ("unclosed", "name: [", ""),
            ("tab", "name: x\n\tsteps: y\n", ""),
            ("nul", "name: a\u{0}b\nsteps: [{ id: a, run: b }]\n", "NUL"),
            ("no steps", "name: nothing\n", "steps"),
            ("empty steps", "name: nothing\nsteps: []\n", "steps"),
            ("bad name", "name: 'Not A Name'\nsteps: [{ id: a, run: b }]\n", "name"),
            ("unknown key", "name: ok\nstepz: []\nsteps: [{ id: a, run: b }]\n", "stepz"),
            ("two kinds", "name: ok\nsteps: [{ id: a, run: b, set: { c: d } }]\n", ""),
            ("no kind", "name: ok\nsteps: [{ id: a }]\n", ""),
            ("same id", "name: ok\nsteps: [{ id: a, run: b }, { id: a, run: b }]\n", "a"),
            ("same key", "name: ok\nname: ok\nsteps: [{ id: a, run: b }]\n", "name"),
            (
                "cycle",
                "name: ok\nsteps: [{ id: a, run: b, needs: [c] }, { id: c, run: b, needs: [a] }]\n",
                "a"
            ),
            ("itself", "name: ok\nsteps: [{ id: a, run: b, needs: [a] }]\n", "a"),
            ("missing need", "name: ok\nsteps: [{ id: a, run: b, needs: [nobody] }]\n", "nobody"),
            ("unknown agent", "name: ok\nsteps: [{ id: a, agent: nobody, task: t }]\n", "nobody"),
            ("unknown task", "name: ok\nsteps: [{ id: a, agent: echo, task: sing }]\n", "sing"),
            (
                "unknown check",
                "name: ok\nsteps: [{ id: a, run: b }]\n"
                    + "deliverables: [{ id: d, files: [f], checks: [nocheck] }]\n", "nocheck"
            ),
            (
                "unknown role",
                "name: ok\nsteps: [{ id: a, run: b }]\ngate: { id: g, approvers: ['role:nobody'] }\n",
                "nobody"
            ),
            (
                "unknown deliverable",
                "name: ok\nsteps: [{ id: a, handoff: { to: qa-orchestrator, deliverables: [nd] } }]\n",
                "nd"
            ),
            (
                "expression in run", "name: ok\nsteps: [{ id: a, run: 'echo ${{ inputs.x }}' }]\n",
                "env"
            ),
            ("bad expression", "name: ok\nsteps: [{ id: a, set: { v: '${{ 1 + }}' } }]\n", ""),
            (
                "unknown reference",
                "name: ok\nsteps: [{ id: a, set: { v: '${{ steps.nobody.outputs.x }}' } }]\n",
                "nobody"
            ),
            (
                "path upwards",
                "name: ok\nsteps: [{ id: a, run: b }]\ndeliverables: [{ id: d, files: [../../etc] }]\n",
                ".."
            ),
            (
                "absolute path",
                "name: ok\nsteps: [{ id: a, run: b }]\ndeliverables: [{ id: d, files: [/etc/passwd] }]\n",
                "/etc/passwd"
            ),
            ("bad duration", "name: ok\nsteps: [{ id: a, run: b, timeout: soon }]\n", "timeout"),
            ("unknown workflow", "uses: nobody-ships-this\n", "nobody-ships-this"),
            ("uses itself", "uses: ./w.yaml\n", "w.yaml"),
            ("binary tag", "name: ok\nsteps: [{ id: a, run: !!binary aGk= }]\n", ""),
        ]

        @Test(arguments: bad.map(\.name))
        func `a bad file is refused with its place`(name: String) async throws {
            let file = try #require(Self.bad.first { $0.name == name })
            let sandbox = try Sandbox(workflow: file.text)
            let validated = try await sandbox.orchestrate("validate", "w.yaml")
            let began = try await sandbox.begin()
            for finished in [validated, began] {
                #expect(finished.status == 65, "\(finished)")
                #expect(finished.all.contains("w.yaml:"), "\(finished)")
                #expect(finished.all.contains(": error: "), "\(finished)")
                #expect(
                    file.word.isEmpty || finished.all.contains(file.word),
                    "it names '\(file.word)': \(finished)"
                )
                #expect(!finished.hasCrashed, "\(finished)")
            }
            #expect(!sandbox.has("home/journal.sqlite"), "nothing was begun")
        }

        /// Larger ones are made here, and refused before they take memory.
        private static let large: [(name: String, make: @Sendable () -> String)] = [
            ("deep brackets", { String(repeating: "[", count: 200_000) }),
            ("deep braces", { "name: " + String(repeating: "{a: ", count: 100_000) }),
            (
                "deep lines",
                { (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined() }
            ),
            (
                "aliases",
                {
                    let lines = (1..<10).map { level in
                        let before = Array(repeating: "*a\(level - 1)", count: 10)
                        return "a\(level): &a\(level) [\(before.joined(separator: ","))]"
                    }
                    return "name: bomb\na0: &a0 [x]\n" + lines.joined(separator: "\n")
                        + "\nsteps: [{ id: a, run: b, env: { X: *a9 } }]\n"
                }
            ),
            ("long key", { String(repeating: "k", count: 1_000_000) + ": 1\n" }),
            (
                "deep expression",
                {
                    let open = String(repeating: "(", count: 50_000)
                    return "name: ok\nsteps: [{ id: a, set: { v: '${{ \(open) }}' } }]\n"
                }
            ),
            (
                "many mistakes",
                {
                    "name: ok\nsteps:\n"
                        + (0..<5000).map { "  - { id: s\($0), rum: x }\n" }.joined()
                }
            ),
        ]

        @Test(arguments: large.map(\.name))
        func `a file that is meant to exhaust is refused`(name: String) async throws {
            let file = try #require(Self.large.first { $0.name == name })
            let sandbox = try Sandbox(workflow: file.make())
            let finished = try await sandbox.shell(
                "ulimit -v 4000000; exec \"$1\" validate w.yaml",
                seconds: 60
            )
            #expect(finished.status == 65, "\(finished)")
            #expect(!finished.hasCrashed, "\(finished)")
            #expect(finished.all.utf8.count < 4_000_000)
        }

        @Test func `a file of a hundred megabytes is refused unread`() async throws {
            let sandbox = try Sandbox(workflow: "name: big\n")
            #expect(truncate(sandbox("w.yaml"), 100 << 20) == 0)
            for command in ["validate", "run", "plan", "graph"] {
                let finished = try await sandbox.shell(
                    "ulimit -v 4000000; exec \"$1\" \(command) w.yaml"
                )
                #expect(finished.status == 65, "\(finished)")
                #expect(finished.all.contains("limit"), "\(finished)")
            }
        }

        @Test(arguments: ["missing.yaml", "ws", ".", "", "w.yaml/below", "/dev/full/x"])
        func `a file that is none is 66`(path: String) async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            for command in ["run", "validate"] {
                let finished = try await sandbox.orchestrate(command, path)
                #expect(finished.status == 66, "\(finished)")
            }
        }

        @Test(arguments: ["/dev/null", "/dev/zero", "/proc/self/mem"])
        func `a device in place of a file does not hang`(path: String) async throws {
            let sandbox = try Sandbox()
            let finished = try await sandbox.shell(
                "ulimit -v 4000000; exec \"$1\" validate \"$2\"",
                path,
                seconds: 30
            )
            #expect([65, 66, 74].contains(finished.status), "\(finished)")
            #expect(!finished.hasCrashed, "\(finished)")
        }

        @Test func `bytes that are no text are refused`() async throws {
            let sandbox = try Sandbox()
            let files: [[UInt8]] = [
                [0xFF, 0xFE, 0x6E, 0x00, 0x3A, 0x00],
                [0x6E, 0x61, 0x6D, 0x65, 0x3A, 0x20, 0xC3, 0x28],
                [0xEF, 0xBB, 0xBF], Array(0...255), [0xED, 0xA0, 0x80],
            ]
            for bytes in files {
                try Data(bytes).write(to: URL(fileURLWithPath: sandbox("w.yaml")))
                let finished = try await sandbox.orchestrate("validate", "w.yaml")
                #expect(finished.status == 65, "\(finished)")
                #expect(!finished.hasCrashed, "\(finished)")
            }
        }
    }
}
