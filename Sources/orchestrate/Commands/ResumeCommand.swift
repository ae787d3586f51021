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

    @OptionGroup var validation: ValidatorOptions
    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        let progress = Progress()
        let session = try Session.open(common, observer: progress.observer)
        let id = try await session.run(named: run)
        let fold = try await Advancing(session: session).resume(
            id,
            validators: validation.validators,
            progress: progress
        )
        try RunReport(fold: fold, session: session).finish(asJSON: common.json, progress)
    }
}

/// Advances a run in its own workspace.
struct Advancing {
    let session: Session

    func resume(
        _ id: RunID,
        validators: ValidatorPolicy? = nil,
        progress: Progress? = nil
    ) async throws -> RunFold {
        let present = try await session.scheduler.load(id)
        progress?.begin(with: present.run)
        switch present.run.status {
        case .completed, .rejected, .cancelled: return present
        case .open, .failed: break
        }
        return try await session.scheduler.resume(
            present,
            by: session.surroundings.holder.user,
            validators: validators
        )
    }
}
