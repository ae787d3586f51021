import Glibc
import Workflow

/// A step's `undo`: a command like the step's own, which is told what the step gave out.
struct UndoStep {
    let workshop: Workshop
    let order: WorkOrder
    let undo: UndoOrder

    private var command: CommandOrder { undo.command }
    private var step: UndoneStep { UndoneStep(step: command.step, round: command.round) }

    func perform(_ ledger: any Ledger) async throws -> [Event] {
        let attempts = workshop.attempts(of: order.run)
        try attempts.make()
        try DurableFile.makeFolder(order.workspace, mode: 0o755)
        let outputs = attempts.outputs(of: command.effect, attempt: command.attempt)
        try DurableFile.write(Array(JSONWriter.compact(undo.outputs).utf8), to: outputs)
        defer { unlink(outputs) }
        let began = workshop.surroundings.now()
        try await ledger.confirmLease()
        var environment: CommandEnvironment
        do {
            environment = try await CommandEnvironment(
                command,
                in: order,
                workshop.vault,
                folder: workshop.folder
            )
        } catch let error as SecretError {
            return failed("could not be started: \(error)", .notStarted("\(error)"), [])
        }
        environment.variables +=
            OutputVariables.of(undo.outputs) + [(OutputVariables.file, outputs)]
        let child = workshop.child(
            of: order,
            command,
            lock: attempts.lock(of: command.effect),
            environment
        )
        let ended = try await child.run()
            .concealing(workshop.vault.secrets(of: order.run), but: environment.secrets)
        let streams = try workshop.keep(ended)
        switch ended.ending {
        case .exited(0):
            try ChangedFiles(root: order.workspace).sync(since: began)
            let undone = StepUndone(step: step, attempt: command.attempt, streams: streams)
            return [command.ended(isDone: true, ended.ending), .stepUndone(undone)]
        case .exited(CommandStep.unknownExitCode):
            return [
                .effectUnknown(
                    command.effect,
                    reason: "the command cannot tell" + ended.lastWords
                )
            ]
        case .exited(let code):
            return failed("exit code \(code)" + ended.lastWords, ended.ending, streams)
        case .signalled(let signal):
            return failed("ended by signal \(signal)" + ended.lastWords, ended.ending, streams)
        case .timedOut(let milliseconds):
            let reason = "timed out after \(Words.duration(milliseconds))"
            return failed(reason, ended.ending, streams)
        case .notStarted(let reason):
            return failed("could not be started: \(reason)", ended.ending, streams)
        }
    }

    private func failed(
        _ reason: String,
        _ ending: ChildProcess.Ending,
        _ streams: [Stream]
    ) -> [Event] {
        let undone = StepUndone(step: step, attempt: command.attempt, streams: streams)
        return [command.ended(isDone: false, ending), .stepUndoFailed(undone, reason: reason)]
    }
}

/// A step's outputs as variables: data that reaches a command, and never a line of shell.
enum OutputVariables {
    /// Names the file that holds all outputs as one JSON object.
    static let file = "ORCHESTRATE_OUTPUTS"
    static let prefix = "ORCHESTRATE_OUTPUT_"
    /// Longer values are in the file only.
    static let valueBytes = 16 * 1024

    /// A variable for each plain value, by its name in capitals with `_` for all that no variable's
    /// name may hold; values of names that would be the same then are in the file only.
    static func of(_ outputs: Value) -> [(name: String, value: String)] {
        let values = (outputs.objectValue?.pairs ?? []).compactMap { name, value in
            text(value).map { (variable(name), $0) }
        }
        let counts = Dictionary(values.map { ($0.0, 1) }, uniquingKeysWith: +)
        return values.filter { counts[$0.0] == 1 }
    }

    private static func text(_ value: Value) -> String? {
        let text: String? =
            switch value {
            case .string(let text): text
            case .number, .bool: JSONWriter.compact(value)
            case .null, .array, .object: nil
            }
        return text.flatMap { $0.utf8.count <= valueBytes && !$0.utf8.contains(0) ? $0 : nil }
    }

    private static func variable(_ name: String) -> String {
        prefix
            + name.uppercased().map {
                $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_"
            }
            .joined()
    }
}
