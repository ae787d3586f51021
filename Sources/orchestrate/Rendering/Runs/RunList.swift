import Workflow

/// Runs, the latest first.
struct RunList {
    struct Entry {
        let row: RunRow
        /// The stored status, but `interrupted` for a run that nobody holds and that could move.
        let status: String
        /// Brought here from another state folder, to be looked at.
        var isImported = false
    }

    let entries: [Entry]
    /// The run behind which the next page begins; nil when there is none.
    let cursor: RunID?

    func lines(at now: Timestamp, _ ink: Ink) -> [String] {
        guard !entries.isEmpty else { return ["no runs"] }
        var table = Table("RUN", "WORKFLOW", "STATUS", "STARTED", "UPDATED", ">EVENTS")
        for entry in entries {
            table.add(
                .init(entry.row.run.text),
                .init(entry.row.workflow),
                .status(entry.status),
                .init(entry.row.started.description),
                .init(Waits.distance(from: now, to: entry.row.updated)),
                .number(entry.row.head.sequence)
            )
        }
        let imported = entries.filter(\.isImported).map(\.row.run.text)
        let note = imported.isEmpty ? [] : ["imported: " + imported.joined(separator: ", ")]
        let more = cursor.map { ["more: orchestrate list --before \($0)"] } ?? []
        return table.lines(ink) + note + more
    }

    var json: Value {
        [
            "schema": 1,
            "runs": .array(
                entries.map { entry in
                    [
                        "run": .string(entry.row.run.text),
                        "workflow": .string(entry.row.workflow),
                        "status": .string(entry.status),
                        "imported": .bool(entry.isImported),
                        "started": .string(entry.row.started.description),
                        "updated": .string(entry.row.updated.description),
                        "definition": .string(entry.row.definition.hex),
                        "events": .int(entry.row.head.sequence),
                        "head": .string(entry.row.head.hash.hex),
                    ]
                }
            ),
            "next": .optional(cursor?.text),
        ]
    }
}
