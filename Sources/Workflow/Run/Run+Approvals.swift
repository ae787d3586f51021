/// What was approved at a gate, as an effect that builds on it must still find it.
package struct ApprovedFiles: Sendable, Hashable {
    package let gate: GateID
    package let round: Int
    package let files: [DeliverableFile]
}

extension Run {
    /// The files whose approval the step builds on: of every gate of an earlier phase, and of
    /// every gate of its own phase that it needs, directly or through others.
    ///
    /// A path that several gates asked about is the newest one's. A path is left out that a
    /// deliverable of a step that began after the approval declares too: there it is captured,
    /// checked and approved anew.
    package func approvedFiles(before id: StepID) -> [ApprovedFiles] {
        guard let index = graph.index(of: id) else { return [] }
        let decided = gateOrder.compactMap { gates[$0] }.filter { isApproval($0, before: index) }
            .sorted { $0.sequence > $1.sequence }
        guard !decided.isEmpty else { return [] }
        var seen: Set<String> = []
        return decided.compactMap { gate in
            let rewritten = DeclaredPaths(rewritten(after: gate))
            let files = gate.opened.subject.files.filter { file in
                seen.insert(file.path).inserted && !rewritten.name(file.path)
            }
            return files.isEmpty
                ? nil
                : ApprovedFiles(gate: gate.opened.gate, round: gate.opened.round, files: files)
        }
    }

    private func isApproval(_ gate: GateRecord, before index: Int) -> Bool {
        guard case .decided(.approve, _, _) = gate.status,
            let phase = graph.phaseIndex(of: gate.opened.phase)
        else { return false }
        guard phase == graph.phaseOf[index] else { return phase < graph.phaseOf[index] }
        guard let step = gate.opened.step.flatMap({ graph.index(of: $0) }) else { return false }
        return graph.descendants(of: [step]).contains(index)
    }

    /// What deliverables declare that the gate did not ask about and that may have been made since.
    private func rewritten(after gate: GateRecord) -> [String] {
        let asked = Set(gate.opened.subject.verdicts.map(\.deliverable))
        return deliverableOrder.compactMap { deliverables[$0] }.filter { record in
            !asked.contains(record.declaration.id) && hasBegun(record)
        }.flatMap { $0.declaration.files + $0.declaration.optionalFiles }
    }

    /// Whether a step that may make the deliverable has begun.
    private func hasBegun(_ record: DeliverableRecord) -> Bool {
        let members = graph.steps(ofPhase: record.phase)
        guard phases[record.phase].status != .notStarted else { return false }
        let producers = members.filter { step(at: $0).produces.contains(record.declaration.id) }
        return (producers.isEmpty ? Array(members) : producers)
            .contains { steps[$0].status != .pending }
    }

    /// Decided gates were voided right before an effect: what is under way comes to its end,
    /// nothing else begins, and then the phase of the first of them is opened again, where its
    /// files are captured, checked and asked about anew.
    func decideLostApprovals(_ decision: inout Decision) {
        for index in active where steps[index].status == .running && !isStopped(index) {
            decideRunning(step(at: index), steps[index], &decision)
        }
        decideMail(&decision)
        guard decision.facts.isEmpty, decision.work.isEmpty, askedEffects.isEmpty,
            let first = lostApprovals.compactMap({ gates[$0] }).min(by: isEarlier),
            let index = graph.phaseIndex(of: first.opened.phase),
            case .voided(let reason) = first.status
        else { return }
        let roots = lostApprovals.compactMap { gates[$0]?.opened }
            .filter { $0.phase == first.opened.phase }
            .compactMap { opened in opened.step.flatMap { graph.index(of: $0) } }
        decision.facts += reopenFacts(
            phase: index,
            feedback: Feedback(from: "engine", comment: "gate '\(first.opened.gate)': \(reason)"),
            roots: roots
        )
    }

    private func isEarlier(_ left: GateRecord, _ right: GateRecord) -> Bool {
        let phases = [left, right].map { graph.phaseIndex(of: $0.opened.phase) ?? 0 }
        return (phases[0], left.sequence) < (phases[1], right.sequence)
    }

    /// A command that did not begin because the approval was lost: it is not tried again here.
    private func isStopped(_ index: Int) -> Bool {
        guard case .run = step(at: index).kind else { return false }
        let key = EffectKey.step(step(at: index).id, round: steps[index].round)
        guard case .completed(false, _, _) = effects[key]?.status else { return false }
        return true
    }
}
