extension EventCoding {
    static func signatureForm(_ event: Event) -> Form {
        switch event {
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
