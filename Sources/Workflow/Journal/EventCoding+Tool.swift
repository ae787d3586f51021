extension EventCoding {
    static func toolForm(_ event: Event) -> Form {
        switch event {
        case .toolUsed(let use): Form("tool.used", form(use, reason: nil))
        case .toolRefused(let use, let reason): Form("tool.refused", form(use, reason: reason))
        case .toolAsked(let request): Form("tool.asked", form(request))
        default: unexpected(event)
        }
    }

    static func toolEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "tool.used": .toolUsed(try toolUse(body))
        case "tool.refused": .toolRefused(try toolUse(body), reason: try body.string("reason"))
        case "tool.asked": .toolAsked(try toolRequest(body))
        default: nil
        }
    }

    /// What came later is left out where it is not there, as in journals that do not know it.
    private static func form(_ use: ToolUse, reason: String?) -> Value {
        .members(
            ("agent", .name(use.agent)),
            ("arguments", use.arguments),
            ("count", .int(use.count)),
            (
                "durationMilliseconds",
                use.durationMilliseconds.map { .number(Double($0)) }
            ),
            ("message", .name(use.message)),
            ("outcome", use.outcome.map(Value.string)),
            ("reason", reason.map(Value.string)),
            ("risk", use.risk.map { .string($0.rawValue) }),
            ("tool", .string(use.tool))
        )
    }

    private static func toolUse(_ body: EventBody) throws(EventCodingError) -> ToolUse {
        ToolUse(
            agent: try body.name("agent"),
            tool: try body.string("tool"),
            message: try body.name("message"),
            count: try body.int("count"),
            arguments: body.members["arguments"],
            risk: body.members["risk"] == nil ? nil : try body.choice("risk"),
            outcome: body.optionalString("outcome"),
            durationMilliseconds: body.members["durationMilliseconds"]?.intValue.map(Int64.init)
        )
    }

    private static func form(_ request: ToolRequest) -> Value {
        .members(
            ("agent", .name(request.agent)),
            ("argv", .strings(request.argv)),
            ("gate", .name(request.gate)),
            ("message", .name(request.message)),
            ("occurrence", .int(request.occurrence)),
            ("owner", .string(request.owner)),
            ("reason", .string(request.reason)),
            ("risk", .string(request.risk.rawValue)),
            ("step", .name(request.step)),
            ("tool", .string(request.tool))
        )
    }

    private static func toolRequest(_ body: EventBody) throws(EventCodingError) -> ToolRequest {
        ToolRequest(
            gate: try body.name("gate"),
            agent: try body.name("agent"),
            message: try body.name("message"),
            step: try body.name("step"),
            owner: try body.string("owner"),
            tool: try body.string("tool"),
            argv: try body.strings("argv"),
            risk: try body.choice("risk"),
            reason: try body.string("reason"),
            occurrence: try body.int("occurrence")
        )
    }

    static func agentForm(_ event: Event) -> Form {
        switch event {
        case .agentStarted(let started):
            Form(
                "agent.started",
                [
                    "agent": .name(started.agent),
                    "idempotencyKey": .digest(started.idempotencyKey),
                    "message": .name(started.message),
                    "network": .bool(started.mayUseNetwork),
                    "program": .string(started.program),
                    "sandbox": .string(started.sandbox),
                    "sha256": .digest(started.digest),
                    "tools": .strings(started.tools),
                ]
            )
        case .agentReported(let agent, let message, let text):
            Form(
                "agent.reported",
                ["agent": .name(agent), "message": .name(message), "text": .string(text)]
            )
        default: unexpected(event)
        }
    }

    static func agentEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "agent.started":
            .agentStarted(
                AgentStarted(
                    agent: try body.name("agent"),
                    message: try body.name("message"),
                    program: try body.string("program"),
                    digest: try body.digest("sha256"),
                    idempotencyKey: try body.digest("idempotencyKey"),
                    tools: try body.strings("tools"),
                    sandbox: try body.string("sandbox"),
                    mayUseNetwork: try body.bool("network")
                )
            )
        case "agent.reported":
            .agentReported(
                try body.name("agent"),
                try body.name("message"),
                text: try body.string("text")
            )
        default: nil
        }
    }
}
