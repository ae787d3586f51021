extension EventCoding {
    static func compensationForm(_ event: Event) -> Form {
        switch event {
        case .compensationRequested(let by):
            Form("compensation.requested", ["by": .string(by)])
        case .compensationStarted(let started):
            Form(
                "compensation.started",
                [
                    "left": .array(started.left.map(form(left:))),
                    "steps": .array(started.steps.map(form(undone:))),
                ]
            )
        case .compensationCompleted(let completed):
            Form(
                "compensation.completed",
                [
                    "left": .array(completed.left.map(form(left:))),
                    "undone": .array(completed.undone.map(form(undone:))),
                ]
            )
        case .stepUndone(let undone): Form("step.undone", form(undone))
        case .stepUndoFailed(let undone, let reason):
            Form("step.undo-failed", form(undone, reason: reason))
        default: unexpected(event)
        }
    }

    static func compensationEvent(
        _ type: String,
        _ body: EventBody
    ) throws(EventCodingError) -> Event? {
        switch type {
        case "compensation.requested": .compensationRequested(by: try body.string("by"))
        case "compensation.started":
            .compensationStarted(
                CompensationStarted(
                    steps: try body.objects("steps", undoneStep),
                    left: try body.objects("left", left)
                )
            )
        case "compensation.completed":
            .compensationCompleted(
                CompensationCompleted(
                    undone: try body.objects("undone", undoneStep),
                    left: try body.objects("left", left)
                )
            )
        default: nil
        }
    }

    static func undoEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "step.undone": .stepUndone(try stepUndone(body))
        case "step.undo-failed":
            .stepUndoFailed(try stepUndone(body), reason: try body.string("reason"))
        default: nil
        }
    }

    private static func form(undone: UndoneStep) -> Value {
        ["round": .int(undone.round), "step": .name(undone.step)]
    }

    private static func undoneStep(_ body: EventBody) throws(EventCodingError) -> UndoneStep {
        UndoneStep(step: try body.name("step"), round: try body.int("round"))
    }

    private static func form(left: CompensationStarted.Left) -> Value {
        [
            "reason": .string(left.reason), "round": .int(left.step.round),
            "step": .name(left.step.step),
        ]
    }

    private static func left(_ body: EventBody) throws(EventCodingError) -> CompensationStarted.Left
    {
        CompensationStarted.Left(
            step: try undoneStep(body),
            reason: try body.string("reason")
        )
    }

    private static func form(_ undone: StepUndone, reason: String? = nil) -> Value {
        .members(
            ("attempt", .int(undone.attempt)),
            ("reason", reason.map(Value.string)),
            ("round", .int(undone.step.round)),
            ("step", .name(undone.step.step)),
            ("streams", .listOrNothing(undone.streams, form(stream:)))
        )
    }

    private static func stepUndone(_ body: EventBody) throws(EventCodingError) -> StepUndone {
        StepUndone(
            step: try undoneStep(body),
            attempt: try body.int("attempt"),
            streams: try body.objects("streams", stream)
        )
    }
}
