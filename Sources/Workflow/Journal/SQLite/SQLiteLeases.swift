internal import GRDB

/// Leases, inside a transaction.
enum SQLiteLeases {
    static func read(_ database: Database, _ run: RunID) throws -> StoredLease? {
        try database.first("SELECT * FROM lease WHERE run = ?", [run.text], of: "lease")
            .map { row in
                let token = try row.int("token")
                if row.isNull("process") { return StoredLease(token: token, lease: nil) }
                let lease = Lease(
                    run: run,
                    holder: Holder(
                        process: try row.int("process"),
                        host: try row.text("host"),
                        user: try row.text("user")
                    ),
                    token: token,
                    expires: LeaseTime(
                        boot: try row.text("boot"),
                        milliseconds: try row.value(Int64.self, "expires")
                    )
                )
                return StoredLease(token: token, lease: lease)
            }
    }

    static func take(_ database: Database, _ request: LeaseRequest) throws -> Lease {
        let stored = try read(database, request.run)
        let lease = try StoredLease.answer(request, stored: stored)
        try database.run(
            """
            INSERT OR REPLACE INTO lease (run, token, process, host, user, boot, expires)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                lease.run.text, lease.token, lease.holder.process, lease.holder.host,
                lease.holder.user, lease.expires.boot, lease.expires.milliseconds,
            ]
        )
        return lease
    }

    static func renew(_ database: Database, _ lease: Lease, until expiry: LeaseTime) throws {
        let stored = try read(database, lease.run)
        guard let stored, stored.isHeld(by: lease) else {
            throw StoredLease.fenced(lease, stored: stored)
        }
        try database.run(
            "UPDATE lease SET boot = ?, expires = ? WHERE run = ?",
            [expiry.boot, expiry.milliseconds, lease.run.text]
        )
    }

    /// The row stays, so that no token is ever given out twice.
    static func release(_ database: Database, _ lease: Lease) throws {
        guard try read(database, lease.run)?.isHeld(by: lease) == true else { return }
        try database.run(
            """
            UPDATE lease SET process = NULL, host = NULL, user = NULL, boot = NULL, expires = NULL
            WHERE run = ?
            """,
            [lease.run.text]
        )
    }
}
