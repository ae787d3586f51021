internal import CPlatform
import Foundation
import Subprocess
import SystemPackage
import Workflow

/// The process of an agent that is a command: a group of its own, confined, spoken with by lines.
struct AgentProcess: Sendable {
    /// The words with which this program starts itself and becomes the command.
    let words: [String]
    let environment: [String: String]
    let bounds: AgentWire.Bounds
    /// Between the end of the conversation and the end of the process.
    let graceMilliseconds: Int64
    let surroundings: any Surroundings

    struct Ended<Outcome: Sendable>: Sendable {
        let ending: ChildProcess.Ending
        /// Nil when it could not be started.
        let outcome: Outcome?
        let stderr: BoundedBytes
        let parting: Parting
    }

    /// How the process left when the conversation was over.
    enum Parting: Sendable {
        case byItself
        /// It wrote more after its last word.
        case spokeOn
        /// It had to be ended.
        case ended
    }

    /// What becomes of the process when the conversation is over.
    enum Farewell<Outcome: Sendable>: Sendable {
        /// It may end by itself.
        case after(Outcome)
        /// It is ended at once.
        case atOnce(Outcome)
    }

    /// Runs the process for as long as `converse` speaks with it.
    ///
    /// - Throws: `CancellationError` when this task was cancelled; the group is gone then.
    func run<Outcome: Sendable>(
        _ converse: @escaping @Sendable (AgentWire) async -> Farewell<Outcome>
    ) async throws -> Ended<Outcome> {
        let wire = try AgentWire(bounds)
        let input = try ChildPipe()
        let out = try ChildPipe()
        let error = try ChildPipe()
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(
                signal: .terminate,
                toProcessGroup: true,
                allowedDurationToNextStep: .milliseconds(graceMilliseconds)
            )
        ]
        do {
            let result = try await Subprocess.run(
                .path("/proc/self/exe"),
                arguments: Arguments(executablePathOverride: "orchestrate", remainingValues: words),
                environment: .custom(variables),
                platformOptions: options,
                input: .fileDescriptor(input.readingEnd, closeAfterSpawningProcess: true),
                output: .fileDescriptor(out.writingEnd, closeAfterSpawningProcess: true),
                error: .fileDescriptor(error.writingEnd, closeAfterSpawningProcess: true)
            ) { execution in
                let process = execution.processIdentifier
                return await speak(
                    wire,
                    process.value,
                    process.processDescriptor,
                    (input.writer, out.reader, error.reader),
                    converse
                )
            }
            try Task.checkCancellation()
            let spoken = result.closureResult
            return Ended(
                ending: ChildProcess.Ending(result.terminationStatus),
                outcome: spoken.outcome,
                stderr: spoken.stderr,
                parting: spoken.parting
            )
        } catch let failure as SubprocessError {
            for descriptor in [input.writer, out.reader, error.reader] { close(descriptor) }
            try Task.checkCancellation()
            return Ended(
                ending: .notStarted(Words.printable("\(failure)", limit: 300)),
                outcome: nil,
                stderr: BoundedBytes(head: 0, tail: 0),
                parting: .byItself
            )
        }
    }

    private struct Spoken<Outcome: Sendable>: Sendable {
        let outcome: Outcome
        let stderr: BoundedBytes
        let parting: Parting
    }

    private func speak<Outcome: Sendable>(
        _ wire: AgentWire,
        _ process: Int32,
        _ descriptor: Int32,
        _ ends: (input: Int32, out: Int32, error: Int32),
        _ converse: @escaping @Sendable (AgentWire) async -> Farewell<Outcome>
    ) async -> Spoken<Outcome> {
        async let stderr = wire.pump(
            process: process,
            processDescriptor: descriptor,
            input: ends.input,
            out: ends.out,
            error: ends.error
        )
        let farewell = await converse(wire)
        wire.end()
        let outcome: Outcome
        let parting: Parting
        switch farewell {
        case .atOnce(let result):
            outcome = result
            parting = .ended
        case .after(let result):
            outcome = result
            parting = await part(from: wire)
        }
        if parting != .byItself { _ = kill(-process, SIGKILL) }
        return Spoken(outcome: outcome, stderr: await stderr, parting: parting)
    }

    private func part(from wire: AgentWire) async -> Parting {
        await withTaskGroup(of: Parting.self) { group in
            group.addTask {
                for await _ in wire.news { return .spokeOn }
                return .byItself
            }
            group.addTask {
                try? await surroundings.sleep(milliseconds: graceMilliseconds)
                return .ended
            }
            let first = await group.next() ?? .ended
            group.cancelAll()
            return first
        }
    }
}
