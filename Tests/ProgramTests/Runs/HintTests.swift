import Testing

extension ProgramTests {
    @Suite struct HintTests {
        private static let workflow = """
            name: asks
            phases:
              - id: one
                steps:
                  - id: first
                    run: "true"
                  - id: never
                    if: "false"
                    run: "true"
                  - id: after-never
                    needs: [never]
                    run: "true"
                gate: {id: look, title: All right?}
            """

        @Test func `a vote that goes on says what it was, and progress leaves out what follows`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow)
            let home = sandbox("elsewhere")
            let begun = try await sandbox.orchestrate(
                "run",
                sandbox("w.yaml"),
                "--id",
                "r",
                "--home",
                home
            )
            #expect(begun.status == 3, "\(begun)")
            #expect(begun.all.contains("&& orchestrate resume r --home \(home)\n"), "\(begun)")
            #expect(begun.all.contains("asks about 0 files, checks: none\n"), "\(begun)")
            #expect(begun.all.contains("step never skipped: its condition is false\n"), "\(begun)")
            #expect(!begun.all.contains("after-never"), "\(begun)")
            let voted = try await sandbox.orchestrate("approve", "r", "--resume", "--home", home)
            #expect(voted.status == 0, "\(voted)")
            #expect(voted.all.contains("gate 'look' of run r: approve by "), "\(voted)")
        }
    }
}
