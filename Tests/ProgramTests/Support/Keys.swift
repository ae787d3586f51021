import Foundation

/// Keys of OpenSSH in a sandbox, and the workflow file that asks for them.
enum Keys {
    static let isThere: Bool = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/ssh-keygen")
        }
    }()

    /// Makes the key `name` without a passphrase and returns its public half.
    @discardableResult
    static func make(
        _ name: String,
        passphrase: String = "",
        _ sandbox: Sandbox
    ) async throws
        -> String
    {
        let finished = try await sandbox.shell(
            "exec ssh-keygen -q -t ed25519 -C '' -N \"$2\" -f \"$3\" </dev/null",
            passphrase,
            sandbox(name)
        )
        guard finished.status == 0 else { throw Trouble("\(finished)") }
        return try sandbox.text(name + ".pub").split(separator: " ").prefix(2)
            .joined(separator: " ").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A gate that asks `approvers` for signatures.
    static func workflow(
        _ approvers: String = "user:\(Program.user)",
        more: String = ""
    ) -> String {
        """
        name: gated
        signers: allowed_signers
        roles: { editor: [ana, ben] }
        steps:
          - id: make
            run: echo made > made.txt
        deliverables:
          - id: made
            files: [made.txt]
        gate: { id: ok, approvers: ['\(approvers)'], signed: true\(more) }
        """
    }

    /// A run that waits at its signed gate; `mine` is the key of whoever runs the tests, `other`
    /// that of ana, `stranger` is in no list.
    static func waiting(
        _ workflow: String = workflow(),
        options: String = ""
    ) async throws -> Sandbox {
        let sandbox = try Sandbox(workflow: workflow)
        let mine = try await make("mine", sandbox)
        let other = try await make("other", sandbox)
        try await make("stranger", sandbox)
        let lines = [
            "# who may sign", "\(Program.user) \(options)\(mine)", "ana \(other)", "ben \(other)",
        ]
        try sandbox.write(lines.joined(separator: "\n") + "\n", to: "allowed_signers")
        let began = try await sandbox.begin()
        guard began.status == 3 else { throw Trouble("\(began)") }
        return sandbox
    }

    /// The same, approved with a signature and gone on with to its end.
    static func completed() async throws -> Sandbox {
        let sandbox = try await waiting()
        let vote = try await sandbox.orchestrate(
            "approve",
            "r",
            "ok",
            "--sign-with",
            "mine",
            "--comment",
            "fine <script>",
            "--resume"
        )
        guard vote.status == 0 else { throw Trouble("\(vote)") }
        return sandbox
    }
}

/// Somebody who can write to the database and knows how the chain is made.
enum Forger {
    private static let script = """
        import hashlib, json, sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        rows = connection.execute(
            "SELECT body FROM event WHERE run = 'r' ORDER BY sequence").fetchall()
        events = [json.loads(row[0]) for row in rows]
        def find(type):
            return next(e for e in events if e["type"] == type)
        exec(sys.argv[2])
        previous = "0" * 64
        connection.execute("BEGIN")
        connection.execute("DELETE FROM event WHERE run = 'r'")
        for number, event in enumerate(events, 1):
            event["sequence"] = number
            text = json.dumps(event, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
            hash = hashlib.sha256((previous + "\\n" + text).encode()).hexdigest()
            time = connection.execute(
                "SELECT CAST(ROUND((julianday(?) - 2440587.5) * 86400000) AS INTEGER)",
                (event["time"],)).fetchone()[0]
            connection.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?)",
                ("r", number, time, event["type"], text, previous, hash))
            previous = hash
        connection.execute(
            "UPDATE run SET head_sequence=?, head_hash=?, head_time=?, updated=? WHERE id='r'",
            (len(events), previous, time, time))
        connection.execute("COMMIT")
        connection.close()
        """

    /// Changes the list `events` by a piece of Python, and makes hashes and head anew for all of it.
    static func rewrite(_ change: String, _ sandbox: Sandbox) async throws {
        let finished = try await sandbox.shell(
            "exec python3 -c \"$2\" \"$3\" \"$4\"",
            script,
            sandbox.database,
            change
        )
        guard finished.status == 0 else { throw Trouble("\(finished)") }
    }
}
