internal import GRDB

/// What is stored, as it is stored.
enum SQLiteAudit {
    static func events(
        _ database: Database,
        _ run: RunID,
        after sequence: Int,
        limit: Int
    ) throws -> [StoredEvent] {
        try database.all(
            "SELECT * FROM event WHERE run = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [run.text, sequence, limit],
            of: "event"
        ) { row in
            StoredEvent(
                sequence: try row.int("sequence"),
                milliseconds: try row.value(Int64.self, "time"),
                type: try row.text("type"),
                text: try row.text("body"),
                previousHash: try row.text("previous_hash"),
                hash: try row.text("hash")
            )
        }
    }

    static func runs(_ database: Database) throws -> [RunID] {
        try database.all(
            "SELECT run FROM event UNION SELECT id FROM run ORDER BY run",
            [],
            of: "event"
        ) { RunID(try $0.text("run")) }
    }

    static func projections(_ database: Database, _ run: RunID) throws -> RunProjections? {
        guard
            let row = try database.first("SELECT * FROM run WHERE id = ?", [run.text], of: "run")
        else { return nil }
        var found = RunProjections(
            run: run,
            definition: try row.digest("definition"),
            started: try row.time("started")
        )
        found.workflow = try row.text("workflow")
        found.status = try row.text("status")
        found.updated = try row.time("updated")
        found.messages = try messages(database, run)
        found.deliverables = try deliverables(database, run)
        found.gates = try gates(database, run)
        return found
    }

    private static func messages(
        _ database: Database,
        _ run: RunID
    ) throws -> [MessageID: RunProjections.Message] {
        let pairs = try database.all(
            "SELECT * FROM message WHERE run = ?",
            [run.text],
            of: "message"
        ) { row in
            let message = RunProjections.Message(
                type: try row.text("type"),
                from: AgentID(try row.text("sender")),
                to: AgentID(try row.text("recipient")),
                status: try row.text("status")
            )
            return (MessageID(try row.text("id")), message)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func deliverables(
        _ database: Database,
        _ run: RunID
    ) throws -> [DeliverableID: RunProjections.Deliverable] {
        let pairs = try database.all(
            "SELECT * FROM deliverable WHERE run = ?",
            [run.text],
            of: "deliverable"
        ) { row in
            let deliverable = RunProjections.Deliverable(
                round: try row.int("round"),
                producer: try row.text("producer"),
                digest: try row.digest("digest"),
                status: try row.text("status")
            )
            return (DeliverableID(try row.text("id")), deliverable)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func gates(
        _ database: Database,
        _ run: RunID
    ) throws -> [GateID: RunProjections.Gate] {
        let pairs = try database.all(
            "SELECT * FROM gate WHERE run = ?",
            [run.text],
            of: "gate"
        ) { row in
            let gate = RunProjections.Gate(
                gate: try SQLiteReads.gate(row),
                status: try row.text("status")
            )
            return (gate.gate.gate, gate)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
