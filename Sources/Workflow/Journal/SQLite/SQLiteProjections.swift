internal import GRDB

/// The derived tables, inside a transaction.
enum SQLiteProjections {
    /// Writes all rows of a run that has none.
    static func insert(
        _ projections: RunProjections,
        head: Head,
        _ database: Database
    ) throws {
        let run = projections.run
        for (id, message) in projections.messages { try put(id, message, run, database) }
        for (id, made) in projections.deliverables { try put(id, made, run, database) }
        for gate in projections.gates.values { try put(gate, run, database) }
        try database.run(
            """
            INSERT INTO run (id, definition, workflow, status, started, updated,
                head_sequence, head_hash, head_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.text, projections.definition.hex, projections.workflow,
                projections.status, projections.started.milliseconds,
                projections.updated.milliseconds,
                head.sequence, head.hash.hex, head.time.milliseconds,
            ]
        )
    }

    static func apply(
        _ change: ProjectionChange,
        to run: RunID,
        _ database: Database
    ) throws {
        switch change {
        case .runStarted(let workflow, let definition, let time):
            try database.run(
                "UPDATE run SET workflow = ?, definition = ?, started = ?, updated = ? WHERE id = ?",
                [workflow, definition.hex, time.milliseconds, time.milliseconds, run.text]
            )
        case .runStatus(let status, let time):
            try database.run(
                "UPDATE run SET status = ?, updated = ? WHERE id = ?",
                [status, time.milliseconds, run.text]
            )
        case .messageSent(let id, let type, let from, let to):
            let message = RunProjections.Message(type: type, from: from, to: to, status: "sent")
            try put(id, message, run, database)
        case .messageStatus(let id, let status):
            try database.run(
                "UPDATE message SET status = ? WHERE run = ? AND id = ?",
                [status, run.text, id.text]
            )
        case .deliverableProduced, .deliverableStatus, .gateOpened, .gateStatus:
            try applyResult(change, to: run, database)
        }
    }

    private static func applyResult(
        _ change: ProjectionChange,
        to run: RunID,
        _ database: Database
    ) throws {
        switch change {
        case .deliverableProduced(let id, let round, let producer, let digest):
            let deliverable = RunProjections.Deliverable(
                round: round,
                producer: producer,
                digest: digest,
                status: "produced"
            )
            try put(id, deliverable, run, database)
        case .deliverableStatus(let id, let status):
            try database.run(
                "UPDATE deliverable SET status = ? WHERE run = ? AND id = ?",
                [status, run.text, id.text]
            )
        case .gateOpened(let gate):
            let open = RunProjections.Gate(gate: gate, status: RunProjections.openStatus)
            try put(open, run, database)
        case .gateStatus(let id, let status):
            try database.run(
                "UPDATE gate SET status = ? WHERE run = ? AND id = ?",
                [status, run.text, id.text]
            )
        case .runStarted, .runStatus, .messageSent, .messageStatus:
            break
        }
    }

    /// Puts a run's derived rows in the place of whatever is stored of it.
    static func replace(_ database: Database, _ projections: RunProjections) throws {
        let run = projections.run
        let stored = try SQLiteReads.head(database, run)
        guard let head = try stored ?? SQLiteReads.lastEvent(database, run)?.head else {
            throw JournalError.unknownRun(run)
        }
        for table in ["message", "deliverable", "gate"] {
            try database.run("DELETE FROM \(table) WHERE run = ?", [run.text])
        }
        try database.run("DELETE FROM run WHERE id = ?", [run.text])
        try insert(projections, head: head, database)
    }

    private static func put(
        _ id: MessageID,
        _ message: RunProjections.Message,
        _ run: RunID,
        _ database: Database
    ) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO message (run, id, type, sender, recipient, status)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                run.text, id.text, message.type, message.from.text, message.to.text,
                message.status,
            ]
        )
    }

    private static func put(
        _ id: DeliverableID,
        _ deliverable: RunProjections.Deliverable,
        _ run: RunID,
        _ database: Database
    ) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO deliverable (run, id, round, producer, digest, status)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                run.text, id.text, deliverable.round, deliverable.producer,
                deliverable.digest.hex, deliverable.status,
            ]
        )
    }

    private static func put(
        _ row: RunProjections.Gate,
        _ run: RunID,
        _ database: Database
    ) throws {
        let gate = row.gate
        try database.run(
            """
            INSERT OR REPLACE INTO gate (run, id, round, digest, since, expires, approvers,
                minimum, status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.text, gate.gate.text, gate.round, gate.digest.hex, gate.since.milliseconds,
                gate.expires?.milliseconds, JSONWriter.compact(.strings(gate.approvers)),
                gate.minimum, row.status,
            ]
        )
    }
}
