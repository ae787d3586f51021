import Agents
import ArgumentParser
import Workflow

struct LogCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show what happened, newest last: who handed what to whom, with which evidence."
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Flag(help: "Only handoffs: what was offered, and the receipt with its evidence.")
    var handoffs = false

    @Option(help: ArgumentHelp("Only what this agent takes part in.", valueName: "a"))
    var agent: String?

    @Option(
        help: ArgumentHelp(
            "Only this type, such as 'gate.opened', or family, 'gate'.",
            valueName: "t"
        )
    )
    var type: String?

    @Option(help: ArgumentHelp("Only what happened in this phase.", valueName: "p"))
    var phase: String?

    @Option(help: ArgumentHelp("Only what this step did.", valueName: "s"))
    var step: String?

    @Option(
        help: ArgumentHelp(
            "Only since a time (2026-01-31T08:00:00Z), a day, or a while ago (2h).",
            valueName: "t"
        ),
        transform: Since.read
    )
    var since: Since?

    @Option(
        help: ArgumentHelp(
            "Only until a time, the end of a day, or a while ago.",
            valueName: "t"
        ),
        transform: Since.read
    )
    var until: Since?

    @Option(
        help: ArgumentHelp(
            "What led to an event, back to the requirement: its number, or its hash's beginning.",
            valueName: "event"
        )
    )
    var why: String?

    @Flag(help: "Go on showing what happens, also by other processes, until the run has ended.")
    var follow = false

    @Option(help: ArgumentHelp("How it is written: table, json or mermaid."))
    var format: LogFormat?

    @Option(
        help: ArgumentHelp("Only the last of them; the table's own limit is 200.", valueName: "n")
    )
    var limit: Int?

    @Flag(help: "All of them, however many; with --why every cause, not only the nearest.")
    var all = false

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { shape == .json }

    private var shape: LogFormat { format ?? (common.json ? .json : .table) }

    /// What a person can read; tools get everything.
    static let tableLimit = 200

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes 1 or more, not \(limit)") }
        if all, limit != nil { throw ValidationError("--all and --limit exclude each other") }
        if follow, shape == .mermaid {
            throw ValidationError("--follow goes with a table or json, a diagram has an end")
        }
        if handoffs, type != nil {
            throw ValidationError("--type is for events, --handoffs shows handoffs only")
        }
        if why != nil {
            let others = [agent, type, phase, step].contains { $0 != nil }
            if others || since != nil || until != nil || handoffs || follow || limit != nil {
                throw ValidationError("--why takes no filter, --handoffs, --follow or --limit")
            }
        }
        if common.json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other")
        }
    }

    func run() async throws {
        let session = try Session.open(common)
        let id = try await session.run(named: run)
        if let why {
            try await Reasons(session: session, run: id, isWhole: all).tell(why, as: shape)
            return
        }
        let now = session.surroundings.now()
        let filter = LogFilter(
            agent: agent.map { AgentID($0) },
            type: type,
            phase: phase.map { PhaseID($0) },
            step: step.map { StepID($0) },
            since: since?.time(before: now),
            until: until?.end(before: now)
        )
        try await filter.check(session.load(id).definition)
        let reading = LogReading(session: session, run: id, filter: filter)
        if handoffs {
            try await showHandoffs(id, reading)
        } else {
            try await showEvents(id, reading, session)
        }
    }

    private var effectiveLimit: Int? {
        all ? nil : limit ?? (shape == .json ? nil : Self.tableLimit)
    }

    // MARK: Events

    private func showEvents(
        _ id: RunID,
        _ reading: LogReading,
        _ session: Session
    ) async throws {
        var reading = reading
        var isFirst = true
        var diagram: [TimelineEntry] = []
        let write = { (entries: [TimelineEntry]) in
            switch shape {
            case .json: entries.map { LogJSON.line($0, run: id) }.forEach(Output.line)
            case .table: LogTable.lines(entries, header: isFirst, .standard).forEach(Output.line)
            case .mermaid: diagram += entries
            }
            isFirst = isFirst && entries.isEmpty
        }
        let page = try await reading.entries(last: effectiveLimit, each: write)
        if shape == .mermaid { SequenceDiagram.lines(diagram).forEach(Output.line) }
        tell("event", leftOut: page.leftOut, isEmpty: page.count == 0)
        if shape == .table {
            EnvironmentState.left(of: try await session.load(id), session).forEach(Output.error)
        }
        if follow { try await reading.follow(write) }
    }

    private func tell(_ noun: String, leftOut: Int, isEmpty: Bool) {
        if leftOut > 0 {
            Output.error("left out: \(Count.of(leftOut, "earlier \(noun)")); --all shows all")
        }
        if isEmpty, shape != .json { Output.error("no \(noun) fits") }
    }

    // MARK: Handoffs

    private func showHandoffs(_ id: RunID, _ reading: LogReading) async throws {
        var shown: [HandoffHistory.Entry] = []
        var isFirst = true
        while true {
            let all = try await reading.handoffs()
            let entries = effectiveLimit.map { Array(all.entries.suffix($0)) } ?? all.entries
            // With --follow an entry is shown again when its answer has come.
            show(entries.filter { !shown.contains($0) }, header: isFirst)
            if isFirst {
                let leftOut = all.entries.count - entries.count
                tell("handoff", leftOut: leftOut, isEmpty: all.entries.isEmpty)
            }
            shown = entries
            isFirst = false
            guard follow, !all.hasEnded else { return }
            try await reading.pause()
        }
    }

    private func show(_ entries: [HandoffHistory.Entry], header: Bool) {
        switch shape {
        case .json: entries.map { LogJSON.line($0) }.forEach(Output.line)
        case .table: HandoffTable.lines(entries, header: header, .standard).forEach(Output.line)
        case .mermaid: SequenceDiagram.lines(handoffs: entries).forEach(Output.line)
        }
    }
}

/// How a history is written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case mermaid
}

/// A time, or how long ago it was.
enum Since: Sendable {
    case moment(Timestamp)
    /// Its first instant.
    case day(Timestamp)
    case ago(milliseconds: Int64)

    /// For the command line.
    ///
    /// - Throws: `ValidationError` for a text that says no time.
    static func read(_ text: String) throws -> Since {
        guard let since = Since(text) else {
            throw ValidationError("expected a time, a day or a length such as 2h, not '\(text)'")
        }
        return since
    }

    init?(_ text: String) {
        let day = CivilDate(text)
            .map { Timestamp(milliseconds: $0.daysSince1970 * 86_400_000) }
        if let day {
            self = .day(day)
            return
        }
        if let moment = Timestamp(text) {
            self = .moment(moment)
            return
        }
        let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()),
            (0...1_000_000).contains(count)
        else { return nil }
        self = .ago(milliseconds: count * unit)
    }

    func time(before now: Timestamp) -> Timestamp {
        switch self {
        case .moment(let moment), .day(let moment): moment
        case .ago(let milliseconds): now.advanced(byMilliseconds: -milliseconds)
        }
    }

    /// The last instant: a day lasts until its end.
    func end(before now: Timestamp) -> Timestamp {
        guard case .day(let start) = self else { return time(before: now) }
        return start.advanced(byMilliseconds: 86_400_000 - 1)
    }
}
