/// A step that did something, with all that its `undo` is given.
struct Undoable: Sendable, Hashable {
    let step: UndoneStep
    let outputs: Value
    let environment: [EnvironmentValue]
    /// Nil when it completed; else why nobody knows what it did.
    let doubt: String?
}

/// How far the undoing of a run is.
package struct Compensation: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case undone
        case failed(reason: String)
    }

    package let started: CompensationStarted
    /// What has ended, in the order in which it was undone.
    package internal(set) var outcomes: [UndoneStep: Outcome] = [:]
    package internal(set) var isCompleted = false
    let material: [UndoneStep: Undoable]

    package var undone: [UndoneStep] { started.steps.filter { outcomes[$0] == .undone } }

    /// What is still there, with the reason.
    package var left: [CompensationStarted.Left] {
        started.steps.compactMap { step in
            guard case .failed(let reason) = outcomes[step] else { return nil }
            return CompensationStarted.Left(step: step, reason: reason)
        } + started.left
    }

    /// What is undone now: one after the other.
    var next: UndoneStep? { started.steps.first { outcomes[$0] == nil } }
}

extension Run {
    /// Whether steps are being undone, and nothing else happens.
    package var isCompensating: Bool { compensation.map { !$0.isCompleted } ?? false }

    /// Whether the run has to end, with what is under way ended first.
    package var isEnding: Bool { cancelRequest != nil || rejection != nil }

    /// The gate whose rejection still has to be carried out, because something has to be undone.
    var rejection: GateRecord? {
        guard hasUndo, status.isOpen else { return nil }
        return gateOrder.lazy.compactMap { gates[$0] }.first { gate in
            if case .decided(.reject, _, _) = gate.status { true } else { false }
        }
    }

    /// Whether a rejection has something to undo.
    var owesUndo: Bool { hasUndo && compensation == nil && !plan.isEmpty }

    /// The facts that ask for a run's end with all that it did undone; a failed run too.
    ///
    /// - Throws: `Refusal.runHasEnded` when there is nothing to cancel.
    package func cancelUndoing(by: String, comment: String) throws(Refusal) -> [Event] {
        switch status {
        case .open, .failed: break
        default: throw .runHasEnded(id, status: statusWord)
        }
        return (cancelRequest == nil ? [.runCancelRequested(by: by, comment: comment)] : [])
            + (undoRequest == nil ? [.compensationRequested(by: by)] : [])
    }

    // MARK: Deciding

    func decideRejection(_ gate: GateRecord, _ decision: inout Decision) {
        guard !isCommandUnderWay, case .decided(_, let by, _) = gate.status else { return }
        guard isCompensated(&decision) else { return }
        decision.facts.append(.runRejected(gate: gate.opened.gate, by: by))
    }

    /// Whether nothing is left to undo; what there is is decided.
    func isCompensated(_ decision: inout Decision) -> Bool {
        guard let compensation else {
            guard owesUndo else { return true }
            decision.facts += closing + [.compensationStarted(plan)]
            return false
        }
        if compensation.isCompleted { return true }
        guard let step = compensation.next else {
            decision.facts.append(
                .compensationCompleted(
                    CompensationCompleted(undone: compensation.undone, left: compensation.left)
                )
            )
            return false
        }
        decideUndo(of: step, &decision)
        return false
    }

    private func decideUndo(of step: UndoneStep, _ decision: inout Decision) {
        guard let effect = effects[step.effect] else {
            decision.facts.append(undoIntended(step, attempt: 1))
            return
        }
        let attempt = effect.intended.attempt
        switch effect.status {
        case .intended:
            decision.work.append(.undo(step.step, round: step.round, attempt: attempt))
        case .unknown
        where effect.intended.onUnknown == .retry && attempt < started.limits.attempts:
            decision.facts.append(undoIntended(step, attempt: attempt + 1))
        case .unknown: break
        case .settled(.retry, _):
            decision.facts.append(undoIntended(step, attempt: attempt + 1))
        case .settled(.fail, _):
            decision.facts.append(
                .stepUndoFailed(
                    StepUndone(step: step, attempt: attempt),
                    reason: "settled as failed by a person"
                )
            )
        case .settled(.done, _), .completed:
            decision.facts.append(.stepUndone(StepUndone(step: step, attempt: attempt)))
        }
    }

