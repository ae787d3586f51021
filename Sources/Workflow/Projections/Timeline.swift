/// What happened in a run, an entry an event.
///
/// A fold: what an event does not say itself, such as the phase of a step or the receiver of a
/// message, is remembered from the events before it. A fold that begins in the middle of a history
/// leaves unsaid what it has not seen.
package struct Timeline: Sendable {
    private var phase: PhaseID?
    private var phases: [StepID: PhaseID] = [:]
    private var letters: [MessageID: Envelope] = [:]
    private var handoffs: [HandoffID: HandoffOffered] = [:]

    package init() {}

    package mutating func apply(_ record: RecordedEvent) -> TimelineEntry {
        remember(record.event)
        var place = place(of: record.event)
        if place.phase == nil { place.phase = place.step.flatMap { phases[$0] } }
        return TimelineEntry(record: record, place: place)
    }

    private mutating func remember(_ event: Event) {
        switch event {
        case .phaseStarted(let id, _): phase = id
        case .phaseReopened(let reopened): phase = reopened.phase
        case .stepStarted(let step): phases[step.step] = step.phase
        case .messageSent(let sent): letters[sent.envelope.id] = sent.envelope
        case .handoffOffered(let offered): handoffs[offered.handoff] = offered
        default: break
        }
    }

    private func place(of event: Event) -> TimelinePlace {
        switch event {
        case .phaseStarted, .phaseReopened, .phaseCompleted: Self.place(ofPhase: event)
        case .stepStarted, .stepCompleted, .stepFailed, .stepSkipped: Self.place(ofStep: event)
        case .effectIntended(let effect):
            place(of: effect.effect, attempt: effect.attempt)
        case .effectCompleted(let effect): place(of: effect.effect)
        case .effectUnknown(let effect, _): place(of: effect)
        case .effectSettled(let effect): place(of: effect.effect)
        case .messageSent(let sent): Self.place(of: sent.envelope)
        case .messageSuspended(let id, _), .messageHandled(let id, _), .messageRejected(let id, _):
            place(of: id)
        case .deliverableProduced(let produced): place(of: produced)
        case .deliverableChecked, .checkWaiverExpired: TimelinePlace(phase: phase)
        case .checkWaived(let waived): TimelinePlace(phase: phase, round: waived.round)
        case .deliverableEdited(let edited): TimelinePlace(phase: phase, round: edited.round)
        case .stepUndone(let undone), .stepUndoFailed(let undone, _):
            TimelinePlace(
                step: undone.step.step,
                round: undone.step.round,
                attempt: undone.attempt
            )
        case .handoffOffered(let offered): Self.place(of: offered, agent: offered.from)
        case .handoffAnswered(let id, let by, _): place(of: id, agent: by)
        case .handoffWithdrawn(let id, _): place(of: id, agent: handoffs[id]?.from)
        case .gateOpened(let opened):
            TimelinePlace(phase: opened.phase, step: opened.step, round: opened.round)
        case .gateVoted(let vote): TimelinePlace(phase: phase, round: vote.round)
        case .gateVoteRefused(let refused): TimelinePlace(phase: phase, round: refused.round)
        case .gateDecided(_, let round, _, _), .gateVoided(_, let round, _),
            .gateExpired(_, let round), .gateReminded(_, let round, _),
            .gateEscalated(_, let round, _):
            TimelinePlace(phase: phase, round: round)
        case .toolUsed(let use), .toolRefused(let use, _):
            place(of: use.message, agent: use.agent)
        case .toolAsked(let request): place(of: request.message, agent: request.agent)
        case .agentStarted(let started): place(of: started.message, agent: started.agent)
        case .agentReported(let agent, let message, _): place(of: message, agent: agent)
        case .timerSet, .timerFired, .timerCancelled, .runStarted, .runCompleted, .runFailed,
            .runRejected, .runCancelRequested, .runCancelled, .driftChecked, .runValidatorsSet,
            .headSigned, .compensationRequested, .compensationStarted, .compensationCompleted:
            TimelinePlace()
        case .circuitOpened(let opened): TimelinePlace(agent: opened.agent)
        case .circuitClosed(let agent): TimelinePlace(agent: agent)
        }
    }

    private static func place(ofPhase event: Event) -> TimelinePlace {
        switch event {
        case .phaseStarted(let id, let round), .phaseCompleted(let id, let round):
            TimelinePlace(phase: id, round: round)
        case .phaseReopened(let reopened):
            TimelinePlace(phase: reopened.phase, round: reopened.round)
        default: TimelinePlace()
        }
    }

    private static func place(ofStep event: Event) -> TimelinePlace {
        switch event {
        case .stepStarted(let step):
            TimelinePlace(
                phase: step.phase,
                step: step.step,
                round: step.round,
                attempt: step.attempt
            )
        case .stepCompleted(let step):
            TimelinePlace(step: step.step, round: step.round, attempt: step.attempt)
        case .stepFailed(let step):
            TimelinePlace(step: step.step, round: step.round, attempt: step.attempt)
        case .stepSkipped(let step, let round, _): TimelinePlace(step: step, round: round)
        default: TimelinePlace()
        }
    }

    private func place(of effect: EffectKey, attempt: Int? = nil) -> TimelinePlace {
        var place = place(of: MessageID(effect.owner))
        place.round = effect.round
        place.attempt = attempt ?? place.attempt
        return place
    }

    private static func place(of envelope: Envelope) -> TimelinePlace {
        TimelinePlace(
            agent: envelope.to,
            others: [envelope.from],
            phase: envelope.phase,
            step: envelope.step
                ?? (envelope.type == Envelope.changesType ? nil : StepID(envelope.id.step)),
            round: envelope.round,
            attempt: envelope.attempt
        )
    }

    /// A message that was sent before the fold began is known by what its id says.
    private func place(of message: MessageID, agent: AgentID? = nil) -> TimelinePlace {
        var place =
            letters[message].map(Self.place)
            ?? TimelinePlace(
                step: StepID(message.step),
                round: message.round,
                attempt: message.attempt
            )
        place.agent = agent ?? place.agent
        return place
    }

    /// The producer is an agent or a step; a step that has begun is known as one.
    private func place(of produced: DeliverableProduced) -> TimelinePlace {
        let step = StepID(produced.producer)
        let isStep = phases[step] != nil
        return TimelinePlace(
            agent: isStep ? nil : AgentID(produced.producer),
            phase: produced.phase,
            step: isStep ? step : nil,
            round: produced.round
        )
    }

    private static func place(of offered: HandoffOffered, agent: AgentID) -> TimelinePlace {
        TimelinePlace(
            agent: agent,
            others: [offered.from, offered.to],
            step: offered.step,
            round: offered.round
        )
    }

    private func place(of handoff: HandoffID, agent: AgentID?) -> TimelinePlace {
        guard let offered = handoffs[handoff] else { return TimelinePlace(agent: agent) }
        return Self.place(of: offered, agent: agent ?? offered.from)
    }
}
