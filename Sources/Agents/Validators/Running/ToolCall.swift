internal import CPlatform
import Foundation
import Subprocess
import SystemPackage
import Workflow

/// One call of a program: its own process group, an environment of its own, bounded output.
struct ToolCall: Sendable {
    /// Absolute.
    let program: String
    let arguments: [String]
    /// Absolute.
    let folder: String
    let environment: [String: String]
    let timeLimitMilliseconds: Int64
    /// The file that it reads as standard input.
    var inputPath = "/dev/null"
    /// Whether it runs in a session of its own, with no terminal that it could ask a person at.
    var isDetached = false

    /// What a tool may say at most; longer words are cut, and are then understood by no reader.
    private static var limits: WorkshopLimits {
        var limits = WorkshopLimits()
        limits.streamHeadBytes = 16 * 1024 * 1024
        limits.streamTailBytes = 64 * 1024
        limits.graceMilliseconds = 500
        return limits
    }

    /// Runs it to its end or to the end of its time; nothing of its group lives on after that.
    ///
    /// - Throws: `CancellationError` when this task was cancelled.
    func run(_ surroundings: any Surroundings) async throws -> ToolEnd {
        try await withThrowingTaskGroup(of: ToolEnd?.self) { group in
            group.addTask { try await runToItsEnd() }
            group.addTask {
                try await surroundings.sleep(milliseconds: timeLimitMilliseconds)
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            try Task.checkCancellation()
            while (try? await group.next()) != nil {}
            return ToolEnd(ending: .timedOut(milliseconds: timeLimitMilliseconds))
        }
    }

    private func runToItsEnd() async throws -> ToolEnd {
        let out = try ChildPipe()
        let error = try ChildPipe()
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        var options = PlatformOptions()
        if isDetached { options.createSession = true } else { options.processGroupID = 0 }
        options.teardownSequence = [
            .send(
                signal: .terminate,
                toProcessGroup: true,
                allowedDurationToNextStep: .milliseconds(Self.limits.graceMilliseconds)
            )
        ]
        let input: FileDescriptor
        do {
            input = try FileDescriptor.open(inputPath, .readOnly, options: .closeOnExec)
        } catch _ {
            out.closeReader()
            error.closeReader()
            throw FileError(path: inputPath, operation: "open", code: EIO)
        }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(program)),
                arguments: Arguments(arguments),
                environment: .custom(variables),
                workingDirectory: FilePath(folder),
                platformOptions: options,
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(out.writingEnd, closeAfterSpawningProcess: true),
                error: .fileDescriptor(error.writingEnd, closeAfterSpawningProcess: true)
            ) { execution in
                let process = execution.processIdentifier
                return await OutputPump(
                    process: process.value,
                    processDescriptor: process.processDescriptor,
                    out: out.reader,
                    error: error.reader,
                    limits: Self.limits
                ).drain()
            }
            try Task.checkCancellation()
            return ToolEnd(
                ending: ChildProcess.Ending(result.terminationStatus),
                stdout: result.closureResult.out.kept,
                stderr: result.closureResult.error.kept
            )
        } catch let failure as SubprocessError {
            out.closeReader()
            error.closeReader()
            try Task.checkCancellation()
            return ToolEnd(ending: .notStarted(Words.printable("\(failure)", limit: 300)))
        }
    }
}

/// How a tool ended and what it had said by then.
struct ToolEnd: Sendable {
    let ending: ChildProcess.Ending
    var stdout: [UInt8] = []
    var stderr: [UInt8] = []

    /// The words without colours and without the place of the private folder.
    func output(in folder: String, root: String) -> ToolOutput {
        let exitCode: Int? = if case .exited(let code) = ending { code } else { nil }
        return ToolOutput(
            exitCode: exitCode,
            stdout: Self.plain(stdout, root: root),
            stderr: Self.plain(stderr, root: root),
            folder: folder
        )
    }

    private static func plain(_ bytes: [UInt8], root: String) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            // ESC [ … letter
            if bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == 0x5B {
                index += 2
                while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
                index += 1
                continue
            }
            kept.append(bytes[index])
            index += 1
        }
        return String(decoding: kept, as: UTF8.self)
            .replacingOccurrences(of: root + "/", with: "")
            .replacingOccurrences(of: root, with: ".")
    }
}
