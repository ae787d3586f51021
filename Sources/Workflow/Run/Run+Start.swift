extension Run {
    /// The facts that begin (and, where there is nothing to do, end) a step whose dependencies
    /// have ended; none when it has to wait for something else.
    func startFacts(of index: Int) -> [Event] {
        let step = step(at: index)
        let record = steps[index]
        let round = phases[graph.phaseOf[index]].round
        guard isSupplied(index) else { return [] }
        do throws(ExpressionError) {
            if let reason = try reasonToSkip(step, record) {
                return [.stepSkipped(step.id, round: round, reason: reason)]
            }
            if let failed = lapseFailure(of: step, record, round: round) { return [failed] }
            return try beginning(of: step, at: index)
        } catch {
            return [
                .stepFailed(
                    StepFailed(
                        step: step.id,
                        round: round,
                        attempt: record.attempt + 1,
                        reason: "step '\(step.id)': \(error)",
                        isPermanent: true
                    )
                )
            ]
        }
    }

    /// Whether all that its dependencies produce is captured and checked, so that a step finds
    /// what it builds on.
    private func isSupplied(_ index: Int) -> Bool {
        graph.dependencies[index].allSatisfy { need in
            guard steps[need].status == .completed else { return true }
            return step(at: need).produces.allSatisfy { deliverables[$0]?.isSettled ?? true }
        }
    }

    /// The reason of a step that is skipped since others did not complete.
    package static let skippedForNeeds = "something that it needs did not complete"

    /// As in GitHub Actions: without a status function a condition means `success() && (…)`.
    private func reasonToSkip(
        _ step: Step,
        _ record: StepRecord
    ) throws(ExpressionError) -> String? {
        guard let condition = step.condition else {
            return record.needsSucceeded ? nil : Self.skippedForNeeds
        }
        if !condition.usesStatusFunction, !record.needsSucceeded {
            return Self.skippedForNeeds
        }
        let contexts = contexts(for: step, record, references: condition.references)
        let value = try condition.evaluate(in: contexts)
        return value.isTruthy ? nil : "its condition is false: \(condition.source)"
    }

    private func beginning(of step: Step, at index: Int) throws(ExpressionError) -> [Event] {
        switch step.kind {
        case .set(let assignments): return try setFacts(step, index, assignments)
        case .run(let script): return try commandFacts(step, index, script)
        case .agent(let agent, let task, let with):
            return try messageFacts(step, index, agent, task, with)
        case .check(let deliverable, _):
            guard deliverables[deliverable]?.produced != nil else { return [] }
            return [started(step, index, input: Digest(of: deliverable.text))]
        case .handoff(let handoff): return try handoffFacts(step, index, handoff)
        case .approval: return [started(step, index, input: .zero)]
        }
    }

    func started(_ step: Step, _ index: Int, input: Digest) -> Event {
        let round = phases[graph.phaseOf[index]].round
        return .stepStarted(
            StepStarted(
                step: step.id,
                phase: phase(at: graph.phaseOf[index]).id,
                round: round,
                attempt: steps[index].attempt + 1,
                idempotencyKey: idempotencyKey(step.id, round: round, input: input),
                input: input
            )
        )
    }

    /// SHA-256 over the hash of `run.started`, the step, the round, the item and the input's
    /// digest, a line each: the same for all attempts.
    func idempotencyKey(_ step: StepID, round: Int, item: String = "", input: Digest) -> Digest {
        Digest(ofLines: [origin.hex, step.text, String(round), item, input.hex])
    }

    private func setFacts(
        _ step: Step,
        _ index: Int,
        _ assignments: [Assignment]
    ) throws(ExpressionError) -> [Event] {
        let references = assignments.flatMap(\.value.references)
        let contexts = contexts(for: step, steps[index], references: references)
        var outputs = Members()
        for assignment in assignments {
            outputs[assignment.name] = try assignment.value.evaluate(in: contexts)
        }
        let value = Value.object(outputs)
        return [
            started(step, index, input: Digest(of: JSONWriter.canonical(value))),
            .stepCompleted(
                StepCompleted(
                    step: step.id,
                    round: phases[graph.phaseOf[index]].round,
                    attempt: steps[index].attempt + 1,
                    outputs: value
                )
            ),
        ]
    }

    private func commandFacts(
        _ step: Step,
        _ index: Int,
        _ script: String
    ) throws(ExpressionError) -> [Event] {
        let environment = try environment(of: step, steps[index])
        let input = Digest(
            ofLines: ["run", script] + environment.map { "\($0.name)=\($0.value)" }
        )
        return commandFacts(step, index, input: input)
    }

    /// The intent of a command, for its first and for every later attempt.
    func commandFacts(_ step: Step, _ index: Int, input: Digest) -> [Event] {
        let round = phases[graph.phaseOf[index]].round
        return [
            started(step, index, input: input),
            .effectIntended(
                EffectIntended(
                    effect: .step(step.id, round: round),
                    attempt: steps[index].attempt + 1,
                    idempotencyKey: idempotencyKey(step.id, round: round, input: input),
                    input: input,
                    onUnknown: step.onUnknown
                )
            ),
        ]
    }

    private func messageFacts(
        _ step: Step,
        _ index: Int,
        _ agent: AgentID,
        _ task: String,
        _ with: ValueTemplate
    ) throws(ExpressionError) -> [Event] {
        let contexts = contexts(for: step, steps[index], references: with.references)
        let payload = try with.evaluate(in: contexts)
        let input = Digest(of: JSONWriter.canonical(payload))
        let owner = phase(at: graph.phaseOf[index]).owner
        return [
            started(step, index, input: input),
            .messageSent(
                MessageSent(
                    envelope: envelope(step, index, to: agent, type: task, payload: payload, owner)
                )
            ),
        ]
    }

    func envelope(
        _ step: Step,
        _ index: Int,
        to agent: AgentID,
        type: String,
        payload: Value,
        _ owner: AgentID?
    ) -> Envelope {
        let phaseIndex = graph.phaseOf[index]
        let round = phases[phaseIndex].round
        let attempt = steps[index].attempt + 1
        return Envelope(
            id: MessageID("\(step.id)#\(round).\(attempt)"),
            type: type,
            from: owner == agent ? .engine : owner ?? .engine,
            to: agent,
            payload: payload,
            correlation: "\(step.id)#\(round)",
            deadline: step.timeoutMilliseconds.map { lastTime.advanced(byMilliseconds: $0) },
            step: step.id,
            phase: phase(at: phaseIndex).id,
            round: round,
            attempt: attempt,
            feedback: phases[phaseIndex].feedback
        )
    }
}

extension AgentID {
    /// The sender of what nobody else sends.
    package static let engine = AgentID("engine")
}
