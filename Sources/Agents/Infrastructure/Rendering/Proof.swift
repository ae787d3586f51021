import Workflow

/// A line of a delivered file that shows a claim to be true.
struct Proof: Sendable {
    let file: String
    /// Stands in a line of the file that is no comment.
    let holds: String

    init(_ file: String, _ holds: String) {
        self.file = file
        self.holds = holds
    }

    var json: Value { ["file": .string(file), "holds": .string(holds)] }
}
