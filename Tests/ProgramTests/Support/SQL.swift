import Foundation

/// A tool beside the program that reads and writes the database, as somebody who tampers would.
enum SQL {
    static let isThere: Bool = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }
    }()

    private static let script = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        for row in connection.execute(sys.argv[2]):
            print("|".join(str(value) for value in row))
        connection.close()
        """

    /// Carries out one statement and returns its rows, values separated by `|`.
    @discardableResult
    static func run(
        _ statement: String,
        on database: String,
        _ sandbox: Sandbox
    ) async throws
        -> [String]
    {
        let finished = try await sandbox.shell(
            "exec python3 -c \"$2\" \"$3\" \"$4\"",
            script,
            database,
            statement
        )
        guard finished.status == 0 else { throw Trouble("\(finished)") }
        return finished.out.split(separator: "\n").map(String.init)
    }
}
