import Agents
import ArgumentParser
import Workflow

struct ResumeCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Advance a run that waits, failed, or was left behind by a crash."
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "A step of a failed run to begin at again, with all that depends on it.",
            valueName: "step"
        )
    )
    var step: String?

    @OptionGroup var validation: ValidatorOptions
    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        let progress = Progress()
        let session = try Session.open(common, observer: progress.observer)
        let id = try await session.run(named: run)
        let from = try await start(at: step, id, session)
        let fold = try await Advancing(session: session).resume(
            id,
            from: from,
            validators: validation.validators,
            progress: progress
        )
        try RunReport(fold: fold, session: session).finish(asJSON: common.json, progress)
    }

    /// The step that was named, if the run can begin there.
    private func start(at id: String?, _ run: RunID, _ session: Session) async throws -> StepID? {
        guard let id else { return nil }
        let state = try await session.load(run)
        guard case .failed = state.status else {
            throw Failure(.usage, "--from is for a failed run; run '\(run)' is \(state.statusWord)")
        }
        let step = StepID(id)
        guard !state.retry(by: "", from: step).isEmpty else {
            throw Failure(
                .usage,
                "run '\(run)' cannot begin again at '\(id)': it has no such step, or has not come "
                    + "to its phase"
            )
        }
        return step
    }
}

/// Advances a run in its own workspace.
struct Advancing {
    let session: Session

    func resume(
        _ id: RunID,
        from step: StepID? = nil,
        validators: ValidatorPolicy? = nil,
        progress: Progress? = nil
    ) async throws -> RunFold {
        try session.refuseIfImported(id)
        let present = try await session.scheduler.load(id)
        progress?.begin(with: present.run)
        switch present.run.status {
        case .completed, .rejected, .cancelled: return present
        case .open, .failed: break
        }
        return try await session.scheduler.resume(
            present,
            by: session.surroundings.holder.user,
            from: step,
            validators: validators
        )
    }
}
