import Glibc
import Workflow

/// A `run` step: a command for `/bin/sh -e` in the workspace.
package struct CommandStep {
    let workshop: Workshop
    let order: WorkOrder
    let command: CommandOrder

    func perform(_ ledger: any Ledger) async throws -> [Event] {
        let attempts = workshop.attempts(of: order.run)
        try attempts.make()
        try DurableFile.makeFolder(order.workspace, mode: 0o755)
        let outputs = attempts.outputs(of: command.effect, attempt: command.attempt)
        try DurableFile.write([], to: outputs)
        let began = workshop.surroundings.now()
        try await ledger.confirmLease()
        let environment: CommandEnvironment
        do {
            environment = try await CommandEnvironment(
                command,
                in: order,
                workshop.vault,
                folder: workshop.folder,
                outputs: outputs
            )
        } catch let error as SecretError {
            return failed("could not be started: \(error)", .notStarted("\(error)"), [])
        }
        let voided = try approved.voided()
        guard voided.isEmpty else { return lost(voided) }
        // It may hold what the command knows of secrets.
        defer { unlink(outputs) }
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
            return completed(ended, streams, outputs: outputs)
        case .exited(Self.unknownExitCode):
            return unknown("the command cannot tell" + ended.lastWords)
        case .exited(Self.integrityExitCode):
            // What it found itself: it looks once more, right before it acts.
            let voided = try approved.voided()
            guard voided.isEmpty else { return lost(voided) }
            let reason = "exit code \(Self.integrityExitCode)" + ended.lastWords
            return failed(reason, ended.ending, streams)
        case .exited(let code):
            return failed("exit code \(code)" + ended.lastWords, ended.ending, streams)
        case .signalled(let signal):
            let reason = "ended by signal \(signal)" + ended.lastWords
            return command.hasProbe ? unknown(reason) : failed(reason, ended.ending, streams)
        case .timedOut(let milliseconds):
            let reason = "timed out after \(Words.duration(milliseconds))"
            return command.hasProbe ? unknown(reason) : failed(reason, ended.ending, streams)
        case .notStarted(let reason):
            return failed("could not be started: \(reason)", ended.ending, streams)
        }
    }

    private var approved: ApprovedBytes { ApprovedBytes(workshop: workshop, order: order) }

    /// Nothing was done, because what was approved is not what is there.
    private func lost(_ voided: [Event]) -> [Event] {
        [
            .effectCompleted(
                EffectCompleted(
                    effect: command.effect,
                    isDone: false,
                    result: ["ending": "not started: an approved file changed"],
                    evidence: "approval"
                )
            )
        ] + voided
    }

    /// What a command exits with that found other bytes than those that were approved.
    static let integrityExitCode = 5

    /// What a command exits with that began something and does not know how it ended.
    package static let unknownExitCode = 79

    /// The effect may have happened: its probe, its `onUnknown` or a person decides.
    private func unknown(_ reason: String) -> [Event] {
        [.effectUnknown(command.effect, reason: reason)]
    }

    private func completed(
        _ ended: ChildProcess.Ended,
        _ streams: [Stream],
        outputs path: String
    ) -> [Event] {
        var outputs: Members = ["stdout": .string(stdout(ended))]
        do throws(OutputFileError) {
            let file = try OutputFile(
                path: path,
                limit: workshop.limits.outputFileBytes,
                workshop.vault.secrets(of: order.run)
            )
            for (key, value) in file.pairs { outputs[key] = .string(value) }
        } catch {
            return failed("its outputs cannot be read: \(error)", ended.ending, streams)
        }
        let step = StepCompleted(
            step: command.step,
            round: command.round,
            attempt: command.attempt,
            outputs: .object(outputs),
            streams: streams
        )
        return [command.ended(isDone: true, ended.ending), .stepCompleted(step)]
    }

    /// Standard output without its last newline, up to the limit of a value.
    private func stdout(_ ended: ChildProcess.Ended) -> String {
        var bytes = ended.stdout.head.prefix(workshop.limits.outputValueBytes)
        if bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func failed(
        _ reason: String,
        _ ending: ChildProcess.Ending,
        _ streams: [Stream]
    ) -> [Event] {
        let step = StepFailed(
            step: command.step,
            round: command.round,
            attempt: command.attempt,
            reason: reason,
            streams: streams
        )
        return [command.ended(isDone: false, ending), .stepFailed(step)]
    }
}

extension CommandOrder {
    /// What became of the effect, as the command's end tells it.
    func ended(isDone: Bool, _ ending: ChildProcess.Ending) -> Event {
        .effectCompleted(
            EffectCompleted(
                effect: effect,
                isDone: isDone,
                result: ["ending": .string(ending.description)],
                evidence: "exit"
            )
        )
    }
}

extension Workshop {
    /// Stores what a command wrote.
    func keep(_ ended: ChildProcess.Ended) throws -> [Stream] {
        try [("stdout", ended.stdout), ("stderr", ended.stderr)].compactMap { name, bytes in
            guard bytes.total > 0 else { return nil }
            return Stream(
                name: name,
                digest: try store.put(bytes.kept),
                keptBytes: bytes.keptBytes,
                totalBytes: bytes.total
            )
        }
    }

    /// The process of a step's command or probe.
    func child(
        of order: WorkOrder,
        _ command: CommandOrder,
        lock: String,
        _ environment: CommandEnvironment
    ) -> ChildProcess {
        ChildProcess(
            script: command.script,
            lock: lock,
            workspace: order.workspace,
            environment: environment.variables,
            secrets: environment.secrets,
            timeoutMilliseconds: command.timeoutMilliseconds,
            surroundings: surroundings,
            limits: limits
        )
    }
}

extension ChildProcess.Ended {
    /// The last line of standard error, so that a person need not look further.
    var lastWords: String {
        let text = String(decoding: stderr.end(bytes: 2000), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        return line.isEmpty ? "" : ": " + Words.printable(line, limit: 300)
    }
}
