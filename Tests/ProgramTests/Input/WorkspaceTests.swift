import Foundation
import Testing

extension ProgramTests {
    /// Other people's files in and around a workspace.
    @Suite struct WorkspaceTests {
        /// What an agent writes goes into the workspace only where nothing foreign is.
        @Test func `an agent overwrites no file that the run did not make`() async throws {
            let path = "architecture/architecture.json"
            let sandbox = try Sandbox()
            let file = "ws/" + path
            try sandbox.makeFolder(
                URL(fileURLWithPath: sandbox(file)).deletingLastPathComponent().path
            )
            try sandbox.write("mine", to: file)
            let began = try await sandbox.orchestrate(
                "run",
                Program.example,
                "--validators",
                "off",
                "--id",
                "r",
                "--workspace",
                sandbox.workspace
            )
            #expect(began.status == 1, "\(began)")
            #expect(began.all.contains(path), "it names the file: \(began)")
            #expect(try sandbox.text(file) == "mine")
            try FileManager.default.removeItem(atPath: sandbox(file))
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(resumed.status == 3, "once it is out of the way the run goes on: \(resumed)")
        }

        @Test func `files that are not the run's are left alone`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            try sandbox.write("mine", to: "ws/other.txt")
            try sandbox.makeFolder("ws/.git/hooks")
            try sandbox.write("mine too", to: "ws/.git/hooks/pre-commit")
            _ = try await sandbox.begin()
            #expect(try await sandbox.orchestrate("approve", "r", "ok", "--resume").status == 0)
            #expect(try sandbox.text("ws/other.txt") == "mine")
            #expect(try sandbox.text("ws/.git/hooks/pre-commit") == "mine too")
            #expect(try sandbox.tree("ws").count == 3)
        }

        @Test(arguments: [
            "ln -s ../outside made.txt", "mkfifo made.txt", "mkdir made.txt", "exit 0",
        ])
        func `a deliverable that is no file of the workspace is not captured`(
            command: String
        ) async throws {
            let sandbox = try Sandbox([
                "outside": "secret",
                "w.yaml": Samples.gated.replacingOccurrences(
                    of: "echo made > made.txt",
                    with: command
                ),
            ])
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(finished.all.contains("made"), "it names what is missing: \(finished)")
            #expect(!finished.hasCrashed)
            let kept = try sandbox.tree("home/objects").values
            #expect(!kept.contains(Data("secret".utf8)))
        }

        @Test func `a folder that is a link leads nowhere`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: linked
                    steps:
                      - { id: make, run: ln -s ../outside below; true }
                    deliverables: [{ id: made, files: [below/file.txt] }]
                    """
            )
            try sandbox.makeFolder("outside")
            try sandbox.write("secret", to: "outside/file.txt")
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(!(try sandbox.tree("home/objects").values.contains(Data("secret".utf8))))
        }

        @Test func `an empty deliverable is none`() async throws {
            let sandbox = try Sandbox(
                workflow: Samples.gated.replacingOccurrences(
                    of: "echo made > made.txt",
                    with: "'true > made.txt'"
                )
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(finished.all.contains("empty"), "\(finished)")
        }

        @Test func `a workspace that goes away is told and not made up`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            try FileManager.default.removeItem(atPath: sandbox.workspace)
            let resumed = try await sandbox.orchestrate("resume", "r")
            #expect(!resumed.hasCrashed)
            #expect(resumed.status == 3, "its deliverables are laid out again: \(resumed)")
            #expect(try sandbox.text("ws/made.txt") == "made\n")
        }

        @Test func `names with anything in them are captured and printed`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: names
                    steps:
                      - id: make
                        run: |
                          mkdir out; cd out
                          for name in 'a b' '-rf' 'ünï' '$(touch pwned)' "it's" 'a\\b'; do
                            printf %s "$name" > "$name"
                          done
                    deliverables: [{ id: made, files: [out/] }]
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            for name in ["a b", "-rf", "ünï", "$(touch pwned)", "it's", "a\\b"] {
                let printed = try await sandbox.orchestrate("cat", "r", "out/" + name)
                #expect(printed.out == name, "\(printed)")
            }
            let listed = try await sandbox.orchestrate("deliverables", "r", "--json").json()
            #expect(listed["deliverables"][0]["files"].array.count == 6)
            #expect(!(try sandbox.tree(".").keys.contains { $0.hasSuffix("/pwned") }))
        }
    }
}
