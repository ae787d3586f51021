/// What is known of an attempt that failed and may be made again.
package struct AttemptFailure: Sendable, Hashable {
    /// The event that says so.
    let sequence: Int
    let reason: String
}

extension Run {
    /// A message to a partner is sent three times at most: once, and two more.
    static let partnerAttempts = 3

    /// Whether an attempt at `step` was its last.
    func isLast(_ failed: StepFailed, of step: Step) -> Bool {
        guard case .agent = step.kind else { return failed.attempt >= step.retry.attempts }
        return failed.attempt >= min(step.retry.attempts, Self.partnerAttempts)
    }

    /// Whether a person is asked when the attempts at `step` are used up.
    ///
    /// Where nothing is tried again the run fails at once, and `resume` is the person's answer.
    func asksPerson(_ step: Step) -> Bool {
        guard case .agent = step.kind else { return false }
        return step.retry.attempts > 1
    }

    /// Whether no attempt is left for a step whose last one failed.
    func isUsedUp(_ step: Step, _ record: StepRecord) -> Bool {
        asksPerson(step)
            && record.attempt >= min(step.retry.attempts, Self.partnerAttempts)
    }

    /// Asks a person about a partner that failed at every attempt; nothing goes on by itself.
    func decideUsedUp(_ index: Int, _ decision: inout Decision) {
        let step = step(at: index)
        let record = steps[index]
        let gate = GateID("\(step.id)-escalation")
        guard let failure = record.lastFailure else { return }
        guard let present = gates[gate], present.sequence > failure.sequence else {
            decision.facts.append(escalation(gate, step, record, failure))
            return
        }
        guard case .decided(let answer, let by, _) = present.status else { return }
        switch answer {
        case .approve: decision.facts += startFacts(of: index)
        case .reject: decision.facts.append(.runRejected(gate: gate, by: by))
        case .requestChanges:
            decision.facts += reopenFacts(
                phase: graph.phaseOf[index],
                feedback: feedback(of: present)
            )
        }
    }

    private func escalation(
        _ gate: GateID,
        _ step: Step,
        _ record: StepRecord,
        _ failure: AttemptFailure
    ) -> Event {
        let partner = step.kind.agent?.text ?? step.id.text
        let attempt = "\(step.id)#\(record.round).\(record.attempt)"
        return opened(
            GateDeclaration(id: gate),
            step: step,
            files: [],
            verdicts: [
                GateSubject.Line(
                    deliverable: DeliverableID(attempt),
                    check: "answered",
                    verdict: .failed
                )
            ],
            question: "'\(partner)' did not answer after \(record.attempt) attempts "
                + "(\(failure.reason)): approve to try once more"
        )
    }
}
