extension EventCoding {
    static func gateDemandForm(_ event: Event) -> Form {
        switch event {
        case .gateReminded(let gate, let round, let expires):
            Form(
                "gate.reminded",
                ["expires": .time(expires), "gate": .name(gate), "round": .int(round)]
            )
        case .gateEscalated(let gate, let round, let to):
            Form(
                "gate.escalated",
                [
                    "gate": .name(gate), "round": .int(round),
                    "to": .strings(to.map(\.description)),
                ]
            )
        default: unexpected(event)
        }
    }

    static func gateDemandEvent(
        _ type: String,
        _ body: EventBody
    ) throws(EventCodingError) -> Event? {
        switch type {
        case "gate.reminded":
            .gateReminded(
                try body.name("gate"),
                round: try body.int("round"),
                expires: try body.time("expires")
            )
        case "gate.escalated":
            .gateEscalated(
                try body.name("gate"),
                round: try body.int("round"),
                to: try approvers(body, "to")
            )
        default: nil
        }
    }

    static func approvers(
        _ body: EventBody,
        _ key: String
    ) throws(EventCodingError) -> [Approver] {
        let texts = try body.strings(key)
        let known = texts.compactMap(Approver.init)
        guard known.count == texts.count else {
            throw EventCodingError(reason: "\(body.path).\(key) holds one that is not known")
        }
        return known
    }

    /// Nothing for a gate that asks for nothing but approvals.
    static func form(_ demand: GateDemand) -> Value? {
        guard demand != .plain else { return nil }
        return .members(
            (
                "escalation",
                demand.escalation.map {
                    ["at": .time($0.at), "to": .strings($0.to.map(\.description))]
                }
            ),
            ("facts", demand.facts.isEmpty ? nil : .object(demand.facts)),
            (
                "not",
                .listOrNothing(demand.excluded) {
                    ["people": .strings($0.people), "rule": .string($0.rule.description)]
                }
            ),
            ("reminders", .listOrNothing(demand.reminders, Value.time)),
            (
                "require",
                .listOrNothing(demand.required) {
                    ["minimum": .int($0.minimum), "role": .string($0.role)]
                }
            ),
            ("rules", .listOrNothing(demand.held, form(rule:))),
            ("signed", demand.signed ? true : nil)
        )
    }

    private static func form(rule: HeldRule) -> Value {
        .members(
            ("because", rule.because.map(Value.string)),
            ("effect", .string(rule.effect)),
            ("facts", .object(rule.facts)),
            ("if", .string(rule.condition)),
            ("reason", rule.reason.map(Value.string))
        )
    }

    /// What a gate without the member asks for is nothing else.
    static func demand(_ body: EventBody) throws(EventCodingError) -> GateDemand {
        guard body.members["demand"] != nil else { return .plain }
        let demand = try body.object("demand")
        return GateDemand(
            excluded: try demand.objects("not") { item throws(EventCodingError) in
                guard let rule = GateExclusion(try item.string("rule")) else {
                    throw EventCodingError(reason: "\(item.path).rule is not known")
                }
                return ExcludedPeople(rule: rule, people: try item.strings("people"))
            },
            required: try demand.objects("require") { item throws(EventCodingError) in
                RoleRequirement(role: try item.string("role"), minimum: try item.int("minimum"))
            },
            signed: demand.members["signed"] == nil ? false : try demand.bool("signed"),
            facts: demand.members["facts"]?.objectValue ?? Members(),
            held: try demand.objects("rules") { item throws(EventCodingError) in
                HeldRule(
                    condition: try item.string("if"),
                    effect: try item.string("effect"),
                    because: item.optionalString("because"),
                    facts: item.members["facts"]?.objectValue ?? Members(),
                    reason: item.optionalString("reason")
                )
            },
            reminders: try reminders(demand),
            escalation: try escalation(demand)
        )
    }

    private static func reminders(_ demand: EventBody) throws(EventCodingError) -> [Timestamp] {
        try demand.strings("reminders").map { text throws(EventCodingError) in
            guard let time = Timestamp(text) else {
                throw EventCodingError(reason: "\(demand.path).reminders must be times")
            }
            return time
        }
    }

    private static func escalation(
        _ demand: EventBody
    ) throws(EventCodingError) -> PlannedEscalation? {
        guard demand.members["escalation"] != nil else { return nil }
        let escalation = try demand.object("escalation")
        return PlannedEscalation(
            at: try escalation.time("at"),
            to: try approvers(escalation, "to")
        )
    }
}
