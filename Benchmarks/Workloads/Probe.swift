import GRDB
import GRDBSQLite
import Glibc

struct Measurement {
    let name: String
    let perSecond: Double
    let probe: Double
    var ratio: Double { perSecond / probe }
}

/// Commits a second of `count` one-row transactions, WAL and `synchronous=FULL`.
func probe(_ folder: String, _ count: Int) throws -> Double {
    let database = try DatabaseQueue(path: folder + "/probe-\(unique()).sqlite")
    return database.inDatabase { database in
        let connection = database.sqliteConnection
        let body = String(repeating: "x", count: 250)
        for statement in [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT)",
        ] {
            sqlite3_exec(connection, statement, nil, nil, nil)
        }
        var insert: OpaquePointer?
        sqlite3_prepare_v2(
            connection,
            "INSERT INTO row (body) VALUES ('\(body)')",
            -1,
            &insert,
            nil
        )
        defer { sqlite3_finalize(insert) }
        return perSecond(count) {
            for _ in 0..<count {
                sqlite3_step(insert)
                sqlite3_reset(insert)
            }
        }
    }
}

func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

func unique() -> Int { Int(seconds() * 1e9) }

func perSecond(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = seconds()
    try body()
    return Double(count) / (seconds() - start)
}

func perSecond(_ count: Int, _ body: () async throws -> Void) async rethrows -> Double {
    let start = seconds()
    try await body()
    return Double(count) / (seconds() - start)
}

/// Measures between two probes of the same length.
func measure(
    _ name: String,
    _ folder: String,
    _ count: Int,
    _ body: () async throws -> Double
) async throws -> Measurement {
    let before = try probe(folder, count)
    let found = try await body()
    let after = try probe(folder, count)
    return Measurement(name: name, perSecond: found, probe: (before + after) / 2)
}

func report(_ rounds: [[Measurement]]) {
    for index in rounds[0].indices {
        let sorted = rounds.map { $0[index] }.sorted { $0.ratio < $1.ratio }
        let median = sorted[sorted.count / 2]
        let ratios = sorted.map { hundredths($0.ratio) }.joined(separator: " ")
        print(
            "\(median.name): \(Int(median.perSecond))/s, \(hundredths(median.ratio)) of the probe"
                + " (\(Int(median.probe))/s); all rounds \(ratios)"
        )
    }
}

func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
}
