import Foundation
import Testing

extension ProgramTests {
    @Suite struct OptionalFileTests {
        static func workflow(_ pattern: String) -> String {
            """
            name: files
            steps:
              - id: write
                run: mkdir notes && echo here > notes/here
            deliverables:
              - id: notes
                files: [notes/, "\(pattern)"]
            """
        }

        @Test(arguments: [("later/?", 0), ("later/", 1), ("notes/there?", 0), ("notes/there", 1)])
        func `a file that may be missing does not fail its deliverable`(
            _ pattern: String,
            _ status: Int32
        )
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow(pattern))
            let finished = try await sandbox.begin()
            #expect(finished.status == status, "\(finished)")
        }
    }
}
