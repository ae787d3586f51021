/// Follows one run's hash chain over its stored rows, as far as it holds.
struct ChainReader {
    let run: RunID
    let kept: Head?
    private(set) var head = Head.start
    private(set) var firstBreak: JournalBreak?

    init(run: RunID, kept: Head?) {
        self.run = run
        self.kept = kept
    }

    /// The next rows as events, up to the first that does not hold.
    mutating func read(_ rows: [StoredEvent]) -> [SealedEvent] {
        var events: [SealedEvent] = []
        for row in rows {
            let (event, reason) = follow(row)
            guard let event else {
                stop(at: head.sequence + 1, reason)
                break
            }
            head = event.head
            events.append(event)
        }
        return events
    }

    /// Notes what does not hold.
    mutating func stop(at sequence: Int?, _ reason: String) {
        firstBreak = JournalBreak(run: run, sequence: sequence, reason: reason)
    }

    var verification: Verification {
        Verification(run: run, events: head.sequence, head: head, firstBreak: firstBreak)
    }

    /// The event that a row holds, or why it does not follow the one before.
    private func follow(_ row: StoredEvent) -> (SealedEvent?, String) {
        let expected = head.sequence + 1
        guard row.sequence == expected else {
            return (nil, "is missing: the next that is there is event \(row.sequence)")
        }
        guard row.previousHash == head.hash.hex else {
            let found = row.previousHash.prefix(12)
            return (nil, "names \(found) as the hash before it, which is \(head.hash.short)")
        }
        let hash = HashChain.hash(of: row.text, after: head.hash)
        guard row.hash == hash.hex else {
            return (nil, "has the hash \(row.hash.prefix(12)), its text gives \(hash.short)")
        }
        if let difference = difference(of: row) { return (nil, difference) }
        let time = Timestamp(milliseconds: row.milliseconds)
        guard time >= head.time else {
            return (nil, "is dated \(time), before the event before it (\(head.time))")
        }
        if let kept, kept.sequence == expected, kept.hash != hash {
            return (nil, "has the hash \(hash.short), the head that was kept is \(kept.hash.short)")
        }
        let event = SealedEvent(
            run: run,
            sequence: expected,
            time: time,
            type: row.type,
            text: row.text,
            previousHash: head.hash,
            hash: hash
        )
        return (event, "")
    }

    /// Where the columns say something else than the text, which alone is hashed.
    private func difference(of row: StoredEvent) -> String? {
        let text: Value
        do {
            text = try JSONReader.value(of: row.text)
        } catch {
            return "holds a text that is \(error)"
        }
        let time = Timestamp(milliseconds: row.milliseconds).description
        let columns: [(String, Value)] = [
            ("run", .string(run.text)), ("sequence", .int(row.sequence)),
            ("type", .string(row.type)), ("time", .string(time)),
        ]
        for (name, stored) in columns where text[name] != stored {
            let inText = text[name].map(JSONWriter.compact) ?? "nothing"
            return "is stored with \(name) \(JSONWriter.compact(stored)), its text says \(inText)"
        }
        return nil
    }
}

extension RunProjections {
    /// The first row, in words, that is not as in `computed`.
    func firstDifference(from computed: RunProjections) -> String? {
        let columns: [(String, String, String)] = [
            ("workflow", workflow, computed.workflow),
            ("definition", definition.hex, computed.definition.hex),
            ("status", status, computed.status),
            ("started", started.description, computed.started.description),
            ("updated", updated.description, computed.updated.description),
        ]
        for (name, stored, right) in columns where stored != right {
            return "its row has the \(name) '\(stored)', its events give '\(right)'"
        }
        return Self.firstDifference("message", messages, computed.messages)
            ?? Self.firstDifference("deliverable", deliverables, computed.deliverables)
            ?? Self.firstDifference("gate", gates, computed.gates)
    }

    private static func firstDifference<ID: Name, Row: Equatable>(
        _ table: String,
        _ stored: [ID: Row],
        _ computed: [ID: Row]
    ) -> String? {
        for id in Set(stored.keys).union(computed.keys).sorted() where stored[id] != computed[id] {
            if stored[id] == nil { return "the row of \(table) '\(id)' is missing" }
            if computed[id] == nil { return "\(table) '\(id)' has a row, but no event" }
            return "the row of \(table) '\(id)' is not what its events give"
        }
        return nil
    }
}
