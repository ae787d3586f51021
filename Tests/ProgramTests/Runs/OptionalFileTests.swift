import Foundation
import Testing

extension ProgramTests {
    @Suite struct OptionalFileTests {
        static func workflow(_ files: String, optional: String) -> String {
            """
            name: files
            steps:
              - id: write
                run: mkdir notes && echo here > notes/here && echo more > notes/more
            deliverables:
              - id: notes
                files: ["\(files)"]
                optionalFiles: ["\(optional)"]
            """
        }

        @Test(
            arguments: [
                ("later/", ["notes/here"]), ("notes/there", ["notes/here"]),
                ("notes/more", ["notes/here", "notes/more"]),
            ]
        )
        func
            `a file that may be missing does not fail its deliverable, and is taken when it is there`(
                _ pattern: String,
                _ taken: [String]
            )
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow("notes/here", optional: pattern))
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            let made = try await sandbox.orchestrate("deliverables", "r", "--json").json()
            let paths = made["deliverables"][0]["files"].array.compactMap { $0["path"].text }
            #expect(paths == taken)
        }

        @Test(arguments: ["notes/there", "later/"])
        func `a file that may not be missing fails its deliverable`(_ pattern: String) async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow(pattern, optional: "notes/more"))
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(finished.all.contains(pattern), "it names what is missing: \(finished)")
        }
    }
}
