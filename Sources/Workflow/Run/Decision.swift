/// What follows from a run's state.
package struct Decision: Sendable, Hashable {
    /// Hold already: write them down, then decide again.
    package var facts: [Event] = []
    /// Should be under way now: start what is not.
    package var work: [Work] = []
}

/// Something that should be under way; it is its own name while it is in flight.
package enum Work: Sendable, Hashable {
    /// Run a step's command.
    case command(StepID, round: Int, attempt: Int)
    /// Let an agent handle a message; `answers` grows with each answered question, so that the
    /// message is handled anew.
    case deliver(MessageID, answers: Int)
    /// Take a deliverable's files from the workspace into the store.
    case capture(DeliverableID, round: Int)
    case check(DeliverableID, CheckID, manifest: Digest)
    /// Verify what a handoff step offers, byte for byte, and offer it.
    case offer(StepID, round: Int, attempt: Int)
    /// Ask a step's probe whether its effect happened.
    case probe(StepID, round: Int, attempt: Int)
    case timer(TimerID, due: Timestamp)
    /// Run a step's `undo`.
    case undo(StepID, round: Int, attempt: Int)
}

/// What a run waits for when nothing is under way.
package enum Waiting: Sendable, Hashable {
    case gate(GateOpened)
    case effect(EffectKey, reason: String)
    case timer(TimerID, due: Timestamp)
}
