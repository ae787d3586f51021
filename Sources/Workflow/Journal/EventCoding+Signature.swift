extension EventCoding {
    static func signatureForm(_ event: Event) -> Form {
        switch event {
        case .gateVoteRefused(let refused):
            Form(
                "gate.vote-refused",
                [
                    "by": .string(refused.by),
                    "decision": .string(refused.decision.rawValue),
                    "digest": .digest(refused.digest),
                    "gate": .name(refused.gate),
                    "host": .string(refused.host),
                    "identity": .string(refused.identity.rawValue),
                    "reason": .string(refused.reason),
                    "round": .int(refused.round),
                ]
            )
        case .headSigned(let signed):
            Form(
                "head.signed",
                [
                    "by": .string(signed.by),
                    "head": .digest(signed.head),
                    "host": .string(signed.host),
                    "identity": .string(signed.identity.rawValue),
                    "sequence": .int(signed.sequence),
                    "signature": form(signature: signed.signature),
                ]
            )
        default: unexpected(event)
        }
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

    static func headEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        guard type == "head.signed" else { return nil }
        return .headSigned(
            HeadSigned(
                sequence: try body.int("sequence"),
                head: try body.digest("head"),
                by: try body.string("by"),
                identity: try body.choice("identity"),
                host: try body.string("host"),
                signature: try signature(try body.object("signature"))
            )
        )
    }

    static func form(signature: VoteSignature) -> Value {
        [
            "armored": .string(signature.armored),
            "at": .string(signature.at.wholeSecond),
            "text": .string(signature.text),
        ]
    }

    static func signature(_ body: EventBody) throws(EventCodingError) -> VoteSignature {
        VoteSignature(
            at: try body.time("at"),
            text: try body.string("text"),
            armored: try body.string("armored")
        )
    }
}
