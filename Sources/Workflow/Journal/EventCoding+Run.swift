extension EventCoding {
    static func runForm(_ event: Event) -> Form {
        switch event {
        case .runStarted(let started): Form("run.started", form(started))
        case .runCompleted: Form("run.completed")
        case .runFailed(let reason): Form("run.failed", ["reason": .string(reason)])
        case .runRejected(let gate, let by):
            Form("run.rejected", ["by": .string(by), "gate": .name(gate)])
        case .runCancelRequested(let by, let comment):
            Form("run.cancel-requested", ["by": .string(by), "comment": .string(comment)])
        case .runCancelled(let by): Form("run.cancelled", ["by": .string(by)])
        case .runValidatorsSet(let policy, let by):
            Form(
                "run.validators-set",
                ["by": .string(by), "validators": .string(policy.rawValue)]
            )
        default: unexpected(event)
        }
    }

    static func runEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "run.started": .runStarted(try runStarted(body))
        case "run.completed": .runCompleted
        case "run.failed": .runFailed(reason: try body.string("reason"))
        case "run.rejected": .runRejected(gate: try body.name("gate"), by: try body.string("by"))
        case "run.cancel-requested":
            .runCancelRequested(by: try body.string("by"), comment: try body.string("comment"))
        case "run.cancelled": .runCancelled(by: try body.string("by"))
        case "run.validators-set":
            .runValidatorsSet(try body.choice("validators"), by: try body.string("by"))
        default: nil
        }
    }

    private static func form(_ started: RunStarted) -> Value {
        .members(
            circuitMembers(started),
            ("asOf", .string(started.asOf.description)),
            ("definition", .digest(started.definition)),
            ("folder", started.folder.map(Value.string)),
            ("inputs", started.inputs),
            (
                "limits",
                .members(
                    ("attempts", .int(started.limits.attempts)),
                    ("handoffRounds", .int(started.limits.handoffRounds)),
                    (
                        "phaseRounds",
                        started.limits.phaseRounds == RunLimits.standardPhaseRounds
                            ? nil : .int(started.limits.phaseRounds)
                    ),
                    ("stepsAtOnce", .int(started.limits.stepsAtOnce))
                )
            ),
            (
                "mailboxes",
                .array(
                    started.mailboxes.map {
                        ["agent": .name($0.agent), "atOnce": .int($0.atOnce)]
                    }
                )
            ),
            ("program", .string(started.program)),
            ("startedBy", .string(started.startedBy)),
            // Left out where it is the default, as in journals that do not know it.
            (
                "validators",
                started.validators == .preferred ? nil : .string(started.validators.rawValue)
            ),
            ("workflow", .string(started.workflow)),
            ("workspace", .string(started.workspace))
        )
    }

    private static func runStarted(_ body: EventBody) throws(EventCodingError) -> RunStarted {
        guard let asOf = CivilDate(try body.string("asOf")) else {
            throw EventCodingError(reason: "body.asOf must be a date")
        }
        let limits = try body.object("limits")
        return RunStarted(
            workflow: try body.string("workflow"),
            definition: try body.digest("definition"),
            inputs: try body.value("inputs"),
            asOf: asOf,
            workspace: try body.string("workspace"),
            startedBy: try body.string("startedBy"),
            program: try body.string("program"),
            limits: RunLimits(
                stepsAtOnce: try limits.int("stepsAtOnce"),
                handoffRounds: try limits.int("handoffRounds"),
                attempts: try limits.int("attempts"),
                phaseRounds: limits.members["phaseRounds"] == nil
                    ? RunLimits.standardPhaseRounds : try limits.int("phaseRounds"),
                circuitHoldMilliseconds: body.members["circuitHoldMilliseconds"] == nil
                    ? RunLimits.standard.circuitHoldMilliseconds
                    : Int64(try body.int("circuitHoldMilliseconds"))
            ),
            mailboxes: try body.objects("mailboxes") { mailbox throws(EventCodingError) in
                RunStarted.Mailbox(
                    agent: try mailbox.name("agent"),
                    atOnce: try mailbox.int("atOnce")
                )
            },
            validators: body.members["validators"] == nil
                ? .preferred : try body.choice("validators"),
            folder: body.optionalString("folder"),
            circuits: try circuits(body)
        )
    }

    static func phaseForm(_ event: Event) -> Form {
        switch event {
        case .phaseStarted(let phase, let round):
            Form("phase.started", ["phase": .name(phase), "round": .int(round)])
        case .phaseReopened(let reopened):
            Form(
                "phase.reopened",
                [
                    "feedback": form(reopened.feedback),
                    "phase": .name(reopened.phase),
                    "round": .int(reopened.round),
                    "steps": .strings(reopened.steps.map(\.text)),
                ]
            )
        case .phaseCompleted(let phase, let round):
            Form("phase.completed", ["phase": .name(phase), "round": .int(round)])
        default: unexpected(event)
        }
    }

    static func phaseEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "phase.started":
            .phaseStarted(try body.name("phase"), round: try body.int("round"))
        case "phase.reopened":
            .phaseReopened(
                PhaseReopened(
                    phase: try body.name("phase"),
                    round: try body.int("round"),
                    feedback: try feedback(try body.object("feedback")),
                    steps: try body.strings("steps").map { StepID($0) }
                )
            )
        case "phase.completed":
            .phaseCompleted(try body.name("phase"), round: try body.int("round"))
        default: nil
        }
    }

    static func timerForm(_ event: Event) -> Form {
        switch event {
        case .timerSet(let timer, let due):
            Form("timer.set", ["due": .time(due), "timer": .name(timer)])
        case .timerFired(let timer): Form("timer.fired", ["timer": .name(timer)])
        case .timerCancelled(let timer): Form("timer.cancelled", ["timer": .name(timer)])
        default: unexpected(event)
        }
    }

    static func timerEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "timer.set": .timerSet(try body.name("timer"), due: try body.time("due"))
        case "timer.fired": .timerFired(try body.name("timer"))
        case "timer.cancelled": .timerCancelled(try body.name("timer"))
        default: nil
        }
    }

    /// The families are split by `form(of:)`, which is exhaustive, so this cannot be reached; the
    /// form says so instead of trapping should a family be sorted wrongly.
    static func unexpected(_ event: Event) -> Form {
        Form("run.failed", ["reason": .string("no written form for \(event)")])
    }
}
