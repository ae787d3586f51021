import Workflow

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
