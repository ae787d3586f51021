/// The canonical text of a decision: what a person signs.
package struct DecisionStatement: Sendable, Hashable {
    package static let schema = 1

    /// One line of canonical JSON, without a newline at its end.
    package let text: String

    /// The statement of `vote` as it was given.
    ///
    /// - Parameters:
    ///   - vote: the vote, with or without its signature
    ///   - run: the run
    ///   - definition: what the run was started with
    ///   - head: the hash of the event before the vote
    ///   - at: when it was signed; only the whole second counts
    package init(
        _ vote: Vote,
        run: RunID,
        definition: Digest,
        head: Digest,
        at: Timestamp
    ) {
        text = JSONWriter.canonical(
            .members(
                ("at", .string(at.wholeSecond)),
                ("by", .string(vote.by)),
                ("comment", .string(vote.comment)),
                ("decision", .string(vote.decision.rawValue)),
                ("definition", .digest(definition)),
                ("gate", .name(vote.gate)),
                ("head", .digest(head)),
                ("host", vote.host.map(Value.string)),
                ("identity", .string(vote.identity.rawValue)),
                ("moreRounds", vote.moreRounds == 0 ? nil : .int(vote.moreRounds)),
                ("round", .int(vote.round)),
                ("run", .name(run)),
                ("schema", .int(Self.schema)),
                ("subject", .digest(vote.digest)),
                ("to", vote.to.map(Value.name)),
                ("waivers", .array(vote.waivers.map(EventCoding.form(waiver:))))
            )
        )
    }
}

extension Vote {
    /// The same vote with its signature.
    package func signed(_ signature: VoteSignature) -> Vote {
        Vote(
            gate: gate,
            round: round,
            digest: digest,
            decision: decision,
            by: by,
            identity: identity,
            comment: comment,
            host: host,
            signature: signature,
            waivers: waivers,
            to: to,
            moreRounds: moreRounds
        )
    }
}

/// A signature with the text that it is over.
package struct VoteSignature: Sendable, Hashable {
    /// When it was made, to the second.
    package let at: Timestamp
    /// The text that was signed.
    package let text: String
    /// The signature as `ssh-keygen` writes it.
    package let armored: String

    package init(at: Timestamp, text: String, armored: String) {
        self.at = at
        self.text = text
        self.armored = armored
    }
}

extension Timestamp {
    /// The moment at which its second began.
    package var flooredToSecond: Timestamp {
        let rest = milliseconds % 1000
        return Timestamp(milliseconds: milliseconds - (rest < 0 ? rest + 1000 : rest))
    }

    /// RFC 3339 in UTC without a fraction, `2026-11-22T04:50:06Z`.
    package var wholeSecond: String { flooredToSecond.description.dropLast(5) + "Z" }
}
