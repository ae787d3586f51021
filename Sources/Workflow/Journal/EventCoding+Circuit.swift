extension EventCoding {
    static func circuitForm(_ event: Event) -> Form {
        switch event {
        case .circuitOpened(let opened):
            Form(
                "circuit.opened",
                [
                    "agent": .name(opened.agent),
                    "deliveries": .int(opened.deliveries),
                    "failures": .int(opened.failures),
                    "until": .time(opened.until),
                ]
            )
        case .circuitClosed(let agent): Form("circuit.closed", ["agent": .name(agent)])
        default: unexpected(event)
        }
    }

    static func circuitEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "circuit.opened":
            .circuitOpened(
                CircuitOpened(
                    agent: try body.name("agent"),
                    failures: try body.int("failures"),
                    deliveries: try body.int("deliveries"),
                    until: try body.time("until")
                )
            )
        case "circuit.closed": .circuitClosed(try body.name("agent"))
        default: nil
        }
    }

    /// The circuits' part of `run.started`; left out where it is the default.
    static func circuitMembers(_ started: RunStarted) -> [(String, Value?)] {
        let hold = started.limits.circuitHoldMilliseconds
        return [
            (
                "circuitHoldMilliseconds",
                hold == RunLimits.standard.circuitHoldMilliseconds ? nil : .int(Int(hold))
            ),
            (
                "circuits",
                .listOrNothing(started.circuits) { circuit in
                    [
                        "agent": .name(circuit.agent),
                        "failurePercent": .int(circuit.rule.failurePercent),
                        "holdMinutes": .int(circuit.rule.holdMinutes),
                    ]
                }
            ),
        ]
    }

    static func circuits(_ body: EventBody) throws(EventCodingError) -> [RunStarted.PartnerCircuit]
    {
        try body.objects("circuits") { circuit throws(EventCodingError) in
            RunStarted.PartnerCircuit(
                agent: try circuit.name("agent"),
                rule: CircuitRule(
                    failurePercent: try circuit.int("failurePercent"),
                    holdMinutes: try circuit.int("holdMinutes")
                )
            )
        }
    }
}
