import Agents
import ArgumentParser
import Workflow

struct CancelCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End a run; commands that are under way are ended first."
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Flag(help: "Undo what steps with an 'undo' did, the last first; a failed run too.")
    var undo = false

    @Option(help: "Why; recorded.")
    var comment = ""

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        let session = try Session.open(common)
        let id = try await session.run(named: run)
        try await session.refuseSecrets(in: [comment], of: id)
        let who = session.surroundings.holder.user
        _ = try await session.scheduler.amend(id) { state in
            if case .cancelled = state.status { return [] }
            return undo
                ? try state.cancelUndoing(by: who, comment: comment)
                : try state.cancel(by: who, comment: comment)
        }
        if undo {
            try await Undoing(session: session).finish(id, asJSON: common.json)
            return
        }
        let status = try await finish(id, session)
        if common.json {
            Output.json([
                "schema": 1, "run": .string(id.text), "status": .string(status.word),
                "head": .string(status.head.hex),
            ])
        } else {
            Output.line("run \(id): \(status.word)")
        }
    }

    /// Whoever holds the run ends it; when nobody does, this process.
    private func finish(
        _ id: RunID,
        _ session: Session
    ) async throws -> (word: String, head: Digest) {
        do {
            let fold = try await session.scheduler.load(id)
            guard fold.run.status.isOpen else { return (fold.run.statusWord, fold.head.hash) }
            let ended = try await Advancing(session: session).resume(id)
            return (ended.run.statusWord, ended.head.hash)
        } catch let error as JournalError {
            guard case .held = error else { throw error }
        } catch let failure as Failure where failure.status == .held {}
        return try await waitForHolder(id, session)
    }

    private func waitForHolder(
        _ id: RunID,
        _ session: Session
    ) async throws -> (word: String, head: Digest) {
        let step: Int64 = 100
        for _ in 0..<(Self.waitMilliseconds / step) {
            let fold = try await session.scheduler.load(id)
            if !fold.run.status.isOpen { return (fold.run.statusWord, fold.head.hash) }
            try await session.surroundings.sleep(milliseconds: step)
        }
        let fold = try await session.scheduler.load(id)
        return ("cancelling", fold.head.hash)
    }

    /// The holder looks every quarter of a second, and a command may take its grace to end.
    private static let waitMilliseconds: Int64 = 12_000
}
