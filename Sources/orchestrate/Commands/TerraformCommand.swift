import Agents
import ArgumentParser
import Foundation
import Workflow

/// What a step of a run calls: `"$ORCHESTRATE_PROGRAM" __terraform plan development`.
///
/// It finds its run by the variables that a step's command gets.
struct TerraformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "__terraform",
        abstract: "Plan, apply or look at an environment, from inside a step.",
        shouldDisplay: false
    )

    enum Action: String, ExpressibleByArgument {
        case plan, apply, probe, record
    }

    @Argument var action: Action
    @Argument var environment: String
    /// The root among the captured files.
    @Option var root: String?
    @Option var backend: TerraformBackend = .configured
    /// Of the plan, for all but `plan`.
    @Option var digest: String?
    /// The run whose environment it is, where that is another one.
    @Option var of: String?
    @Flag var destroy = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let variables = Session.environment
        guard let home = variables["ORCHESTRATE_STATE"],
            let run = variables["ORCHESTRATE_RUN"]
        else { throw Failure(.usage, "__terraform is for the steps of a run") }
        var options = common
        options.home = home
        let session = try Session.open(options)
        let owner = RunID(of ?? run)
        let fold = try await session.load(owner)
        let mine = owner.text == run ? fold : try await session.load(RunID(run))
        do {
            let place = try TerraformPlace(
                session.folder,
                run: owner,
                environment: environment,
                root: root ?? "terraform/environments/\(environment)"
            )
            let work = try TerraformWork(
                place,
                purpose: destroy ? .destroy : .change,
                backend: backend,
                captured: fold.captured.flatMap(\.files),
                store: session.workshop.store,
                workspace: mine.started.workspace,
                tell: Output.error
            )
            let status = try await perform(work, session, RunID(run))
            if status != 0 { Self.end(status) }
        } catch let error as TerraformError {
            let again = error.kind == .integrity ? planningStep(of: mine) : nil
            let hint = again.map { "; plan again: orchestrate resume \(run) --from \($0)" } ?? ""
            Output.error("error: \(error)\(hint)")
            Self.end(error.status?.rawValue ?? Int32(CommandStep.unknownExitCode))
        }
    }

    /// Ends the process: what a probe says, and that nobody knows, have no `ExitStatus`.
    private static func end(_ status: Int32) -> Never { Foundation.exit(status) }

    /// The step that made the plan with the digest that was given.
    private func planningStep(of run: Run) -> StepID? {
        run.graph.steps.first { step in
            guard case .run = step.kind, let record = run.record(of: step.id) else { return false }
            return record.outputs["planDigest"]?.stringValue == digest
        }?.id
    }

    private func perform(
        _ work: TerraformWork,
        _ session: Session,
        _ run: RunID
    ) async throws -> Int32 {
        switch action {
        case .plan:
            let (summary, digest) = try work.plan()
            try output("planDigest", digest.hex)
            try output("changes", String(summary.changes.count))
            try output("summary", summary.words)
            Output.line(summary.words)
        case .apply:
            try await work.apply(wanted()) { try await Self.confirm(run, session) }
            try output("planDigest", wanted().hex)
        case .record:
            try work.record(wanted())
        case .probe:
            switch try work.probe(wanted()) {
            case .done: return 0
            case .notDone: return 1
            case .partly(let what):
                Output.error("error: \(environment) is partly done; \(what)")
                return 2
            }
        }
        return 0
    }

    private func wanted() throws -> Digest {
        guard let digest = digest.flatMap({ Digest(hex: $0) }) else {
            throw Failure(.usage, "\(action.rawValue) takes the plan's --digest")
        }
        return digest
    }

    /// A holder that was paused and whose run was taken over does not apply.
    private static func confirm(_ run: RunID, _ session: Session) async throws {
        let token = Session.environment["ORCHESTRATE_FENCING_TOKEN"].flatMap { Int($0) } ?? 0
        guard try await session.journal.lease(of: run)?.token == token else {
            throw Failure(.held, "another process has taken run '\(run)'; nothing was applied")
        }
        try await confirmApproval(run, session)
    }

    /// What was approved on the way to this step is what is there, right before it is applied.
    private static func confirmApproval(_ run: RunID, _ session: Session) async throws {
        guard let step = Session.environment["ORCHESTRATE_STEP"] else { return }
        let state = try await session.load(run)
        let changed = try session.workshop.changes(
            in: state.approvedFiles(before: StepID(step)),
            workspace: state.started.workspace
        )
        guard let first = changed.first else { return }
        throw Failure(
            .integrity,
            "\(first.reason) at gate '\(first.gate.gate)'; nothing was applied"
        )
    }

    private func output(_ name: String, _ value: String) throws {
        guard let path = Session.environment["ORCHESTRATE_OUTPUT"],
            let file = FileHandle(forWritingAtPath: path)
        else { return }
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data("\(name)=\(value)\n".utf8))
    }
}

extension TerraformError {
    /// Nil when nobody knows what was done: a step's command has an exit code of its own for that.
    var status: ExitStatus? {
        switch kind {
        case .usage: .usage
        case .invalid: .invalid
        case .failed: .failed
        case .integrity: .integrity
        case .toolMissing: .toolMissing
        case .held: .held
        case .unknown: nil
        }
    }
}

extension TerraformBackend: ExpressibleByArgument {}
