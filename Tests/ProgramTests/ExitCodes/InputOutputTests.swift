import Foundation
import Testing

extension ProgramTests {
    /// A disk that is full, not writable, or not a disk: 74, one clear line, and nothing is lost.
    @Suite struct InputOutputTests {
        @Test(arguments: ["file/below", "/proc/orchestrate", "/dev/null/state"])
        func `a state folder that cannot be made is 74`(home: String) async throws {
            let sandbox = try Sandbox(["w.yaml": Samples.plain, "file": "a regular file"])
            let finished = try await sandbox.orchestrate(
                "run",
                "w.yaml",
                environment: ["ORCHESTRATE_HOME": home]
            )
            #expect(finished.status == 74, "\(finished)")
            #expect(finished.error.contains(home.split(separator: "/")[0]), "\(finished)")
            #expect(try sandbox.text("file") == "a regular file")
        }

        @Test(arguments: ["file/below", "/proc/orchestrate"])
        func `a workspace that cannot be made is 74`(workspace: String) async throws {
            let sandbox = try Sandbox(["w.yaml": Samples.plain, "file": "a regular file"])
            let finished = try await sandbox.orchestrate(
                "run",
                "w.yaml",
                "--workspace",
                workspace
            )
            #expect(finished.status == 74, "\(finished)")
            #expect(!finished.hasCrashed)
        }

        @Test func `a folder in place of the database is 74`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            try sandbox.makeFolder("home/journal.sqlite")
            for words in [["run", "w.yaml"], ["list"], ["verify"]] {
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 74, "\(finished)")
            }
        }

        /// The limit on a file's size stands in for a full disk, which needs no mount; the signal
        /// that comes with it is ignored, so that the program sees the error.
        @Test(arguments: [0, 8, 24, 40, 56, 72, 96, 128, 192, 256])
        func `a full disk is 74 and the run goes on when there is room`(
            kilobytes: Int
        ) async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: full
                    steps:
                      - { id: one, agent: echo, task: echo, with: { text: one } }
                      - { id: two, needs: [one], run: echo two >> two.txt, idempotent: true }
                      - { id: three, needs: [two], run: echo three > three.txt, idempotent: true }
                    """
            )
            // Half a kilobyte a block.
            let full = try await sandbox.shell(
                "trap '' XFSZ; ulimit -f \(kilobytes * 2); "
                    + "exec \"$1\" run w.yaml --id r --workspace \"$2\" --json 2>\"$3\" | cat",
                sandbox.workspace,
                "/dev/null"
            )
            let report = try? full.json()
            if report?["status"].text != "completed" {
                let again = try await sandbox.begin()
                #expect(again.status == 0, "\(full)\n\(again)")
            }
            #expect(!full.hasCrashed, "\(full)")
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 0, "\(verified)")
            let completed = try await sandbox.events().filter {
                $0["type"].text == "step.completed"
            }
            #expect(completed.compactMap { $0["step"].text } == ["one", "two", "three"])
        }

        @Test func `a full disk is told as such`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            let full = try await sandbox.shell(
                "trap '' XFSZ; ulimit -f 32; exec \"$1\" run w.yaml --id r"
            )
            #expect(full.status == 74, "\(full)")
            #expect(!full.hasCrashed, "\(full)")
            #expect(full.error.contains("journal.sqlite"), "it names the file: \(full)")
        }

        @Test(.enabled(if: mayMount, "mounting takes root"), arguments: [64, 96, 112])
        func `a tiny disk that fills up is 74 and more room is all it needs`(
            kilobytes: Int
        ) async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let full = try await sandbox.shell(
                """
                mount -t tmpfs -o size=\(kilobytes)k,mode=700 none "$2" || exit 99
                "$1" run w.yaml --id r --home "$2" --workspace "$3" >&2; echo "first $?"
                mount -o remount,size=16m "$2"
                "$1" run w.yaml --id r --home "$2" --workspace "$3" >&2; echo "second $?"
                "$1" verify --home "$2" >&2; echo "verify $?"
                umount "$2"
                """,
                sandbox.home,
                sandbox.workspace
            )
            #expect(full.out == "first 74\nsecond 3\nverify 0\n", "\(full)")
        }

        /// Whether a disk of a test's own can be mounted here.
        private static let mayMount: Bool = {
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("orchestrate-mount-\(UUID().uuidString)").path
            let mount = Process()
            mount.executableURL = URL(fileURLWithPath: "/bin/sh")
            mount.arguments = [
                "-c",
                """
                mkdir "$1" || exit 1
                mount -t tmpfs none "$1" 2>&1 && umount "$1"; status=$?; rmdir "$1"; exit $status
                """,
                "sh", folder,
            ]
            mount.standardOutput = FileHandle.nullDevice
            guard (try? mount.run()) != nil else { return false }
            mount.waitUntilExit()
            return mount.terminationStatus == 0
        }()

        @Test(arguments: ["2>/dev/full", "2>&-", ">/dev/null 2>/dev/full"])
        func `messages that cannot be written do not stop a run`(where place: String) async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let finished = try await sandbox.shell("exec \"$1\" run w.yaml --id r \(place)")
            #expect(finished.status == 3, "\(finished)")
        }

        @Test(arguments: ["run w.yaml --json", "list", "verify", "show --json"])
        func `an answer that cannot be written is no success`(command: String) async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            _ = try await sandbox.begin()
            let finished = try await sandbox.shell("exec \"$1\" \(command) >/dev/full")
            #expect(finished.status == 74, "\(finished)")
        }

        @Test func `a reader that goes away early does no harm`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let finished = try await sandbox.shell(
                "\"$1\" run w.yaml --id r --json 2>&1 | :; exit 0"
            )
            #expect(finished.status == 0)
            let again = try await sandbox.begin()
            #expect(again.status == 3, "\(again)")
        }
    }
}
