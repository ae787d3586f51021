internal import GRDB

/// What the journal answers, from one connection.
enum SQLiteReads {
    static func history(
        _ database: Database,
        _ run: RunID,
        after sequence: Int,
        limit: Int?
    ) throws -> [SealedEvent] {
        try database.all(
            "SELECT * FROM event WHERE run = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [run.text, sequence, limit ?? -1],
            of: "event"
        ) { try event($0, run) }
    }

    static func lastEvent(_ database: Database, _ run: RunID) throws -> SealedEvent? {
        try database.first(
            "SELECT * FROM event WHERE run = ? ORDER BY sequence DESC LIMIT 1",
            [run.text],
            of: "event"
        ).map { try event($0, run) }
    }

    private static func event(_ row: CheckedRow, _ run: RunID) throws -> SealedEvent {
        SealedEvent(
            run: run,
            sequence: try row.int("sequence"),
            time: try row.time("time"),
            type: try row.text("type"),
            text: try row.text("body"),
            previousHash: try row.digest("previous_hash"),
            hash: try row.digest("hash")
        )
    }

    static func head(_ database: Database, _ run: RunID) throws -> Head? {
        try database.first(
            "SELECT head_sequence, head_hash, head_time FROM run WHERE id = ?",
            [run.text],
            of: "run"
        ).map(head)
    }

    private static func head(_ row: CheckedRow) throws -> Head {
        Head(
            sequence: try row.int("head_sequence"),
            hash: try row.digest("head_hash"),
            time: try row.time("head_time")
        )
    }

    static func definition(_ database: Database, _ digest: Digest) throws -> String? {
        try database.first(
            "SELECT source FROM definition WHERE hash = ?",
            [digest.hex],
            of: "definition"
        )?.text("source")
    }

    static func runs(
        _ database: Database,
        limit: Int,
        before cursor: RunID?
    ) throws -> [RunRow] {
        guard let cursor else {
            return try database.all(
                "SELECT * FROM run ORDER BY started DESC, id DESC LIMIT ?",
                [max(0, limit)],
                of: "run",
                runRow
            )
        }
        return try database.all(
            """
            SELECT * FROM run
            WHERE (started, id) < (SELECT started, id FROM run WHERE id = ?)
            ORDER BY started DESC, id DESC LIMIT ?
            """,
            [cursor.text, max(0, limit)],
            of: "run",
            runRow
        )
    }

    /// A range and no pattern, so that no character of the prefix has a meaning of its own.
    static func runs(_ database: Database, prefix: String, limit: Int) throws -> [RunRow] {
        try database.all(
            "SELECT * FROM run WHERE id >= ?1 AND id < ?1 || char(1114111) ORDER BY id LIMIT ?2",
            [prefix, max(0, limit)],
            of: "run",
            runRow
        )
    }

    private static func runRow(_ row: CheckedRow) throws -> RunRow {
        RunRow(
            run: RunID(try row.text("id")),
            workflow: try row.text("workflow"),
            definition: try row.digest("definition"),
            status: try row.text("status"),
            started: try row.time("started"),
            updated: try row.time("updated"),
            head: try head(row)
        )
    }

    static func openGates(_ database: Database, of run: RunID?) throws -> [GateRow] {
        guard let run else {
            return try database.all(
                "SELECT * FROM gate WHERE status = 'open' ORDER BY since, run, id",
                [],
                of: "gate",
                gateRow
            )
        }
        return try database.all(
            "SELECT * FROM gate WHERE run = ? AND status = 'open' ORDER BY since, id",
            [run.text],
            of: "gate",
            gateRow
        )
    }

    private static func gateRow(_ row: CheckedRow) throws -> GateRow {
        GateRow(run: RunID(try row.text("run")), gate: try gate(row))
    }

    static func gate(_ row: CheckedRow) throws -> OpenGate {
        guard let names = try? JSONReader.value(of: try row.text("approvers")) else {
            throw MalformedRow(table: "gate", column: "approvers")
        }
        return OpenGate(
            gate: GateID(try row.text("id")),
            round: try row.int("round"),
            digest: try row.digest("digest"),
            since: try row.time("since"),
            expires: row.isNull("expires") ? nil : try row.time("expires"),
            approvers: names.arrayValue?.compactMap(\.stringValue) ?? [],
            minimum: try row.int("minimum")
        )
    }
}
