import Agents
import ArgumentParser
import Workflow

struct DiffCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what changed in what a gate asks about since it asked the last time."
    )

    @Argument(help: "The run and the gate, or one of them; the open gate when left out.")
    var names: [String] = []

    @Option(
        help: ArgumentHelp("Lines of differences that are printed; 0 for all.", valueName: "n")
    )
    var lines = 400

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        guard names.count <= 2 else {
            throw ValidationError("expected [RUN] [GATE], found \(names.count) names")
        }
        guard lines >= 0 else {
            throw ValidationError("--lines takes a number that is not less than 0")
        }
    }

    func run() async throws {
        let session = try Session.open(common)
        let (run, gate) = try await target(session)
        let history = try await session.journal.history(of: run, after: 0, limit: nil)
            // Of a long history only what matters is decoded.
            .filter { Self.types.contains($0.type) }
            .map { try EventCoding.open($0) }
        guard let comparison = GateComparison(of: gate, in: history) else {
            throw Failure(.usage, "gate '\(gate)' of run '\(run)' has not been opened yet")
        }
        let report = GateDifference(
            run: run,
            comparison: comparison,
            store: session.workshop.store,
            figures: session.catalog.figures,
            limit: lines == 0 ? .max : lines
        )
        if common.json {
            Output.json(try report.json())
        } else {
            try report.lines(.standard).forEach(Output.line)
        }
    }

    private static let types: Set<String> = [
        "gate.opened", "gate.voided", "deliverable.edited", "phase.reopened",
    ]

    private func target(_ session: Session) async throws -> (RunID, GateID) {
        if names.count == 2 {
            return (try await session.run(named: names[0]), GateID(names[1]))
        }
        if let name = names.first {
            let latest = try await session.journal.runs(limit: 1, before: nil).first?.run
            if let latest, try await session.load(latest).gates[GateID(name)] != nil {
                return (latest, GateID(name))
            }
        }
        let run = try await session.run(named: names.first)
        let state = try await session.load(run)
        let open = state.gateOrder.filter { state.gates[$0]?.isOpen == true }
        guard open.count <= 1 else {
            throw Failure(
                .usage,
                "run '\(run)' has several open gates: \(open.map(\.text).joined(separator: ", "))",
                hint: "name one"
            )
        }
        guard let gate = open.first ?? state.gateOrder.last else {
            throw Failure(.usage, "no gate of run '\(run)' has been opened yet")
        }
        return (run, gate)
    }
}
