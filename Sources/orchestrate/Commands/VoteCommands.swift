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

    @Option(
        help: ArgumentHelp(
            "The key to sign with where the gate asks for it, or its .pub for one in an ssh-agent; "
                + "else $ORCHESTRATE_SIGNING_KEY, else ~/.ssh/id_ed25519.",
            valueName: "key"
        )
    )
    var signWith: String?

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
    @OptionGroup var waivers: WaiverOptions

    @Option(
        help: ArgumentHelp(
            "Edit this file of a deliverable first, in $VISUAL or $EDITOR; its checks run again.",
            valueName: "path"
        )
    )
    var edit: String?

    @OptionGroup var vote: VoteOptions
    var wantsJSON: Bool { vote.common.json }
    func run() async throws {
        var voting = Voting(options: vote, decision: .approve)
        voting.waivers = waivers
        voting.edit = edit
        try await voting.run()
    }
}

struct RejectCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject what a gate asks about; what has an undo is undone, and the run ends."
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

    @Option(
        help: ArgumentHelp(
            "The agent who is to rework, the phase's owner when left out.",
            valueName: "agent"
        )
    )
    var to: String?

    @Option(
        help: ArgumentHelp("Allow so many rounds beyond the limit phaseRounds.", valueName: "n")
    )
    var moreRounds = 0

    @OptionGroup var vote: VoteOptions
    var wantsJSON: Bool { vote.common.json }

    func validate() throws {
        guard (0...100).contains(moreRounds) else {
            throw ValidationError("--more-rounds takes a number from 0 to 100")
        }
    }

    func run() async throws {
        var voting = Voting(options: vote, decision: .requestChanges)
        voting.changes = ChangeRequest(to: to.map { AgentID($0) }, moreRounds: moreRounds)
        try await voting.run()
    }
}

/// One person's decision, from the command line into the journal.
struct Voting {
    let options: VoteOptions
    let decision: GateDecision
    var waivers: WaiverOptions?
    /// The path of a file that is edited before.
    var edit: String?
    var changes = ChangeRequest()

    func run() async throws {
        try Bystander.refuseInsideStep("decide")
        let progress = Progress(isShown: options.resume)
        let session = try Session.open(options.common, observer: progress.observer)
        let (run, gate) = try await target(session)
        try session.refuseIfImported(run)
        try await session.refuseSecrets(
            in: [options.comment] + (waivers?.reason ?? []),
            of: run
        )
        let recaptured = try await reopenIfChanged(run, gate, session)
        let voter = Voter(
            name: options.who ?? session.surroundings.holder.user,
            identity: options.who == nil ? .system : .asserted,
            host: session.surroundings.holder.host
        )
        let requests = try waivers?.requests(at: session.surroundings.now()) ?? []
        var digest = recaptured ?? options.digest
        if let edit {
            digest =
                try await Editing(session: session, run: run, gate: gate, voter: voter)
                .edit(edit, digest: digest, waiving: requests) ?? digest
        }
        let seen = digest
        let signing = SignedVoting(session: session, gate: gate, key: options.signWith)
        let fold = try await signing.recordingRefusals(of: run, voter, decision) {
            try await session.scheduler.decide(run) { state, head in
                let events = try state.vote(
                    at: gate,
                    by: voter,
                    decision,
                    comment: options.comment,
                    digest: seen,
                    waiving: requests,
                    changes: changes,
                    at: session.surroundings.now()
                )
                return try await signing.signed(events, of: state, after: head)
            }
        }
        if decision == .reject, fold.run.status.isOpen, fold.run.isRejected {
            try await Undoing(session: session).finish(run, asJSON: options.common.json)
            return
        }
        guard options.resume, decision != .reject else {
            try report(fold, gate, session)
            return
        }
        Output.error(words(for: fold, gate))
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
        let isDecided =
            if case .decided = record?.status { true } else { false }
        if options.common.json {
            Output.json([
                "schema": 1,
                "run": .string(fold.run.id.text),
                "gate": .string(gate.text),
                "decision": .string(decision.rawValue),
                "decided": .bool(isDecided),
                "digest": .optional(record?.opened.subject.digest.hex),
                "waived": .array(
                    (record?.votes.flatMap(\.waivers) ?? []).map { waiver in
                        [
                            "deliverable": .string(waiver.deliverable.text),
                            "check": .string(waiver.check.text),
                            "until": .string(waiver.until.description),
                        ]
                    }
                ),
                "head": .string(fold.head.hash.hex),
            ])
            return
        }
        Output.line(words(for: fold, gate))
        if !isDecided, let standing = fold.run.standing(of: gate) {
            Output.line("  " + GateWords.needed(standing))
        }
        for waiver in record?.votes.flatMap(\.waivers) ?? [] {
            Output.line("  waived \(waiver.name) until \(waiver.until)")
        }
        EnvironmentState.left(of: fold.run, session).forEach(Output.line)
        Output.line("head \(fold.head.hash)")
        if isDecided, fold.run.status.isOpen {
            Output.line(NextCommand.line("orchestrate resume \(fold.run.id)"))
        }
    }

    /// What has become of the gate with this vote.
    private func words(for fold: RunFold, _ gate: GateID) -> String {
        let record = fold.run.gates[gate]
        let name = "gate '\(gate)' of run \(fold.run.id)"
        if case .decided(let decision, let by, _) = record?.status {
            return "\(name): \(decision.rawValue) by \(by)"
        }
        let votes = record?.votes.count { $0.decision == .approve } ?? 0
        return "\(name): \(votes) of \(Count.of(record?.opened.minimum ?? 1, "approval"))"
    }
}
