/// Why things happened: for each event of a run the events that led to it.
///
/// A fold, pure like the run itself. Every event but the first has a cause, and every cause comes
/// before what it led to, so that following them always ends at `run.started`.
package struct Causes: Sendable {
    /// One event that led to another.
    package struct Cause: Sendable, Hashable {
        package let sequence: Int
        package let reason: Reason
    }

    /// In which way one event leads to another.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The run began.
        case run
        /// The phase began, ended or was reopened.
        case phase
        /// A step that it needs ended.
        case need
        /// What the step did before.
        case step
        /// The step's effect on the outside.
        case effect
        /// A message, or the answer to a question.
        case message
        /// A deliverable was captured or edited, which it reads or is about.
        case deliverable
        /// A check of the deliverable gave its verdict.
        case check
        /// The handoff was offered.
        case handoff
        /// The partner's receipt.
        case receipt
        /// The gate was opened.
        case gate
        /// A person voted.
        case vote
        /// The gate was decided, or expired.
        case decision
        /// Something sent the phase back, or broke it.
        case feedback
        case timer
        /// A person asked for it.
        case request
    }

    let definition: Definition
    let graph: Graph

    // MARK: The last event of each thing, by its place in the journal

    var first: Int?
    var phases: [PhaseID: Int] = [:]
    var currentPhase: PhaseID?
    /// What the step did last, and how it ended last.
    var steps: [StepID: (latest: Int, ended: Int?)] = [:]
    var effects: [EffectKey: Int] = [:]
    var messages: [MessageID: (sent: Int, ended: Int?, questions: [MessageID])] = [:]
    /// The answer to a step's own message.
    var answers: [StepID: Int] = [:]
    var produced: [DeliverableID: Int] = [:]
    /// The edits that were not captured yet.
    var edits: [DeliverableID: [Int]] = [:]
    var checked: [DeliverableID: [Int]] = [:]
    var handoffs: [HandoffID: (offered: Int, answered: Int?)] = [:]
    var receipts: [StepID: Int] = [:]
    var offered: [HandoffID: HandoffOffered] = [:]
    var gates: [GateID: (opened: Int, votes: [Int], ended: Int?)] = [:]
    var timers: [TimerID: Int] = [:]
    /// What last sent a phase back or broke the run.
    var trigger: Int?
    var failures: [Int] = []
    var request: Int?

    package init(_ definition: Definition) {
        self.definition = definition
        graph = Graph(definition)
    }

    /// Takes one event in and says what led to it, the nearest first.
    package mutating func apply(_ record: RecordedEvent) -> [Cause] {
        var causes = causes(of: record.event).filter { $0.sequence < record.sequence }
        if causes.isEmpty, let first, first < record.sequence {
            causes = [Cause(sequence: first, reason: .run)]
        }
        remember(record.event, at: record.sequence)
        var seen: Set<Int> = []
        return causes.sorted { $0.sequence > $1.sequence }
            .filter { seen.insert($0.sequence).inserted }
    }

    private mutating func remember(_ event: Event, at sequence: Int) {
        switch event {
        case .runStarted: first = sequence
        case .runFailed: trigger = sequence
        case .runCancelRequested: request = sequence
        case .phaseStarted(let phase, _):
            currentPhase = phase
            failures = []
            phases[phase] = sequence
        case .phaseReopened(let reopened):
            currentPhase = reopened.phase
            failures = []
            phases[reopened.phase] = sequence
        case .phaseCompleted(let phase, _): phases[phase] = sequence
        case .stepStarted(let step): steps[step.step] = (sequence, nil)
        case .stepCompleted(let step): steps[step.step] = (sequence, sequence)
        case .stepSkipped(let step, _, _): steps[step] = (sequence, sequence)
        case .stepFailed(let step):
            steps[step.step] = (sequence, sequence)
            failures.append(sequence)
        case .effectIntended(let effect): effects[effect.effect] = sequence
        case .effectCompleted(let effect): touch(effect.effect, sequence)
        case .effectUnknown(let effect, _): touch(effect, sequence)
        case .effectSettled(let effect): touch(effect.effect, sequence)
        case .messageSent(let sent): remember(sent, at: sequence)
        case .messageHandled(let message, _), .messageRejected(let message, _):
            messages[message]?.ended = sequence
            answers[StepID(message.step)] = sequence
        case .deliverableProduced(let deliverable):
            produced[deliverable.deliverable] = sequence
            edits[deliverable.deliverable] = nil
            checked[deliverable.deliverable] = []
            if !deliverable.missing.isEmpty { failures.append(sequence) }
        case .deliverableEdited(let edited): edits[edited.deliverable, default: []].append(sequence)
        case .deliverableChecked(let check):
            checked[check.deliverable, default: []].append(sequence)
            if check.result.verdict == .failed { failures.append(sequence) }
        case .handoffOffered(let handoff):
            handoffs[handoff.handoff] = (sequence, nil)
            offered[handoff.handoff] = handoff
        case .handoffAnswered(let handoff, _, let receipt):
            handoffs[handoff]?.answered = sequence
            if let step = offered[handoff]?.step { receipts[step] = sequence }
            if receipt.decision != .accepted { trigger = sequence }
        case .gateOpened(let gate): gates[gate.gate] = (sequence, [], nil)
        case .gateVoted(let vote): gates[vote.gate]?.votes.append(sequence)
        case .gateDecided(let gate, _, let decision, _):
            gates[gate]?.ended = sequence
            if decision != .approve { trigger = sequence }
        case .gateExpired(let gate, _):
            gates[gate]?.ended = sequence
            failures.append(sequence)
        case .timerSet(let timer, _): timers[timer] = sequence
        case .timerFired(let timer):
            timers[timer] = sequence
            if let step = timer.step { steps[step]?.latest = sequence }
        default: break
        }
    }

    private mutating func remember(_ sent: MessageSent, at sequence: Int) {
        messages[sent.envelope.id] = (sequence, nil, [])
        guard let asker = sent.question?.asker else { return }
        messages[asker]?.questions.append(sent.envelope.id)
    }

    /// An effect of unknown outcome decides about the step that it belongs to.
    private mutating func touch(_ effect: EffectKey, _ sequence: Int) {
        effects[effect] = sequence
        steps[effect.step]?.latest = sequence
    }
}

extension EffectKey {
    /// The step that it belongs to; an agent's effect is named by its step's conversation.
    var step: StepID { StepID(MessageID(owner).step) }
}

extension TimerID {
    /// The step whose next attempt it waits for.
    var step: StepID? {
        let mark = "retry:"
        guard text.hasPrefix(mark) else { return nil }
        return StepID(MessageID(String(text.dropFirst(mark.count))).step)
    }
}
