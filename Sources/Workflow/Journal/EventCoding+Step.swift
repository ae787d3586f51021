extension EventCoding {
    static func stepForm(_ event: Event) -> Form {
        switch event {
        case .stepStarted(let step): Form("step.started", form(step))
        case .stepCompleted(let step): Form("step.completed", form(step))
        case .stepFailed(let step): Form("step.failed", form(step))
        case .stepSkipped(let step, let round, let reason):
            Form(
                "step.skipped",
                ["reason": .string(reason), "round": .int(round), "step": .name(step)]
            )
        default: unexpected(event)
        }
    }

    static func stepEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "step.started": .stepStarted(try stepStarted(body))
        case "step.completed": .stepCompleted(try stepCompleted(body))
        case "step.failed": .stepFailed(try stepFailed(body))
        case "step.skipped":
            .stepSkipped(
                try body.name("step"),
                round: try body.int("round"),
                reason: try body.string("reason")
            )
        default: nil
        }
    }

    private static func form(_ step: StepStarted) -> Value {
        [
            "attempt": .int(step.attempt),
            "input": .digest(step.input),
            "key": .digest(step.idempotencyKey),
            "phase": .name(step.phase),
            "round": .int(step.round),
            "step": .name(step.step),
        ]
    }

    private static func stepStarted(_ body: EventBody) throws(EventCodingError) -> StepStarted {
        StepStarted(
            step: try body.name("step"),
            phase: try body.name("phase"),
            round: try body.int("round"),
            attempt: try body.int("attempt"),
            idempotencyKey: try body.digest("key"),
            input: try body.digest("input")
        )
    }

    private static func form(_ step: StepCompleted) -> Value {
        .members(
            ("attempt", .int(step.attempt)),
            ("outputs", step.outputs),
            ("round", .int(step.round)),
            ("step", .name(step.step)),
            ("streams", .listOrNothing(step.streams, form(stream:)))
        )
    }

    private static func stepCompleted(
        _ body: EventBody
    ) throws(EventCodingError) -> StepCompleted {
        StepCompleted(
            step: try body.name("step"),
            round: try body.int("round"),
            attempt: try body.int("attempt"),
            outputs: try body.value("outputs"),
            streams: try body.objects("streams", stream)
        )
    }

    private static func form(_ step: StepFailed) -> Value {
        .members(
            ("attempt", .int(step.attempt)),
            ("findings", .listOrNothing(step.findings, form(finding:))),
            ("permanent", .bool(step.isPermanent)),
            ("reason", .string(step.reason)),
            ("round", .int(step.round)),
            ("step", .name(step.step)),
            ("streams", .listOrNothing(step.streams, form(stream:)))
        )
    }

    private static func stepFailed(_ body: EventBody) throws(EventCodingError) -> StepFailed {
        StepFailed(
            step: try body.name("step"),
            round: try body.int("round"),
            attempt: try body.int("attempt"),
            reason: try body.string("reason"),
            findings: try body.objects("findings", finding),
            isPermanent: try body.bool("permanent"),
            streams: try body.objects("streams", stream)
        )
    }

    static func form(stream: Stream) -> Value {
        [
            "digest": .digest(stream.digest),
            "kept": .int(stream.keptBytes),
            "name": .string(stream.name),
            "total": .int(stream.totalBytes),
        ]
    }

    static func stream(_ body: EventBody) throws(EventCodingError) -> Stream {
        Stream(
            name: try body.string("name"),
            digest: try body.digest("digest"),
            keptBytes: try body.int("kept"),
            totalBytes: try body.int("total")
        )
    }

    static func effectForm(_ event: Event) -> Form {
        switch event {
        case .effectIntended(let effect):
            Form(
                "effect.intended",
                [
                    "attempt": .int(effect.attempt),
                    "effect": form(effect.effect),
                    "input": .digest(effect.input),
                    "key": .digest(effect.idempotencyKey),
                    "onUnknown": .string(effect.onUnknown.rawValue),
                ]
            )
        case .effectCompleted(let effect):
            Form(
                "effect.completed",
                [
                    "done": .bool(effect.isDone),
                    "effect": form(effect.effect),
                    "evidence": .string(effect.evidence),
                    "result": effect.result,
                ]
            )
        case .effectUnknown(let effect, let reason):
            Form("effect.unknown", ["effect": form(effect), "reason": .string(reason)])
        case .effectSettled(let effect):
            Form(
                "effect.settled",
                [
                    "answer": .string(effect.answer.rawValue),
                    "by": .string(effect.by),
                    "effect": form(effect.effect),
                    "outputs": effect.outputs,
                ]
            )
        default: unexpected(event)
        }
    }

    static func effectEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        let effect = try effectKey(try body.object("effect"))
        switch type {
        case "effect.intended":
            return .effectIntended(
                EffectIntended(
                    effect: effect,
                    attempt: try body.int("attempt"),
                    idempotencyKey: try body.digest("key"),
                    input: try body.digest("input"),
                    onUnknown: try body.choice("onUnknown")
                )
            )
        case "effect.completed":
            return .effectCompleted(
                EffectCompleted(
                    effect: effect,
                    isDone: try body.bool("done"),
                    result: try body.value("result"),
                    evidence: try body.string("evidence")
                )
            )
        case "effect.unknown":
            return .effectUnknown(effect, reason: try body.string("reason"))
        case "effect.settled":
            return .effectSettled(
                EffectSettled(
                    effect: effect,
                    answer: try body.choice("answer"),
                    outputs: try body.value("outputs"),
                    by: try body.string("by")
                )
            )
        default: return nil
        }
    }

    private static func form(_ effect: EffectKey) -> Value {
        .members(
            ("key", effect.key.isEmpty ? nil : .string(effect.key)),
            ("owner", .string(effect.owner)),
            ("round", .int(effect.round))
        )
    }

    private static func effectKey(_ body: EventBody) throws(EventCodingError) -> EffectKey {
        EffectKey(
            owner: try body.string("owner"),
            round: try body.int("round"),
            key: body.optionalString("key") ?? ""
        )
    }
}
