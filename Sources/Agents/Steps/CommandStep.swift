import Glibc
import Workflow

/// A `run` step: a command for `/bin/sh -e` in the workspace.
struct CommandStep {
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
        let secrets: Secrets
        do throws(SecretError) {
            secrets = try Secrets(marked: command.environment, inputs: order.inputs)
        } catch {
            return failed("could not be started: \(error)", .notStarted("\(error)"), [])
        }
        // It may hold what the command knows of secrets.
        defer { unlink(outputs) }
        let child = child(attempts, outputs: outputs, secrets)
        let ended = try await child.run().concealing(secrets)
        let streams = try store(ended)
        switch ended.ending {
        case .exited(0):
            try ChangedFiles(root: order.workspace).sync(since: began)
            return completed(ended, streams, outputs: outputs, secrets)
        case .exited(let code):
            return failed("exit code \(code)" + lastWords(of: ended), ended.ending, streams)
        case .signalled(let signal):
            return failed("ended by signal \(signal)" + lastWords(of: ended), ended.ending, streams)
        case .timedOut(let milliseconds):
            return failed("timed out after \(Words.duration(milliseconds))", ended.ending, streams)
        case .notStarted(let reason):
            return failed("could not be started: \(reason)", ended.ending, streams)
        }
    }

    private func child(
        _ attempts: AttemptFolder,
        outputs: String,
        _ secrets: Secrets
    ) -> ChildProcess {
        let key = command.idempotencyKey.hex
        return ChildProcess(
            script: command.script,
            lock: attempts.lock(of: command.effect),
            workspace: order.workspace,
            environment: secrets.reveal(command.environment) + [
                ("ORCHESTRATE_RUN", order.run.text),
                ("ORCHESTRATE_STEP", command.step.text),
                ("ORCHESTRATE_ATTEMPT", String(command.attempt)),
                ("ORCHESTRATE_IDEMPOTENCY_KEY", key),
                ("ORCHESTRATE_FENCING_TOKEN", String(order.token)),
                ("ORCHESTRATE_OUTPUT", outputs),
            ],
            timeoutMilliseconds: command.timeoutMilliseconds,
            surroundings: workshop.surroundings,
            limits: workshop.limits
        )
    }

    private func store(_ ended: ChildProcess.Ended) throws -> [Stream] {
        try [("stdout", ended.stdout), ("stderr", ended.stderr)].compactMap { name, bytes in
            guard bytes.total > 0 else { return nil }
            let kept = bytes.kept
            let digest = try workshop.store.put(kept)
            return Stream(
                name: name,
                digest: digest,
                keptBytes: bytes.keptBytes,
                totalBytes: bytes.total
            )
        }
    }

    private func completed(
        _ ended: ChildProcess.Ended,
        _ streams: [Stream],
        outputs path: String,
        _ secrets: Secrets
    ) -> [Event] {
        var outputs: Members = ["stdout": .string(stdout(ended))]
        do throws(OutputFileError) {
            let file = try OutputFile(path: path, limit: workshop.limits.outputFileBytes)
            for (key, value) in file.pairs { outputs[key] = .string(secrets.conceal(value)) }
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
        return [effect(isDone: true, ended.ending), .stepCompleted(step)]
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
        return [effect(isDone: false, ending), .stepFailed(step)]
    }

    private func effect(isDone: Bool, _ ending: ChildProcess.Ending) -> Event {
        .effectCompleted(
            EffectCompleted(
                effect: command.effect,
                isDone: isDone,
                result: ["ending": .string(ending.description)],
                evidence: "exit"
            )
        )
    }

    /// The last line of standard error, so that a person need not look further.
    private func lastWords(of ended: ChildProcess.Ended) -> String {
        let text = String(decoding: ended.stderr.end(bytes: 2000), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        return line.isEmpty ? "" : ": " + Words.printable(line, limit: 300)
    }
}

/// A step's `probe`: a command that says whether an effect of unknown outcome was done.
struct ProbeStep {
    let workshop: Workshop
    let order: WorkOrder
    let command: CommandOrder

    func perform(_ ledger: any Ledger) async throws -> [Event] {
        let attempts = workshop.attempts(of: order.run)
        try attempts.make()
        try DurableFile.makeFolder(order.workspace, mode: 0o755)
        let probe = EffectKey(owner: command.effect.owner, round: command.round, key: "probe")
        let ended = try await ChildProcess(
            script: command.script,
            lock: attempts.lock(of: probe),
            workspace: order.workspace,
            environment: command.environment.map { ($0.name, $0.value) } + [
                ("ORCHESTRATE_RUN", order.run.text),
                ("ORCHESTRATE_STEP", command.step.text),
                ("ORCHESTRATE_IDEMPOTENCY_KEY", command.idempotencyKey.hex),
            ],
            timeoutMilliseconds: command.timeoutMilliseconds,
            surroundings: workshop.surroundings,
            limits: workshop.limits
        ).run()
        switch ended.ending {
        case .exited(0), .exited(1):
            let completed = EffectCompleted(
                effect: command.effect,
                isDone: ended.ending == .exited(0),
                result: .object([:]),
                evidence: "probe"
            )
            return [.effectCompleted(completed)]
        default:
            let reason = "the probe could not tell: \(ended.ending)"
            return [.effectUnknown(command.effect, reason: reason)]
        }
    }
}
