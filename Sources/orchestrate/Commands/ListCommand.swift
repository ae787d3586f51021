import Agents
import ArgumentParser
import Workflow

struct ListCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show runs, the latest first."
    )

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit = 50

    @Option(help: ArgumentHelp("Only runs that began before this one.", valueName: "run"))
    var before: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 10000, not \(limit)")
        }
    }

    func run() async throws {
        guard let session = try Session.openIfThere(common) else {
            show(RunList(entries: [], cursor: nil), at: Timestamp(milliseconds: 0))
            return
        }
        let cursor: RunID? =
            if let before { try await session.run(named: before) } else { nil }
        // One more than is shown tells whether there is a next page.
        let rows = try await session.journal.runs(limit: limit + 1, before: cursor)
        let liveness = Liveness(session: session)
        let imported = ImportedRuns(session.folder)
        var entries: [RunList.Entry] = []
        for row in rows.prefix(limit) {
            let status = try await liveness.status(of: row.run, stored: row.status)
            entries.append(
                RunList.Entry(row: row, status: status, isImported: imported.contains(row.run))
            )
        }
        let next = rows.count > limit ? entries.last?.row.run : nil
        show(RunList(entries: entries, cursor: next), at: session.surroundings.now())
    }

    private func show(_ list: RunList, at now: Timestamp) {
        if common.json {
            Output.json(list.json)
        } else {
            list.lines(at: now, .standard).forEach(Output.line)
        }
    }
}
