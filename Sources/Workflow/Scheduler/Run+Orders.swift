extension Run {
    /// What is needed to perform `work`; nil when it is wanted no longer.
    ///
    /// - Throws: `ExpressionError` when a variable of the step cannot be evaluated.
    package func order(for work: Work, token: Int) throws(ExpressionError) -> WorkOrder? {
        guard let task = try assignment(for: work) else { return nil }
        return WorkOrder(
            work: work,
            run: id,
            workspace: started.workspace,
            asOf: started.asOf,
            inputs: started.inputs,
            validators: validators,
            token: token,
            task: task,
            approved: acting(work).map { approvedFiles(before: $0) } ?? [],
            secrets: secretOrders
        )
    }

    private func assignment(for work: Work) throws(ExpressionError) -> WorkOrder.Assignment? {
        switch work {
        case .command(let step, _, _):
            guard let order = try command(step, probe: false) else { return nil }
            return .command(order)
        case .probe(let step, _, _):
            guard let order = try command(step, probe: true) else { return nil }
            return .probe(order)
        case .deliver(let message, _): return messageOrder(message).map { .message($0) }
        case .capture(let id, let round):
            guard let record = deliverables[id] else { return nil }
            return .capture(
                record.declaration,
                phase(at: record.phase).id,
                round: round,
                producer: producer(of: record)
            )
        case .check(let id, let check, _):
            guard let produced = deliverables[id]?.produced else { return nil }
            return .check(check, produced, all: captured)
        case .offer(let step, _, _): return offer(step).map { .offer($0) }
        case .undo(let step, let round, let attempt):
            return undoOrder(step, round: round, attempt: attempt).map { .undo($0) }
        case .timer(let timer, let due): return .timer(timer, due: due)
        }
    }

    /// The step that acts on the outside when `work` is performed; nil for what only looks.
    private func acting(_ work: Work) -> StepID? {
        switch work {
        case .command(let step, _, _): step
        case .deliver(let message, _):
            mail.letters[message].flatMap { letter in
                letter.sent.question == nil && letter.envelope.type != Envelope.handoffType
                    ? letter.envelope.step : nil
            }
        case .capture, .check, .offer, .probe, .timer, .undo: nil
        }
    }

    /// What was captured so far, in the order of the file.
    package var captured: [DeliverableProduced] {
        deliverableOrder.compactMap { deliverables[$0]?.produced }
    }

    private func producer(of record: DeliverableRecord) -> String {
        let members = graph.steps(ofPhase: record.phase)
        let producing = members.first { step(at: $0).produces.contains(record.declaration.id) }
        if let producing {
            if case .agent(let agent, _, _) = step(at: producing).kind { return agent.text }
            return step(at: producing).id.text
        }
        return phase(at: record.phase).owner?.text ?? phase(at: record.phase).id.text
    }

    private func command(_ id: StepID, probe: Bool) throws(ExpressionError) -> CommandOrder? {
        guard let index = graph.index(of: id) else { return nil }
        let step = step(at: index)
        let record = steps[index]
        guard case .run(let script) = step.kind, let text = probe ? step.probe : script else {
            return nil
        }
        return CommandOrder(
            step: id,
            round: record.round,
            attempt: record.attempt,
            script: text,
            environment: try environment(of: step, record),
            idempotencyKey: record.idempotencyKey,
            timeoutMilliseconds: step.timeoutMilliseconds,
            effect: .step(id, round: record.round),
            hasProbe: step.probe != nil,
            feedback: phases[graph.phaseOf[index]].feedback
        )
    }

    private func messageOrder(_ message: MessageID) -> MessageOrder? {
        guard let letter = mail.letters[message] else { return nil }
        let envelope = letter.envelope
        let owner = envelope.effectOwner
        let step = envelope.step.flatMap { graph.index(of: $0) }
        return MessageOrder(
            envelope: envelope,
            idempotencyKey: step.map { steps[$0].idempotencyKey }
                ?? Digest(ofLines: [origin.hex, message.text]),
            isQuestion: letter.sent.question != nil,
            handoff: handoffOffered(for: envelope),
            answers: mail.answers(for: message),
            askers: mail.askers(of: message),
            effects: effects(of: owner),
            captured: captured,
            checked: deliverableOrder.flatMap { deliverables[$0]?.checked ?? [] },
            timeoutMilliseconds: step.flatMap { self.step(at: $0).timeoutMilliseconds },
            tools: definition.agents.first { $0.id == envelope.to }?.tools,
            bench: bench(for: envelope, owner: owner)
        )
    }

    private func effects(of owner: String) -> [String: EffectRecord] {
        guard !effects.isEmpty else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: effects.filter { $0.key.owner == owner }
                .map { ($0.key.key, $0.value) }
        )
    }

    private func handoffOffered(for envelope: Envelope) -> HandoffOffered? {
        guard envelope.type == Envelope.handoffType, let step = envelope.step,
            let record = record(of: step)
        else { return nil }
        return handoffs[handoffID(of: step, record)]?.offered
    }

    private func offer(_ id: StepID) -> OfferOrder? {
        guard let index = graph.index(of: id), case .handoff(let handoff) = step(at: index).kind
        else { return nil }
        let record = steps[index]
        let produced = handoff.deliverables.compactMap { deliverables[$0]?.produced }
        let from = phase(at: graph.phaseOf[index]).owner ?? .engine
        let offered = HandoffOffered(
            handoff: handoffID(of: id, record),
            step: id,
            round: record.round,
            from: from,
            to: handoff.to,
            deliverables: produced.map {
                HandoffOffered.Item(deliverable: $0.deliverable, manifest: $0.manifest)
            },
            criteria: handoff.criteria,
            waived: handoff.deliverables.flatMap { deliverables[$0]?.standingWaivers ?? [] }
        )
        let contexts = contexts(
            for: step(at: index),
            record,
            references: handoff.with.references
        )
        let with = (try? handoff.with.evaluate(in: contexts)) ?? .null
        return OfferOrder(
            offered: offered,
            deliverables: produced,
            envelope: envelope(for: offered, produced, with, record, index)
        )
    }

    private func envelope(
        for offered: HandoffOffered,
        _ produced: [DeliverableProduced],
        _ with: Value,
        _ record: StepRecord,
        _ index: Int
    ) -> Envelope {
        let phaseIndex = graph.phaseOf[index]
        return Envelope(
            id: MessageID(offered.handoff.text),
            type: Envelope.handoffType,
            from: offered.from,
            to: offered.to,
            payload: .object(offerPayload(offered, produced, with)),
            correlation: "\(offered.step)#\(record.round)",
            step: offered.step,
            phase: phase(at: phaseIndex).id,
            round: record.round,
            attempt: record.attempt,
            feedback: phases[phaseIndex].feedback
        )
    }
}

