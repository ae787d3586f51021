extension EventCoding {
    static func voteRefusedForm(_ refused: VoteRefused) -> Form {
        Form(
            "gate.vote-refused",
            [
                "by": .string(refused.by), "decision": .string(refused.decision.rawValue),
                "digest": .digest(refused.digest), "gate": .name(refused.gate),
                "host": .string(refused.host), "identity": .string(refused.identity.rawValue),
                "reason": .string(refused.reason), "round": .int(refused.round),
            ]
        )
    }

    static func voteRefused(_ body: EventBody) throws(EventCodingError) -> VoteRefused {
        VoteRefused(
            gate: try body.name("gate"),
            round: try body.int("round"),
            digest: try body.digest("digest"),
            decision: try body.choice("decision"),
            by: try body.string("by"),
            identity: try body.choice("identity"),
            host: try body.string("host"),
            reason: try body.string("reason")
        )
    }
}
