// Compares the journal's appends with what the disk can do at all: a bare loop of one-row commits
// in SQLite with the same durability. Disks drift from minute to minute, so every measurement
// stands between two probes and is given as their ratio.

import GRDB
import GRDBSQLite
import Glibc
import Workflow

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

/// The batches of a run of `count` events after its first.
func batches(_ run: RunID, _ count: Int, messages: Bool) -> [Batch] {
    var head = Head.start
    return (0...count).map { number in
        let time = Timestamp(milliseconds: 1_760_000_000_000 + Int64(number))
        let event = HashChain.seal(
            run: run,
            type: "step.completed",
            version: 1,
            body: ["step": .string("s\(number)"), "output": .string(filler)],
            token: 0,
            time: time,
            after: head
        )
        let message = ProjectionChange.messageSent(
            id: MessageID("m\(number)"),
            type: "build",
            from: "engine",
            to: "builder"
        )
        let changes = messages ? [message] : [.runStatus("running", at: time)]
        let batch = Batch(run: run, after: head, events: [event], changes: changes, token: nil)
        head = event.head
        return batch
    }
}

func sequential(_ folder: String, _ count: Int, messages: Bool) async throws -> Double {
    let journal = try SQLiteJournal(path: folder + "/journal-\(unique()).sqlite")
    let all = batches("sequential", count, messages: messages)
    try await journal.append(all[0])
    return try await perSecond(count) {
        for batch in all.dropFirst() { try await journal.append(batch) }
    }
}

func concurrent(_ folder: String, runs: Int, _ count: Int) async throws -> Double {
    let journal = try SQLiteJournal(path: folder + "/journal-\(unique()).sqlite")
    let all = (0..<runs).map { batches(RunID("run-\($0)"), count / runs, messages: false) }
    return try await perSecond(count + runs) {
        try await withThrowingTaskGroup { group in
            for batches in all {
                group.addTask {
                    for batch in batches { try await journal.append(batch) }
                }
            }
            try await group.waitForAll()
        }
    }
}

let filler = String(repeating: "y", count: 60)

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

let arguments = CommandLine.arguments
let folder = arguments.count > 1 ? arguments[1] : "."
let count = arguments.count > 2 ? Int(arguments[2]) ?? 4000 : 4000
let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 3 : 3
let only = arguments.count > 4 ? arguments[4] : "all"

if only == "probe" {
    print(Int(try probe(folder, count)))
} else if only == "sequential" {
    print(Int(try await sequential(folder, count, messages: false)))
} else if only == "concurrent" {
    print(Int(try await concurrent(folder, runs: 32, count)))
} else {
    var found: [[Measurement]] = []
    for _ in 0..<rounds {
        found.append([
            try await measure("sequential", folder, count) {
                try await sequential(folder, count, messages: false)
            },
            try await measure("sequential, a message each", folder, count) {
                try await sequential(folder, count, messages: true)
            },
            try await measure("32 runs at once", folder, count) {
                try await concurrent(folder, runs: 32, count * 4)
            },
            try await measure("1000 runs at once", folder, count) {
                try await concurrent(folder, runs: 1000, count * 8)
            },
        ])
    }
    report(found)
}
