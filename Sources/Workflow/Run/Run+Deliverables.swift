extension Run {
    /// Whether the deliverable exists or is to come.
    ///
    /// One that a step with a condition makes is owed once that step has begun; when the step is
    /// skipped it never is.
    package func isOwed(_ id: DeliverableID) -> Bool {
        guard let record = deliverables[id] else { return false }
        if record.produced != nil { return true }
        return graph.steps(ofPhase: record.phase).allSatisfy { index in
            let step = step(at: index)
            guard step.condition != nil, step.produces.contains(id) else { return true }
            switch steps[index].status {
            case .pending, .skipped: return false
            case .running, .attemptFailed, .retrying, .completed, .failed: return true
            }
        }
    }

    func decideCheckStep(
        _ step: Step,
        _ record: StepRecord,
        _ deliverable: DeliverableID,
        _ checks: [CheckID],
        _ decision: inout Decision
    ) {
        guard let subject = deliverables[deliverable], let produced = subject.produced else {
            return
        }
        let open = checks.filter { check in !subject.checked.contains { $0.check == check } }
        guard open.isEmpty else {
            decision.work += open.map { .check(deliverable, $0, manifest: produced.manifest) }
            return
        }
        let mine = subject.checked.filter { checks.contains($0.check) }
        let failed = mine.filter { $0.result.verdict == .failed && !subject.isWaived($0) }
        let outputs = Value.object(
            Members(mine.map { ($0.check.text, .string(subject.standing(of: $0))) })
        )
        if failed.isEmpty {
            decision.facts.append(
                .stepCompleted(
                    StepCompleted(
                        step: step.id,
                        round: record.round,
                        attempt: record.attempt,
                        outputs: outputs
                    )
                )
            )
        } else {
            decision.facts.append(
                .stepFailed(
                    StepFailed(
                        step: step.id,
                        round: record.round,
                        attempt: record.attempt,
                        reason: "deliverable '\(deliverable)' failed "
                            + failed.map { "'\($0.check)'" }.joined(separator: ", "),
                        findings: failed.flatMap(\.result.findings),
                        isPermanent: true
                    )
                )
            )
        }
    }

    /// Begins a handoff once everything that it offers is captured and checked.
    func handoffFacts(
        _ step: Step,
        _ index: Int,
        _ handoff: HandoffDeclaration
    ) throws(ExpressionError) -> [Event] {
        let offered = handoff.deliverables.filter(isOwed).compactMap { deliverables[$0] }
        guard offered.allSatisfy(\.isSettled) else { return [] }
        let failures = offered.flatMap(\.failures)
        guard failures.isEmpty else {
            return [
                .stepFailed(
                    StepFailed(
                        step: step.id,
                        round: phases[graph.phaseOf[index]].round,
                        attempt: steps[index].attempt + 1,
                        reason: "nothing is handed over while a check fails",
                        findings: failures,
                        isPermanent: true
                    )
                )
            ]
        }
        let contexts = contexts(for: step, steps[index], references: handoff.with.references)
        let with = try handoff.with.evaluate(in: contexts)
        let manifests = offered.compactMap { $0.produced?.manifest.hex }
        let input = Digest(ofLines: manifests + [JSONWriter.canonical(with)])
        return [started(step, index, input: input)]
    }

    /// A handoff's id: its step and round, and the attempt where it was offered more than once.
    package func handoffID(of step: StepID, _ record: StepRecord) -> HandoffID {
        HandoffID("\(step)#\(record.round).\(record.attempt)")
    }

    func decideHandoff(_ step: Step, _ record: StepRecord, _ decision: inout Decision) {
        let id = handoffID(of: step.id, record)
        guard let handoff = handoffs[id] else {
            decision.work.append(
                .offer(step.id, round: record.round, attempt: record.attempt)
            )
            return
        }
        guard let receipt = handoff.receipt, receipt.decision != .accepted else { return }
        // Rework resets steps; what runs beside this one ends first.
        guard active.allSatisfy({ self.step(at: $0).id == step.id || isWaitingForPartner($0) })
        else { return }
        decideRefusedHandoff(step, handoff, receipt, &decision)
    }

    private func isWaitingForPartner(_ index: Int) -> Bool {
        guard case .handoff = step(at: index).kind else { return false }
        let id = handoffID(of: step(at: index).id, steps[index])
        return handoffs[id]?.receipt != nil
    }

    private func decideRefusedHandoff(
        _ step: Step,
        _ handoff: HandoffRecord,
        _ receipt: Receipt,
        _ decision: inout Decision
    ) {
        let offers = handoffOrder.count { handoffs[$0]?.offered.step == step.id }
        let target = reworkPhase(for: handoff.offered)
        let gate = GateID("\(step.id)-escalation")
        if receipt.decision == .rejected, offers < started.limits.handoffRounds, let target,
            gates[gate]?.isOpen != true
        {
            decision.facts += reworkFacts(
                phase: target,
                feedback: Feedback(
                    from: "agent:\(handoff.offered.to)",
                    comment: "handoff '\(handoff.offered.handoff)' was rejected",
                    findings: receipt.findings
                ),
                offered: handoff.offered
            )
            return
        }
        decideEscalation(step, gate, handoff, receipt, offers: offers, &decision)
    }

    /// The phase that owns the first deliverable of a handoff, when it has an owner.
    func reworkPhase(for offered: HandoffOffered) -> Int? {
        let phases = offered.deliverables.compactMap { deliverables[$0.deliverable]?.phase }
        return phases.min().flatMap { definition.phases[$0].owner == nil ? nil : $0 }
    }

    private func decideEscalation(
        _ step: Step,
        _ gate: GateID,
        _ handoff: HandoffRecord,
        _ receipt: Receipt,
        offers: Int,
        _ decision: inout Decision
    ) {
        guard let record = gates[gate], record.sequence > handoff.sequence else {
            let declaration = GateDeclaration(id: gate)
            let codes = receipt.findings.map(\.code).joined(separator: ", ")
            decision.facts.append(
                opened(
                    declaration,
                    step: step,
                    files: handoff.offered.deliverables
                        .compactMap { deliverables[$0.deliverable]?.produced }.flatMap(\.files),
                    verdicts: receipt.criteria.map { criterion in
                        GateSubject.Line(
                            deliverable: DeliverableID(handoff.offered.handoff.text),
                            check: CheckID(criterion.id),
                            verdict: criterion.status
                        )
                    },
                    question: "'\(handoff.offered.to)' \(receipt.decision.rawValue) handoff "
                        + "'\(handoff.offered.handoff)' after \(offers) offers (\(codes)): "
                        + "approve to offer it once more"
                )
            )
            return
        }
        decideEscalated(step, record, handoff, &decision)
    }

    private func decideEscalated(
        _ step: Step,
        _ gate: GateRecord,
        _ handoff: HandoffRecord,
        _ decision: inout Decision
    ) {
        guard case .decided(let answer, let by, _) = gate.status,
            let index = graph.index(of: step.id)
        else { return }
        switch answer {
        case .approve:
            decision.facts.append(started(step, index, input: .zero))
        case .reject:
            decision.facts.append(.runRejected(gate: gate.opened.gate, by: by))
        case .requestChanges:
            if let target = reworkPhase(for: handoff.offered) {
                decision.facts += changeFacts(of: gate, phase: target)
            }
        }
    }
}
