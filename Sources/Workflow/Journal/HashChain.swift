/// The chain that makes a journal tamper-evident: each hash covers the one before.
package enum HashChain {
    /// The hash of an event: SHA-256 over the previous hash in hexadecimal, a newline, and the
    /// event's canonical text.
    package static func hash(of text: String, after previous: Digest) -> Digest {
        Digest(of: previous.hex + "\n" + text)
    }

    /// Seals one event with its place: the text that is stored, and the hash that binds it.
    package static func seal(
        run: RunID,
        type: String,
        version: Int,
        body: Value,
        token: Int,
        time: Timestamp,
        after head: Head
    ) -> SealedEvent {
        let sequence = head.sequence + 1
        let time = max(time, head.time)
        let text = JSONWriter.compact([
            "body": body,
            "run": .string(run.text),
            "sequence": .int(sequence),
            "time": .string(time.description),
            "token": .int(token),
            "type": .string(type),
            "version": .int(version),
        ])
        return SealedEvent(
            run: run,
            sequence: sequence,
            time: time,
            type: type,
            text: text,
            previousHash: head.hash,
            hash: hash(of: text, after: head.hash)
        )
    }
}

extension SealedEvent {
    package var head: Head { Head(sequence: sequence, hash: hash, time: time) }
}
