/// What the program tells its caller.
enum ExitStatus: Int32, Error {
    case done = 0
    case failed = 1
    /// The run waits for a decision, a signal or a timer.
    case waiting = 3
    case rejectedOrCancelled = 4
    /// A digest or the chain does not hold.
    case integrity = 5
    case usage = 64
    /// The file or the inputs are invalid.
    case invalid = 65
    case notFound = 66
    case toolMissing = 69
    case brokenInvariant = 70
    case inputOutput = 74
    /// Another process holds the run.
    case held = 75
    case notAllowed = 77
    case interrupted = 130
    case terminated = 143
}

/// An error with the exit status that it means.
struct Failure: Error {
    let status: ExitStatus
    let message: String
    let hint: String?

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }
}
