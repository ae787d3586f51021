extension Run {
    func decideCommand(_ step: Step, _ record: StepRecord, _ decision: inout Decision) {
        guard let index = graph.index(of: step.id) else { return }
        let key = EffectKey.step(step.id, round: record.round)
        guard let effect = effects[key] else { return }
        switch effect.status {
        case .intended:
            decision.work.append(
                .command(step.id, round: record.round, attempt: record.attempt)
            )
        case .unknown(let reason):
            decideUnknown(step, index, effect, reason: reason, &decision)
        case .completed(let isDone, let result, _):
            // Only a probe ends an effect without ending its step in the same breath.
            decision.facts +=
                isDone
                ? [completed(step, record, outputs: result)]
                : commandFacts(step, index, input: effect.intended.input)
        case .settled(.done, let outputs):
            decision.facts.append(completed(step, record, outputs: outputs))
        case .settled(.retry, _):
            decision.facts += commandFacts(step, index, input: effect.intended.input)
        case .settled(.fail, _):
            decision.facts.append(failed(step, record, reason: "settled as failed by a person"))
        }
    }

    private func decideUnknown(
        _ step: Step,
        _ index: Int,
        _ effect: EffectRecord,
        reason: String,
        _ decision: inout Decision
    ) {
        let record = steps[index]
        if step.probe != nil, !effect.isProbed {
            decision.work.append(.probe(step.id, round: record.round, attempt: record.attempt))
            return
        }
        switch effect.intended.onUnknown {
        case .retry where record.attempt < started.limits.attempts:
            decision.facts += commandFacts(step, index, input: effect.intended.input)
        case .fail:
            decision.facts.append(
                failed(step, record, reason: "the outcome of its effect is unknown: \(reason)")
            )
        case .retry, .ask: break
        }
    }

    private func completed(_ step: Step, _ record: StepRecord, outputs: Value) -> Event {
        .stepCompleted(
            StepCompleted(
                step: step.id,
                round: record.round,
                attempt: record.attempt,
                outputs: outputs
            )
        )
    }

    private func failed(_ step: Step, _ record: StepRecord, reason: String) -> Event {
        .stepFailed(
            StepFailed(
                step: step.id,
                round: record.round,
                attempt: record.attempt,
                reason: reason,
                isPermanent: true
            )
        )
    }

    /// Effects that wait for a person.
    package var askedEffects: [EffectKey] {
        openEffects.filter { key in
            // What is undone goes on by itself; what was done is told apart already.
            if isCompensating, key.key != UndoneStep.effectKey { return false }
            guard let effect = effects[key], case .unknown = effect.status else { return false }
            return switch effect.intended.onUnknown {
            case .ask: isProbedOrHasNoProbe(effect)
            case .retry:
                isProbedOrHasNoProbe(effect)
                    && effect.intended.attempt >= started.limits.attempts
            case .fail: false
            }
        }
    }

    private func isProbedOrHasNoProbe(_ effect: EffectRecord) -> Bool {
        guard effect.intended.effect.key.isEmpty,
            let index = graph.index(of: StepID(effect.intended.effect.owner))
        else { return true }
        return effect.isProbed || step(at: index).probe == nil
    }

    /// Whether an agent's effect of unknown outcome keeps `message` from being handled.
    func isBlockedByUnknownEffect(_ message: MessageID) -> Bool {
        guard !openEffects.isEmpty, let letter = mail.letters[message] else { return false }
        let owner = letter.envelope.effectOwner
        return askedEffects.contains { $0.owner == owner }
    }

    /// Effects of this run that were intended by a process that is gone.
    package var interruptedEffects: [EffectRecord] {
        openEffects.compactMap { effects[$0] }.filter { $0.status == .intended }
    }
}

extension Envelope {
    /// Under which name its handler's effects stand in the ledger: the conversation of a step, the
    /// same for all attempts, else the message itself.
    package var effectOwner: String { step == nil ? id.text : "\(correlation)" }
}
