/// The written form of events: the only place that knows wire names and versions.
///
/// A form never changes once it was written; a new one gets a new version, and older ones are
/// raised when they are decoded.
package enum EventCoding {
    /// What is written of an event, apart from its place.
    package struct Form: Sendable, Hashable {
        package let type: String
        package let version: Int
        package let body: Value

        init(_ type: String, _ body: Value = .object([:]), version: Int = 1) {
            self.type = type
            self.version = version
            self.body = body
        }
    }

    /// Seals an event behind `head`.
    package static func seal(
        _ event: Event,
        run: RunID,
        token: Int,
        time: Timestamp,
        after head: Head
    ) -> SealedEvent {
        let form = form(of: event)
        return HashChain.seal(
            run: run,
            type: form.type,
            version: form.version,
            body: form.body,
            token: token,
            time: time,
            after: head
        )
    }

    /// Opens a stored event.
    ///
    /// - Throws: `EventCodingError` for a text that is damaged, written by a newer program, or
    ///   stored beside a time or a type that it does not name.
    package static func open(_ sealed: SealedEvent) throws(EventCodingError) -> RecordedEvent {
        let value: Value
        do {
            value = try JSONReader.value(of: sealed.text)
        } catch {
            throw EventCodingError(reason: error.description)
        }
        let envelope = try EventBody(value, path: "event")
        let type = try envelope.string("type")
        let event = try event(
            type: type,
            version: try envelope.int("version"),
            body: try envelope.object("body")
        )
        // The columns beside the text are what is read first; they must say the same.
        guard type == sealed.type, try envelope.string("time") == sealed.time.description else {
            throw EventCodingError(
                reason: "event \(sealed.sequence) of run '\(sealed.run)' has another time or type "
                    + "in its row than in its text; 'orchestrate verify \(sealed.run)' says more"
            )
        }
        return RecordedEvent(
            sequence: sealed.sequence,
            time: sealed.time,
            hash: sealed.hash,
            event: event
        )
    }

    static func event(
        type: String,
        version: Int,
        body: EventBody
    ) throws(EventCodingError) -> Event {
        guard version == 1 else {
            throw EventCodingError(
                reason: "event '\(type)' has version \(version), this program knows 1; "
                    + "use the newer program"
            )
        }
        let family = type.prefix { $0 != "." }
        let event: Event? =
            switch family {
            case "run": try runEvent(type, body)
            case "phase": try phaseEvent(type, body)
            case "step":
                try type.hasPrefix("step.und") ? undoEvent(type, body) : stepEvent(type, body)
            case "effect": try effectEvent(type, body)
            case "message": try messageEvent(type, body)
            case "deliverable": try deliverableEvent(type, body)
            case "handoff": try handoffEvent(type, body)
            case "gate": try gateEvent(type, body)
            case "timer": try timerEvent(type, body)
            case "tool": try toolEvent(type, body)
            case "agent": try agentEvent(type, body)
            case "drift": try driftEvent(type, body)
            case "head": try headEvent(type, body)
            case "check": try checkEvent(type, body)
            case "compensation": try compensationEvent(type, body)
            case "circuit": try circuitEvent(type, body)
            default: nil
            }
        guard let event else {
            throw EventCodingError(
                reason: "event type '\(type)' is unknown to this program; use the newer program"
            )
        }
        return event
    }

    /// The written form of `event`.
    package static func form(of event: Event) -> Form {
        switch event {
        case .runStarted, .runCompleted, .runFailed, .runRejected, .runCancelRequested,
            .runCancelled, .runValidatorsSet:
            runForm(event)
        case .phaseStarted, .phaseReopened, .phaseCompleted: phaseForm(event)
        case .stepStarted, .stepCompleted, .stepFailed, .stepSkipped: stepForm(event)
        case .effectIntended, .effectCompleted, .effectUnknown, .effectSettled: effectForm(event)
        case .messageSent, .messageSuspended, .messageHandled, .messageRejected:
            messageForm(event)
        case .deliverableProduced, .deliverableChecked: deliverableForm(event)
        case .handoffOffered, .handoffAnswered, .handoffWithdrawn: handoffForm(event)
        case .gateOpened, .gateVoted, .gateDecided, .gateVoided, .gateExpired, .gateReminded,
            .gateEscalated:
            gateForm(event)
        case .timerSet, .timerFired, .timerCancelled: timerForm(event)
        case .toolUsed, .toolRefused, .toolAsked: toolForm(event)
        case .agentStarted, .agentReported: agentForm(event)
        case .driftChecked: driftForm(event)
        case .gateVoteRefused(let refused): voteRefusedForm(refused)
        case .headSigned: signatureForm(event)
        case .checkWaived, .checkWaiverExpired: checkForm(event)
        case .deliverableEdited(let edited): form(edited: edited)
        case .compensationRequested, .compensationStarted, .compensationCompleted, .stepUndone,
            .stepUndoFailed:
            compensationForm(event)
        case .circuitOpened, .circuitClosed: circuitForm(event)
        }
    }
}
