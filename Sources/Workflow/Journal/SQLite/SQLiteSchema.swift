/// The tables of a journal database and how they came about.
package struct SQLiteSchema: Sendable {
    /// "orch" in ASCII: says in the file's header whose database it is.
    package static let applicationID = 0x6F72_6368

    /// Statements by schema version.
    ///
    /// The first entry makes version 1 of nothing, the next version 2 of version 1, and so on.
    /// Entries are added, never changed.
    package let migrations: [[String]]

    package init(migrations: [[String]]) { self.migrations = migrations }

    /// The schema version that this program writes, in `PRAGMA user_version`.
    package var version: Int { migrations.count }

    package static let current = SQLiteSchema(migrations: [first])

    // The events are in the order of their appends, with an index by run: a group of appends of many
    // runs then fills a few pages, where a table clustered by run would touch one for each.
    private static let first = [
        """
        CREATE TABLE event (
            run TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            time INTEGER NOT NULL,
            type TEXT NOT NULL,
            body TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (run, sequence)
        )
        """,
        "CREATE TABLE definition (hash TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE run (
            id TEXT PRIMARY KEY,
            definition TEXT NOT NULL,
            workflow TEXT NOT NULL,
            status TEXT NOT NULL,
            started INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            head_sequence INTEGER NOT NULL,
            head_hash TEXT NOT NULL,
            head_time INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX run_by_start ON run (started, id)",
        """
        CREATE TABLE message (
            run TEXT NOT NULL,
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            sender TEXT NOT NULL,
            recipient TEXT NOT NULL,
            status TEXT NOT NULL,
            PRIMARY KEY (run, id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE deliverable (
            run TEXT NOT NULL,
            id TEXT NOT NULL,
            round INTEGER NOT NULL,
            producer TEXT NOT NULL,
            digest TEXT NOT NULL,
            status TEXT NOT NULL,
            PRIMARY KEY (run, id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE gate (
            run TEXT NOT NULL,
            id TEXT NOT NULL,
            round INTEGER NOT NULL,
            digest TEXT NOT NULL,
            since INTEGER NOT NULL,
            expires INTEGER,
            approvers TEXT NOT NULL,
            minimum INTEGER NOT NULL,
            status TEXT NOT NULL,
            PRIMARY KEY (run, id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX gate_open ON gate (since, run, id) WHERE status = 'open'",
        """
        CREATE TABLE lease (
            run TEXT PRIMARY KEY,
            token INTEGER NOT NULL,
            process INTEGER,
            host TEXT,
            user TEXT,
            boot TEXT,
            expires INTEGER
        ) WITHOUT ROWID
        """,
    ]
}
