internal import CPlatform
import Foundation
import Subprocess
import SystemPackage
import Workflow

/// One command as a process group of its own, with its output bounded and its end certain.
///
/// The program runs itself again as the command's first process (`ChildEntry`), which takes the
/// attempt's lock and becomes the command: so a later process can tell whether any descendant of a
/// command still lives, whatever became of the engine.
struct ChildProcess: Sendable {
    let script: String
    let lock: String
    let workspace: String
    let environment: [(name: String, value: String)]
    /// What is taken out of all that it writes.
    let secrets: Secrets
    let timeoutMilliseconds: Int64?
    let surroundings: any Surroundings
    let limits: WorkshopLimits

    enum Ending: Sendable, Equatable, CustomStringConvertible {
        case exited(Int)
        case signalled(Int)
        case timedOut(milliseconds: Int64)
        case notStarted(String)

        var description: String {
            switch self {
            case .exited(let code): "exit code \(code)"
            case .signalled(let signal): "signal \(signal)"
            case .timedOut(let milliseconds): "timed out after \(Words.duration(milliseconds))"
            case .notStarted(let reason): "not started: \(reason)"
            }
        }
    }

    struct Ended: Sendable {
        let ending: Ending
        let stdout: BoundedBytes
        let stderr: BoundedBytes

        /// The same without secrets that became known while it ran.
        func concealing(_ secrets: Secrets, but known: Secrets) -> Ended {
            guard secrets.values.count > known.values.count else { return self }
            return Ended(
                ending: ending,
                stdout: stdout.concealing(secrets),
                stderr: stderr.concealing(secrets)
            )
        }
    }

    /// Runs the command to its end.
    ///
    /// - Throws: `CancellationError` when this task was cancelled; the process group is gone then.
    func run() async throws -> Ended {
        guard let timeoutMilliseconds else { return try await runToItsEnd() }
        return try await withThrowingTaskGroup(of: Ended?.self) { group in
            group.addTask { try await runToItsEnd() }
            group.addTask {
                try await surroundings.sleep(milliseconds: timeoutMilliseconds)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            // The command is being ended; what it wrote until then belongs to the failure.
            let empty = BoundedBytes(head: 0, tail: 0)
            try Task.checkCancellation()
            while (try? await group.next()) != nil {}
            return Ended(
                ending: .timedOut(milliseconds: timeoutMilliseconds),
                stdout: empty,
                stderr: empty
            )
        }
    }

    private func runToItsEnd() async throws -> Ended {
        let out = try ChildPipe()
        let error = try ChildPipe()
        let arguments = Arguments(
            executablePathOverride: "orchestrate",
            remainingValues: [ChildEntry.word, lock, script]
        )
        var variables: [Environment.Key: String?] = [:]
        for variable in environment {
            if let key = Environment.Key(rawValue: variable.name) {
                variables[key] = variable.value
            }
        }
        variables["SWIFT_BACKTRACE"] = "enable=no"
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(
                signal: .terminate,
                toProcessGroup: true,
                allowedDurationToNextStep: .milliseconds(limits.graceMilliseconds)
            )
        ]
        do {
            let result = try await Subprocess.run(
                .path("/proc/self/exe"),
                arguments: arguments,
                environment: .inherit.updating(variables),
                workingDirectory: FilePath(workspace),
                platformOptions: options,
                input: .none,
                output: .fileDescriptor(out.writingEnd, closeAfterSpawningProcess: true),
                error: .fileDescriptor(error.writingEnd, closeAfterSpawningProcess: true)
            ) { execution in
                let process = execution.processIdentifier
                return await OutputPump(
                    process: process.value,
                    processDescriptor: process.processDescriptor,
                    out: out.reader,
                    error: error.reader,
                    limits: limits,
                    secrets: secrets
                ).drain()
            }
            try Task.checkCancellation()
            return Ended(
                ending: Ending(result.terminationStatus),
                stdout: result.closureResult.out,
                stderr: result.closureResult.error
            )
        } catch let failure as SubprocessError {
            out.closeReader()
            error.closeReader()
            try Task.checkCancellation()
            let empty = BoundedBytes(head: 0, tail: 0)
            let reason = Words.printable("\(failure)", limit: 300)
            return Ended(ending: .notStarted(reason), stdout: empty, stderr: empty)
        }
    }
}
