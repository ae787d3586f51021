extension EventCoding {
    static func gateForm(_ event: Event) -> Form {
        switch event {
        case .gateOpened(let opened): Form("gate.opened", form(opened))
        case .gateVoted(let vote): Form("gate.voted", form(vote))
        case .gateDecided(let gate, let round, let decision, let by):
            Form(
                "gate.decided",
                [
                    "by": .string(by), "decision": .string(decision.rawValue),
                    "gate": .name(gate), "round": .int(round),
                ]
            )
        case .gateVoided(let gate, let round, let reason):
            Form(
                "gate.voided",
                ["gate": .name(gate), "reason": .string(reason), "round": .int(round)]
            )
        case .gateExpired(let gate, let round):
            Form("gate.expired", ["gate": .name(gate), "round": .int(round)])
        case .gateReminded, .gateEscalated: gateDemandForm(event)
        case .gateVoteRefused(let refused): voteRefusedForm(refused)
        default: unexpected(event)
        }
    }

    static func gateEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "gate.opened": .gateOpened(try gateOpened(body))
        case "gate.voted": .gateVoted(try vote(body))
        case "gate.decided":
            .gateDecided(
                try body.name("gate"),
                round: try body.int("round"),
                try body.choice("decision"),
                by: try body.string("by")
            )
        case "gate.voided":
            .gateVoided(
                try body.name("gate"),
                round: try body.int("round"),
                reason: try body.string("reason")
            )
        case "gate.expired":
            .gateExpired(try body.name("gate"), round: try body.int("round"))
        case "gate.reminded", "gate.escalated": try gateDemandEvent(type, body)
        case "gate.vote-refused": .gateVoteRefused(try voteRefused(body))
        default: nil
        }
    }

    private static func form(_ opened: GateOpened) -> Value {
        .members(
            ("approvers", .strings(opened.approvers.map(\.description))),
            ("demand", form(opened.demand)),
            ("digest", .digest(opened.subject.digest)),
            ("expires", opened.expires.map(Value.time)),
            ("files", .array(opened.subject.files.map(form(file:)))),
            ("gate", .name(opened.gate)),
            ("identity", .string(opened.identity.rawValue)),
            ("minimum", .int(opened.minimum)),
            ("phase", .name(opened.phase)),
            ("question", .string(opened.question)),
            ("round", .int(opened.round)),
            ("step", opened.step.map(Value.name)),
            (
                "verdicts",
                .array(
                    opened.subject.verdicts.map {
                        [
                            "check": .name($0.check), "deliverable": .name($0.deliverable),
                            "verdict": .string($0.verdict.rawValue),
                        ]
                    }
                )
            )
        )
    }

    private static func gateOpened(_ body: EventBody) throws(EventCodingError) -> GateOpened {
        GateOpened(
            gate: try body.name("gate"),
            phase: try body.name("phase"),
            step: body.optionalString("step").map { StepID($0) },
            round: try body.int("round"),
            subject: GateSubject(
                files: try body.objects("files", file),
                verdicts: try body.objects("verdicts") { line throws(EventCodingError) in
                    GateSubject.Line(
                        deliverable: try line.name("deliverable"),
                        check: try line.name("check"),
                        verdict: try line.choice("verdict")
                    )
                },
                digest: try body.digest("digest")
            ),
            approvers: try approvers(body, "approvers"),
            minimum: try body.int("minimum"),
            identity: try body.choice("identity"),
            expires: try body.optionalTime("expires"),
            question: try body.string("question"),
            demand: try demand(body)
        )
    }

    private static func form(_ vote: Vote) -> Value {
        [
            "by": .string(vote.by),
            "comment": .string(vote.comment),
            "decision": .string(vote.decision.rawValue),
            "digest": .digest(vote.digest),
            "gate": .name(vote.gate),
            "identity": .string(vote.identity.rawValue),
            "round": .int(vote.round),
        ]
    }

    private static func vote(_ body: EventBody) throws(EventCodingError) -> Vote {
        Vote(
            gate: try body.name("gate"),
            round: try body.int("round"),
            digest: try body.digest("digest"),
            decision: try body.choice("decision"),
            by: try body.string("by"),
            identity: try body.choice("identity"),
            comment: try body.string("comment")
        )
    }
}
