extension Run {
    /// Opens and closes circuits, and waits for the time at which a partner is tried again.
    ///
    /// The wait is there only while a message is held: a run that needs the partner no more does
    /// not wait for it.
    func decideCircuits(_ decision: inout Decision) {
        for agent in circuits.agents {
            guard let circuit = circuits[agent] else { continue }
            switch circuit.state {
            case .closed:
                if circuit.isOverTolerance { decision.facts.append(opened(agent, circuit)) }
            case .halfOpen:
                guard let trial = circuit.trial else { continue }
                decision.facts.append(
                    trial.isFailure ? opened(agent, circuit) : .circuitClosed(agent)
                )
            case .open(let until): decideHeld(agent, until: until, &decision)
            }
        }
    }

    private func opened(_ agent: AgentID, _ circuit: Circuit) -> Event {
        .circuitOpened(
            CircuitOpened(
                agent: agent,
                failures: circuit.failures,
                deliveries: circuit.counted,
                until: lastTime.advanced(byMilliseconds: circuits.holdMilliseconds(of: agent))
            )
        )
    }

    private func decideHeld(_ agent: AgentID, until: Timestamp, _ decision: inout Decision) {
        let timer = Circuits.timer(of: agent)
        switch (mail.queued(for: agent) > 0, timers[timer]) {
        case (true, let due?): decision.work.append(.timer(timer, due: due))
        case (true, nil): decision.facts.append(.timerSet(timer, due: until))
        case (false, _?): decision.facts.append(.timerCancelled(timer))
        case (false, nil): break
        }
    }

    /// How a delivery ended; before the mail forgets to whom it was.
    mutating func noteDelivery(of message: MessageID, isFailure: Bool) {
        guard let letter = mail.letters[message] else { return }
        circuits.note(message, to: letter.envelope.to, isFailure: isFailure)
    }

    mutating func excuseDelivery(_ failed: StepFailed) {
        guard !failed.findings.isEmpty, let index = graph.index(of: failed.step) else { return }
        let message = MessageID("\(failed.step)#\(failed.round).\(failed.attempt)")
        switch step(at: index).kind {
        case .agent(let agent, _, _): circuits.excuse(message, to: agent)
        case .handoff(let handoff): circuits.excuse(message, to: handoff.to)
        case .run, .set, .check, .approval: break
        }
    }
}
