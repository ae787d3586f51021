extension EventCoding {
    static func messageForm(_ event: Event) -> Form {
        switch event {
        case .messageSent(let sent): Form("message.sent", form(sent))
        case .messageSuspended(let message, let question):
            Form("message.suspended", ["message": .name(message), "on": .name(question)])
        case .messageHandled(let message, let outputs):
            Form("message.handled", ["message": .name(message), "outputs": outputs])
        case .messageRejected(let message, let reason):
            Form("message.rejected", ["message": .name(message), "reason": .string(reason)])
        default: unexpected(event)
        }
    }

    static func messageEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "message.sent": .messageSent(try messageSent(body))
        case "message.suspended":
            .messageSuspended(try body.name("message"), on: try body.name("on"))
        case "message.handled":
            .messageHandled(try body.name("message"), outputs: try body.value("outputs"))
        case "message.rejected":
            .messageRejected(try body.name("message"), reason: try body.string("reason"))
        default: nil
        }
    }

    private static func form(_ sent: MessageSent) -> Value {
        let envelope = sent.envelope
        return .members(
            ("attempt", .int(envelope.attempt)),
            ("causation", envelope.causation.map(Value.name)),
            ("correlation", .string(envelope.correlation)),
            ("deadline", envelope.deadline.map(Value.time)),
            ("feedback", .listOrNothing(envelope.feedback, form)),
            ("from", .name(envelope.from)),
            ("message", .name(envelope.id)),
            ("payload", envelope.payload),
            ("phase", envelope.phase.map(Value.name)),
            (
                "question",
                sent.question.map { ["asker": .name($0.asker), "index": .int($0.index)] }
            ),
            ("round", .int(envelope.round)),
            ("step", envelope.step.map(Value.name)),
            ("to", .name(envelope.to)),
            ("type", .string(envelope.type)),
            ("version", .int(envelope.version))
        )
    }

    private static func messageSent(_ body: EventBody) throws(EventCodingError) -> MessageSent {
        let envelope = Envelope(
            id: try body.name("message"),
            type: try body.string("type"),
            version: try body.int("version"),
            from: try body.name("from"),
            to: try body.name("to"),
            payload: try body.value("payload"),
            correlation: try body.string("correlation"),
            causation: body.optionalString("causation").map { MessageID($0) },
            deadline: try body.optionalTime("deadline"),
            step: body.optionalString("step").map { StepID($0) },
            phase: body.optionalString("phase").map { PhaseID($0) },
            round: try body.int("round"),
            attempt: try body.int("attempt"),
            feedback: try body.objects("feedback", feedback)
        )
        guard body.members["question"] != nil else { return MessageSent(envelope: envelope) }
        let question = try body.object("question")
        return MessageSent(
            envelope: envelope,
            question: MessageSent.Question(
                asker: try question.name("asker"),
                index: try question.int("index")
            )
        )
    }

    static func form(_ feedback: Feedback) -> Value {
        .members(
            ("comment", .string(feedback.comment)),
            ("findings", .listOrNothing(feedback.findings, form(finding:))),
            ("from", .string(feedback.from))
        )
    }

    static func feedback(_ body: EventBody) throws(EventCodingError) -> Feedback {
        Feedback(
            from: try body.string("from"),
            comment: try body.string("comment"),
            findings: try body.objects("findings", finding)
        )
    }

    package static func form(finding: Finding) -> Value {
        .members(
            ("code", .string(finding.code)),
            ("file", finding.file.map(Value.string)),
            ("fix", finding.fix.map(Value.string)),
            ("line", finding.line.map(Value.int)),
            ("message", .string(finding.message)),
            ("severity", .string(finding.severity.rawValue))
        )
    }

    static func finding(_ body: EventBody) throws(EventCodingError) -> Finding {
        Finding(
            try body.choice("severity"),
            code: try body.string("code"),
            try body.string("message"),
            file: body.optionalString("file"),
            line: body.members["line"]?.intValue,
            fix: body.optionalString("fix")
        )
    }
}
