import Testing

extension ProgramTests {
    /// Where no run has been yet.
    @Suite struct NoStateTests {
        @Test(arguments: [["list"], ["gates"]])
        func `without a state folder lists are empty`(words: [String]) async throws {
            let sandbox = try Sandbox()
            let finished = try await sandbox.orchestrate(words + ["--json"])
            #expect(finished.status == 0, "\(finished)")
            let document = try finished.json()
            #expect(document["schema"] == .number(1))
            #expect(document[words[0] == "list" ? "runs" : "gates"] == .array([]))
            #expect(!sandbox.has("home/journal.sqlite"), "looking makes no state")
        }

        @Test(
            arguments: [
                ["resume"], ["show"], ["log"], ["verify"], ["deliverables"], ["approve"],
                ["reject"], ["request-changes"], ["cancel"], ["cat", "r", "a.txt"],
                ["settle", "r", "s", "--done"],
            ]
        )
        func `without a state folder the rest is 66`(words: [String]) async throws {
            let sandbox = try Sandbox()
            let finished = try await sandbox.orchestrate(words)
            #expect(finished.status == 66, "\(finished)")
            #expect(!sandbox.has("home/journal.sqlite"), "looking makes no state")
        }

        @Test func `the state folder is found upwards and made private`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            try sandbox.makeFolder("project/deep/down")
            let here = ["ORCHESTRATE_HOME": ""]
            let began = try await sandbox.orchestrate(
                "run",
                "../w.yaml",
                "--id",
                "r",
                environment: here,
                directory: sandbox("project")
            )
            #expect(began.status == 3, "\(began)")
            #expect(try sandbox.mode("project/.orchestrate") == 0o700)
            let found = try await sandbox.orchestrate(
                "show",
                "--json",
                environment: here,
                directory: sandbox("project/deep/down")
            )
            #expect(found.status == 0, "\(found)")
            #expect(try found.json()["run"].text == "r")
        }

        @Test func `the folder that is named is the one that is used`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            let began = try await sandbox.orchestrate("run", "w.yaml", "--home", "elsewhere")
            #expect(began.status == 0, "\(began)")
            #expect(sandbox.has("elsewhere/journal.sqlite"))
            #expect(!sandbox.has("home/journal.sqlite"))
        }

        @Test func `a tool that is required and missing is 69`() async throws {
            let sandbox = try Sandbox()
            let finished = try await sandbox.orchestrate(
                "doctor",
                "--require",
                environment: ["PATH": sandbox("nothing-here")]
            )
            #expect(finished.status == 69, "\(finished)")
            #expect(finished.all.contains("terraform"))
        }
    }
}
