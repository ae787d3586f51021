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

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        let progress = Progress()
        let session = try Session.open(common, observer: progress.observer)
        let id = try await session.run(named: run)
        let fold = try await Advancing(session: session).resume(id, progress: progress)
        try RunReport(fold: fold, session: session).finish(asJSON: common.json, progress)
    }
}

/// Advances a run in its own workspace.
struct Advancing {
    let session: Session

    func resume(_ id: RunID, progress: Progress? = nil) async throws -> RunFold {
        let present = try await session.scheduler.load(id)
        progress?.begin(with: present.run)
        switch present.run.status {
        case .completed, .rejected, .cancelled: return present
        case .open, .failed: break
        }
        let claim = try WorkspaceClaim.claim(present.run.started.workspace)
        if claim == nil { try refuseUnlessSameRun(id, present.run.started.workspace) }
        defer { withExtendedLifetime(claim) {} }
        return try await session.scheduler.resume(
            present,
            by: session.surroundings.holder.user
        )
    }

    /// A workspace that is locked while the run's own lock is free belongs to another run.
    ///
    /// When both are locked the lease decides whether the holder still lives.
    private func refuseUnlessSameRun(_ id: RunID, _ workspace: String) throws {
        guard let lock = try RunLock.tryLock(id, in: session.folder) else { return }
        withExtendedLifetime(lock) {}
        throw Failure(
            .held,
            "another run works in \(workspace)",
            hint: "wait for it, or cancel it; the same command can be given again"
        )
    }
}