extension Run {
    /// What an offer says; the answers of a person only where one was asked.
    private func offerPayload(
        _ offered: HandoffOffered,
        _ produced: [DeliverableProduced],
        _ with: Value
    ) -> Members {
        var members: Members = [
            "criteria": .strings(offered.criteria),
            "deliverables": .array(
                produced.map { produced in
                    let waived = offered.waived.filter {
                        $0.waiver.deliverable == produced.deliverable
                    }
                    return .members(
                        ("id", .string(produced.deliverable.text)),
                        ("files", .int(produced.files.count)),
                        ("manifest", .string(produced.manifest.hex)),
                        ("waived", .listOrNothing(waived, EventCoding.form(waived:)))
                    )
                }
            ),
            "handoff": .string(offered.handoff.text),
            "with": with,
        ]
        let answers = answers(for: offered.step)
        if !answers.isEmpty { members["answers"] = .array(answers) }
        return members
    }

    /// What people said when the receiver could not judge without them.
    private func answers(for step: StepID) -> [Value] {
        let asked = handoffOrder.last { handoffs[$0]?.offered.step == step }
            .flatMap { handoffs[$0] }
        guard asked?.receipt?.decision == .needsInput,
            let gate = gates[GateID("\(step)-escalation")],
            case .decided(.approve, _, _) = gate.status
        else { return [] }
        return gate.votes.filter { $0.decision == .approve }.map {
            ["by": .string($0.by), "comment": .string($0.comment)]
        }
    }
}

extension Envelope {
    /// The type of the message that offers a handoff.
    package static let handoffType = "handoff-offered"
}
