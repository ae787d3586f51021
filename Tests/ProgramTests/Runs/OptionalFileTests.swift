import Foundation
import Testing

extension ProgramTests {
    @Suite struct OptionalFileTests {
        static func workflow(_ key: String, _ pattern: String) -> String {
            """
            name: files
            steps:
              - id: write
                run: mkdir notes && echo here > notes/here && echo more > notes/more
            deliverables:
              - id: notes
                files: [notes/here]
                \(key): ["\(pattern)"]
            """
        }

        @Test(arguments: [("later/", 0), ("notes/there", 0), ("notes/more", 0)])
        func `a file that may be missing does not fail its deliverable`(
            _ pattern: String,
            _ status: Int32
        )
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow("optionalFiles", pattern))
            let finished = try await sandbox.begin()
            #expect(finished.status == status, "\(finished)")
        }
    }
}
