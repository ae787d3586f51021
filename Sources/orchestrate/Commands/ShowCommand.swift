import Agents
import ArgumentParser
import Workflow

struct ShowCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: where it is, what it made, what it waits for, what to type next."
    )

    @Argument(
        help: "The run, the latest when left out; with --explain also the id of a number."
    )
    var names: [String] = []

    @Flag(help: "Trace a number to its formula, inputs and sources; without an id list all ids.")
    var explain = false

    @Flag(help: "The way of each requirement: deliverable, check, gate, handoff.")
    var trace = false

    @Option(help: ArgumentHelp("How the trace is written: table, json or csv."))
    var format: TraceFormat?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json || format == .json }

    func validate() throws {
        if format != nil, !trace { throw ValidationError("--format goes with --trace") }
        if trace, explain { throw ValidationError("--trace and --explain exclude each other") }
        if common.json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other")
        }
        guard names.count <= (explain ? 2 : 1) else {
            throw ValidationError("expected at most \(explain ? "RUN ID" : "one run")")
        }
    }

    func run() async throws {
        let session = try Session.open(common)
        if explain {
            try await Explaining(names: names, session: session).tell(asJSON: common.json)
            return
        }
        let id = try await session.run(named: names.first)
        let fold = try await session.scheduler.load(id)
        if trace {
            let report = TraceReport(trace: Traceability(fold.run))
            switch format ?? (common.json ? .json : .table) {
            case .table: report.lines(.standard).forEach(Output.line)
            case .json: Output.json(report.json)
            case .csv: Output.bytes(Array(report.csv.utf8))
            }
            return
        }
        let now = session.surroundings.now()
        let summary = RunSummary(fold.run.asOf(now), head: fold.head.hash)
        let screen = RunScreen(
            summary: summary,
            status: try await Liveness(session: session).status(of: id, stored: summary.status),
            cost: cost(summary, session),
            environments: EnvironmentState.all(of: fold.run, session),
            left: EnvironmentState.left(of: fold.run, session),
            now: now
        )
        let isImported = session.scheduler.isAuditOnly(id)
        if common.json {
            var members = screen.json.objectValue ?? Members()
            if isImported { members["imported"] = true }
            Output.json(.object(members))
        } else {
            screen.lines(.standard).forEach(Output.line)
            if isImported { Output.line("imported for audit: nobody decides or goes on here") }
        }
    }

    /// An estimate that cannot be read is for `deliverables --check` and `verify` to tell.
    private func cost(_ summary: RunSummary, _ session: Session) -> CostSummary? {
        let files = summary.deliverables.flatMap { $0.produced?.files ?? [] }
        return (try? session.workshop.store.bytes(of: CostSummary.path, in: files))
            .flatMap { CostSummary($0) }
    }
}
