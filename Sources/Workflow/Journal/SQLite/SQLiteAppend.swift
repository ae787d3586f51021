internal import GRDB

/// Appends one batch inside a transaction: first all that may refuse it, then all that is written.
enum SQLiteAppend {
    static func append(_ batch: Batch, _ database: Database) throws {
        try batch.admit(
            head: try SQLiteReads.head(database, batch.run),
            lease: batch.token == nil ? nil : try SQLiteLeases.read(database, batch.run)
        )
        for event in batch.events { try insert(event, database) }
        if batch.isFirst {
            try begin(batch, database)
        } else {
            try goOn(batch, database)
        }
    }

    private static func begin(_ batch: Batch, _ database: Database) throws {
        if let definition = batch.definition {
            try database.run(
                "INSERT OR IGNORE INTO definition (hash, source) VALUES (?, ?)",
                [definition.digest.hex, definition.source]
            )
        }
        var projections = batch.firstProjections
        for change in batch.changes { projections.apply(change) }
        try SQLiteProjections.insert(projections, head: batch.end, database)
    }

    /// The run's row is written once, whatever else changes: it changes with every append.
    private static func goOn(_ batch: Batch, _ database: Database) throws {
        var status: String?
        var updated: Timestamp?
        for change in batch.changes {
            if case .runStatus(let new, let time) = change {
                status = new
                updated = time
            } else {
                if case .runStarted(_, _, let time) = change { updated = time }
                try SQLiteProjections.apply(change, to: batch.run, database)
            }
        }
        let end = batch.end
        try database.run(
            """
            UPDATE run SET head_sequence = ?, head_hash = ?, head_time = ?,
                status = coalesce(?, status), updated = coalesce(?, updated)
            WHERE id = ?
            """,
            [
                end.sequence, end.hash.hex, end.time.milliseconds, status, updated?.milliseconds,
                batch.run.text,
            ]
        )
    }

    private static func insert(_ event: SealedEvent, _ database: Database) throws {
        try database.run(
            """
            INSERT INTO event (run, sequence, time, type, body, previous_hash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                event.run.text, event.sequence, event.time.milliseconds, event.type, event.text,
                event.previousHash.hex, event.hash.hex,
            ]
        )
    }
}
