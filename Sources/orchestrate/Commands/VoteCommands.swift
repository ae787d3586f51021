import Agents
import ArgumentParser
import Workflow

/// What the three decisions have in common.
struct VoteOptions: ParsableArguments {
    @Argument(help: "The run and the gate, or one of them; the only open gate when left out.")
    var names: [String] = []

    @Option(help: "Why; recorded with the decision.")
    var comment = ""

    @Option(
        help: ArgumentHelp("Refuse unless the gate still asks about this digest.", valueName: "d")
    )
    var digest: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who decides, as asserted; only where the gate allows it.",
            valueName: "who"
        )
    )
    var who: String?

    @Flag(help: "Go on with the run at once.")
    var resume = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard names.count <= 2 else {
            throw ValidationError("expected [RUN] [GATE], found \(names.count) names")
        }
    }
}

struct ApproveCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve what a gate asks about."
    )
    @OptionGroup var vote: VoteOptions
    var wantsJSON: Bool { vote.common.json }
    func run() async throws { try await Voting(options: vote, decision: .approve).run() }
}

struct RejectCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject what a gate asks about; the run ends."
    )
    @OptionGroup var vote: VoteOptions
    var wantsJSON: Bool { vote.common.json }
    func run() async throws { try await Voting(options: vote, decision: .reject).run() }
}

struct RequestChangesCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "request-changes",
        abstract: "Send the phase back to its owner with a comment; a new round begins."
    )
    @OptionGroup var vote: VoteOptions
    var wantsJSON: Bool { vote.common.json }
    func run() async throws { try await Voting(options: vote, decision: .requestChanges).run() }
}

/// One person's decision, from the command line into the journal.
struct Voting {
    let options: VoteOptions
    let decision: GateDecision

    func run() async throws {
        try Bystander.refuseInsideStep("decide")
        let progress = Progress(isShown: options.resume)
        let session = try Session.open(options.common, observer: progress.observer)
        let (run, gate) = try await target(session)
        try await session.refuseSecrets(in: [options.comment], of: run)
        let recaptured = try await reopenIfChanged(run, gate, session)
        let voter = Voter(
            name: options.who ?? session.surroundings.holder.user,
            identity: options.who == nil ? .system : .asserted
        )
        let fold = try await session.scheduler.amend(run) { (state: Run) throws -> [Event] in
            try state.vote(
                at: gate,
                by: voter,
                decision,
                comment: options.comment,
                digest: recaptured ?? options.digest
            )
        }
        guard options.resume, decision != .reject else {
            try report(fold, gate, session)
            return
        }
        progress.begin(with: fold.run)
        let advanced = try await Advancing(session: session).resume(run)
        try RunReport(fold: advanced, session: session)
            .finish(asJSON: options.common.json, progress)
    }

    /// The gate that the names mean: of one name alone, a gate of the latest run, else a run; both
    /// at once is refused.
    private func target(_ session: Session) async throws -> (RunID, GateID) {
        if options.names.count == 2 {
            return (try await session.run(named: options.names[0]), GateID(options.names[1]))
        }
        if let name = options.names.first {
            let latest = try await session.journal.runs(limit: 1, before: nil).first?.run
            let gates = try await latest == nil ? [] : session.journal.openGates(of: latest)
            let isGate = gates.contains { $0.gate.gate.text == name }
            let isRun = try await session.journal.head(of: RunID(name)) != nil
            if isGate, isRun {
                throw Failure(.usage, "'\(name)' is a run and a gate", hint: "give both: RUN GATE")
            }
            if let latest, isGate { return (latest, GateID(name)) }
            if let latest, !isRun, try await session.load(latest).gates[GateID(name)] != nil {
                return (latest, GateID(name))
            }
            return try await onlyGate(of: session.run(named: name), session)
        }
        return try await onlyGate(of: session.run(named: nil), session)
    }

    private func onlyGate(of run: RunID, _ session: Session) async throws -> (RunID, GateID) {
        let open = try await session.journal.openGates(of: run)
        if open.count == 1 { return (run, open[0].gate.gate) }
        guard !open.isEmpty else {
            // A decision that was given already is told so, not that nothing is open.
            let state = try await session.load(run)
            if let last = state.gateOrder.last { return (run, last) }
            throw Failure(.usage, "no gate of run '\(run)' is open")
        }
        let names = open.map { $0.gate.gate.text }.joined(separator: ", ")
        throw Failure(.usage, "run '\(run)' has several open gates: \(names)", hint: "name one")
    }

    /// Looks whether the files are still those that the gate asked about; when they are not, they
    /// are captured and checked again, the gate reopens, and this vote does not count.
    private func reopenIfChanged(
        _ run: RunID,
        _ gate: GateID,
        _ session: Session
    ) async throws -> String? {
        let state = try await session.load(run)
        guard let record = state.gates[gate], record.isOpen else { return nil }
        let workspace = state.started.workspace
        guard let reason = try await session.workshop.changes(since: record, workspace: workspace)
        else { return nil }
        let fold = try await Advancing(session: session).resume(run)
        let present = fold.run.gates[gate]
        let outcome =
            present?.isOpen == true
            ? "gate '\(gate)' now asks about \(present?.opened.subject.digest.short ?? "")"
            : "it does not hold: the run is \(fold.run.statusWord)"
        throw Failure(
            .integrity,
            "\(reason); it was captured and checked again, and \(outcome)",
            hint: "look with 'orchestrate show \(run)', then decide again"
        )
    }

    private func report(_ fold: RunFold, _ gate: GateID, _ session: Session) throws {
        let record = fold.run.gates[gate]
        var decided: String?
        if case .decided(let decision, let by, _) = record?.status {
            decided = "\(decision.rawValue) by \(by)"
        }
        if options.common.json {
            Output.json([
                "schema": 1,
                "run": .string(fold.run.id.text),
                "gate": .string(gate.text),
                "decision": .string(decision.rawValue),
                "decided": .bool(decided != nil),
                "digest": .optional(record?.opened.subject.digest.hex),
                "head": .string(fold.head.hash.hex),
            ])
            return
        }
        let votes = record?.votes.count { $0.decision == .approve } ?? 0
        let minimum = record?.opened.minimum ?? 1
        Output.line(
            decided.map { "gate '\(gate)' of run \(fold.run.id): \($0)" }
                ?? "gate '\(gate)' of run \(fold.run.id): \(votes) of \(minimum) approvals"
        )
        Output.line("head \(fold.head.hash)")
        if decided != nil, fold.run.status.isOpen {
            Output.line("next: orchestrate resume \(fold.run.id)")
        }
    }
}

/// A step's own command is no person: what it runs may not decide for one.
enum Bystander {
    static func refuseInsideStep(_ what: String) throws {
        let environment = Session.environment
        guard environment["ORCHESTRATE_STEP"] != nil,
            environment["ORCHESTRATE_FENCING_TOKEN"] != nil
        else { return }
        throw Failure(
            .notAllowed,
            "a step of run '\(environment["ORCHESTRATE_RUN"] ?? "")' may not \(what) for a person"
        )
    }
}
