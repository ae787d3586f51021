/// The rows that follow from events: what the journal writes beside them.
package enum Projector {
    /// The change that one event makes, if any; the run's own status follows from the whole state
    /// and is added by who folds it.
    package static func changes(for event: Event, at time: Timestamp) -> [ProjectionChange] {
        switch event {
        case .runStarted(let started):
            [
                .runStarted(
                    workflow: started.workflow,
                    definition: started.definition,
                    at: time
                )
            ]
        case .messageSent(let sent):
            [
                .messageSent(
                    id: sent.envelope.id,
                    type: sent.envelope.type,
                    from: sent.envelope.from,
                    to: sent.envelope.to
                )
            ]
        case .messageSuspended(let message, _): [.messageStatus(id: message, "suspended")]
        case .messageHandled(let message, _): [.messageStatus(id: message, "handled")]
        case .messageRejected(let message, _): [.messageStatus(id: message, "rejected")]
        case .deliverableProduced(let produced):
            [
                .deliverableProduced(
                    id: produced.deliverable,
                    round: produced.round,
                    producer: produced.producer,
                    digest: produced.manifest
                ),
                .deliverableStatus(
                    id: produced.deliverable,
                    produced.missing.isEmpty ? "produced" : "missing"
                ),
            ]
        case .deliverableChecked(let checked): changes(for: checked)
        case .checkWaived(let waived):
            [.deliverableStatus(id: waived.waiver.deliverable, DeliverableRecord.waivedWord)]
        case .checkWaiverExpired(let waiver):
            [.deliverableStatus(id: waiver.deliverable, "failed")]
        case .gateOpened, .gateDecided, .gateVoided, .gateExpired: gateChanges(event, at: time)
        default: []
        }
    }

    private static func changes(for checked: DeliverableChecked) -> [ProjectionChange] {
        switch checked.result.verdict {
        case .failed: [.deliverableStatus(id: checked.deliverable, "failed")]
        case .passed, .unavailable, .notApplicable: []
        }
    }

    private static func gateChanges(_ event: Event, at time: Timestamp) -> [ProjectionChange] {
        switch event {
        case .gateOpened(let opened):
            [
                .gateOpened(
                    OpenGate(
                        gate: opened.gate,
                        round: opened.round,
                        digest: opened.subject.digest,
                        since: time,
                        expires: opened.expires,
                        approvers: opened.approvers.map(\.description),
                        minimum: opened.minimum
                    )
                )
            ]
        case .gateDecided(let gate, _, let decision, _):
            [.gateStatus(id: gate, decision.rawValue)]
        case .gateVoided(let gate, _, _): [.gateStatus(id: gate, "voided")]
        case .gateExpired(let gate, _): [.gateStatus(id: gate, "expired")]
        default: []
        }
    }

    /// All changes of a whole history, the status of the run at its end last: what the tables of
    /// an untouched database hold.
    ///
    /// - Throws: `BrokenHistory` when the events are no history of `definition`.
    package static func changes(
        of history: [RecordedEvent],
        run: RunID,
        definition: Definition
    ) throws(BrokenHistory) -> [ProjectionChange] {
        let folded = try Run(id: run, definition: definition, history: history)
        let rows = history.flatMap { changes(for: $0.event, at: $0.time) }
        return rows + [.runStatus(folded.statusWord, at: folded.lastTime)]
    }
}