    private func undoIntended(_ step: UndoneStep, attempt: Int) -> Event {
        let declaration = graph.index(of: step.step).flatMap { self.step(at: $0).undo }
        let outputs = compensation?.material[step]?.outputs ?? .null
        let input = Digest(
            ofLines: ["undo", declaration?.script ?? "", JSONWriter.canonical(outputs)]
        )
        return .effectIntended(
            EffectIntended(
                effect: step.effect,
                attempt: attempt,
                idempotencyKey: idempotencyKey(
                    step.step,
                    round: step.round,
                    item: UndoneStep.effectKey,
                    input: input
                ),
                input: input,
                onUnknown: declaration?.isIdempotent == true ? .retry : .ask
            )
        )
    }

    /// Nobody decides, and nothing is waited for, while steps are undone.
    private var closing: [Event] {
        let reason = "what the run did is being undone"
        let voided = gateOrder.compactMap { gates[$0] }.filter(\.isOpen).map {
            Event.gateVoided($0.opened.gate, round: $0.opened.round, reason: reason)
        }
        let withdrawn = handoffOrder.filter { handoffs[$0]?.isOpen == true }.map {
            Event.handoffWithdrawn($0, reason: reason)
        }
        return voided + timerOrder.map { .timerCancelled($0) } + withdrawn
    }

    // MARK: What there is to undo

    /// What would be undone, the last first, and what not.
    var plan: CompensationStarted {
        var steps: [UndoneStep] = []
        var left: [CompensationStarted.Left] = []
        for item in (undoables + underWay).reversed() {
            guard let index = graph.index(of: item.step.step), let undo = step(at: index).undo
            else { continue }
            if let doubt = item.doubt, undo.when == .completed {
                left.append(
                    CompensationStarted.Left(
                        step: item.step,
                        reason: "its outcome is unknown: \(doubt)"
                    )
                )
            } else {
                steps.append(item.step)
            }
        }
        return CompensationStarted(steps: steps, left: left)
    }

    /// Steps that have begun and of which nobody can say how they ended.
    private var underWay: [Undoable] {
        active.compactMap { index in
            guard step(at: index).undo != nil, isTouched(index) else { return nil }
            return undoable(index, outputs: .object([:]), doubt: "it had not ended")
        }
    }

    private func isTouched(_ index: Int) -> Bool {
        let record = steps[index]
        guard record.attempt > 0 else { return false }
        guard case .run = step(at: index).kind else { return true }
        return effects[.step(step(at: index).id, round: record.round)] != nil
    }

    private func undoable(_ index: Int, outputs: Value, doubt: String?) -> Undoable {
        let step = step(at: index)
        return Undoable(
            step: UndoneStep(step: step.id, round: steps[index].round),
            outputs: outputs,
            // What could be evaluated when the step began can be now.
            environment: (try? environment(of: step, steps[index])) ?? [],
            doubt: doubt
        )
    }

    /// Remembers what a step did before it can be forgotten by a later round.
    mutating func remember(_ id: StepID, round: Int, outputs: Value = .object([:]), doubt: String?)
    {
        guard hasUndo, let index = graph.index(of: id), step(at: index).undo != nil,
            steps[index].round == round, !steps[index].status.isTerminal, isTouched(index)
        else { return }
        undoables.append(undoable(index, outputs: outputs, doubt: doubt))
    }

    // MARK: Applying

    mutating func request(undoBy who: String) {
        undoRequest = who
        if case .failed = status { status = .open }
    }

    mutating func begin(_ started: CompensationStarted) {
        let all = undoables + underWay
        let wanted = Set(started.steps)
        compensation = Compensation(
            started: started,
            material: Dictionary(
                all.filter { wanted.contains($0.step) }.map { ($0.step, $0) },
                uniquingKeysWith: { _, last in last }
            )
        )
    }

    /// All that is needed to undo a step.
    func undoOrder(_ id: StepID, round: Int, attempt: Int) -> UndoOrder? {
        let step = UndoneStep(step: id, round: round)
        guard let index = graph.index(of: id), let undo = self.step(at: index).undo,
            let material = compensation?.material[step], let effect = effects[step.effect]
        else { return nil }
        return UndoOrder(
            command: CommandOrder(
                step: id,
                round: round,
                attempt: attempt,
                script: undo.script,
                environment: material.environment,
                idempotencyKey: effect.intended.idempotencyKey,
                timeoutMilliseconds: undo.timeoutMilliseconds
                    ?? self.step(at: index).timeoutMilliseconds,
                effect: step.effect,
                hasProbe: false,
                feedback: []
            ),
            outputs: material.outputs
        )
    }
}
