import Agents
import ArgumentParser
import Workflow

struct GatesCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "gates",
        abstract: "Show every open gate: who may decide what, until when."
    )

    @Argument(help: "The run; all when left out.")
    var run: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        guard let session = try Session.openIfThere(common) else {
            show(GateList(rows: []), at: Timestamp(milliseconds: 0))
            return
        }
        let id: RunID? = if let run { try await session.run(named: run) } else { nil }
        let now = session.surroundings.now()
        var rows: [GateRow] = []
        var standings: [GateStanding?] = []
        for row in try await session.journal.openGates(of: id)
        where try await isOpen(row.run, session) {
            if let expires = row.gate.expires, now >= expires {
                Output.error(
                    "gate '\(row.gate.gate)' of run \(row.run) expired at \(expires); "
                        + "'orchestrate resume \(row.run)' goes on without a decision"
                )
            } else {
                // A run that a newer program went on with still shows that it waits.
                let standing = try? await session.load(row.run).standing(of: row.gate.gate)
                rows.append(row)
                standings.append(standing)
                guard let standing else { continue }
                for line in GateWords.reminder(standing, at: now) where line.hasPrefix("reminder") {
                    Output.error("gate '\(row.gate.gate)' of run \(row.run): \(line)")
                }
            }
        }
        show(GateList(rows: rows, standings: standings), at: now)
    }

    /// A run that ended elsewhere leaves its gates as they were; nobody can decide there.
    private func isOpen(_ run: RunID, _ session: Session) async throws -> Bool {
        if session.scheduler.isAuditOnly(run) { return false }
        let rows = try await session.journal.runs(withPrefix: run.text, limit: 1)
        return rows.first.map { ["running", "waiting"].contains($0.status) } ?? false
    }

    private func show(_ list: GateList, at now: Timestamp) {
        if common.json {
            Output.json(list.json)
        } else {
            list.lines(at: now, .standard).forEach(Output.line)
        }
    }
}
