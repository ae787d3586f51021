package import Workflow

/// One external validator as a value: what it looks at, how it is called, how its words are read.
///
/// Nothing here runs anything; `ExternalCheck` does, the same way for all of them.
package struct ExternalValidator: Sendable {
    package let id: CheckID
    /// One sentence: what holds when it passes.
    package let summary: String
    package let tool: ExternalTool
    /// For each command of its own.
    package let timeLimitMilliseconds: Int64
    /// Whether it may ask other machines; most are told not to, and are kept from it by proxies that
    /// lead nowhere.
    package let usesNetwork: Bool
    /// Whether validators of one tree work in one folder, so that what prepares it is done once.
    package let sharesFolder: Bool
    let variables: [String: String]
    /// The deliverable's files that it looks at; without one it is not applicable.
    let looksAt: @Sendable (CheckSubject) -> [String]
    /// Other captured files that it needs beside them.
    let alsoReads: @Sendable (CheckSubject, [String]) -> [String]
    /// Files that are written, by path, in addition to captured ones or in their place.
    let writes: @Sendable (CheckSubject, [String]) throws -> [String: String]
    let commands: @Sendable (CheckSubject, [String]) throws -> [ToolCommand]
    /// What can be seen in the files without the tool and belongs to its verdict.
    let remarks: @Sendable (CheckSubject, [String]) -> [Finding]

    init(
        _ id: CheckID,
        _ summary: String,
        tool: ExternalTool,
        timeLimitSeconds: Int64 = 120,
        usesNetwork: Bool = false,
        sharesFolder: Bool = false,
        variables: [String: String] = [:],
        looksAt: @escaping @Sendable (CheckSubject) -> [String],
        alsoReads: @escaping @Sendable (CheckSubject, [String]) -> [String] = { _, _ in [] },
        writes: @escaping @Sendable (CheckSubject, [String]) throws -> [String: String] = {
            _,
            _ in [:]
        },
        remarks: @escaping @Sendable (CheckSubject, [String]) -> [Finding] = { _, _ in [] },
        commands: @escaping @Sendable (CheckSubject, [String]) throws -> [ToolCommand]
    ) {
        self.id = id
        self.summary = summary
        self.tool = tool
        timeLimitMilliseconds = timeLimitSeconds * 1000
        self.usesNetwork = usesNetwork
        self.sharesFolder = sharesFolder
        self.variables = variables
        self.looksAt = looksAt
        self.alsoReads = alsoReads
        self.writes = writes
        self.remarks = remarks
        self.commands = commands
    }
}

/// One call of a tool: its arguments as they are, never through a shell.
struct ToolCommand: Sendable {
    let arguments: [String]
    /// Where it works, from the root of the files that are laid out; empty for the root.
    let folder: String
    /// What has to be done in the folder before, once for all who share it.
    let preparations: [ToolCommand]
    let read: @Sendable (ToolOutput) -> ToolReading

    init(
        _ arguments: [String],
        in folder: String = "",
        after preparations: [ToolCommand] = [],
        read: @escaping @Sendable (ToolOutput) -> ToolReading
    ) {
        self.arguments = arguments
        self.folder = folder
        self.preparations = preparations
        self.read = read
    }
}

/// What a tool said and how it ended.
struct ToolOutput: Sendable {
    /// Nil when it did not end by itself.
    let exitCode: Int?
    let stdout: String
    let stderr: String
    /// Where it worked, from the root.
    let folder: String
}

/// A tool's words as findings.
enum ToolReading: Sendable, Equatable {
    /// It did its work; none means that it found nothing wrong.
    case findings([Finding])
    /// It did its work and there was nothing of its kind.
    case nothing
    /// It crashed, or said something that is not understood: no verdict.
    case broken(String)
}
