extension Run {
    /// The facts of work that could not even begin.
    func failure(of work: Work, reason: String) -> [Event] {
        switch work {
        case .command(let step, let round, let attempt), .offer(let step, let round, let attempt),
            .probe(let step, let round, let attempt):
            let failed = StepFailed(
                step: step,
                round: round,
                attempt: attempt,
                reason: reason,
                isPermanent: true
            )
            return [.stepFailed(failed)]
        case .deliver(let message, _): return [.messageRejected(message, reason: reason)]
        case .undo(let step, let round, let attempt):
            let undone = UndoneStep(step: step, round: round)
            return [.stepUndoFailed(StepUndone(step: undone, attempt: attempt), reason: reason)]
        case .capture, .check, .timer: return []
        }
    }

    /// The facts of work that was ended before it was done.
    ///
    /// It was cancelled, or this process has to go; only a command has touched the outside by then.
    func ended(_ work: Work, isCancelled: Bool) -> [Event] {
        if case .undo(let step, let round, _) = work {
            let reason = "orchestrate was interrupted while the step was undone"
            return [.effectUnknown(UndoneStep(step: step, round: round).effect, reason: reason)]
        }
        guard case .command(let step, let round, let attempt) = work else { return [] }
        let reason =
            isCancelled
            ? "the run was cancelled while the command ran"
            : "orchestrate was interrupted while the command ran"
        let unknown = Event.effectUnknown(.step(step, round: round), reason: reason)
        guard isCancelled else { return [unknown] }
        let failed = StepFailed(
            step: step,
            round: round,
            attempt: attempt,
            reason: reason,
            isPermanent: true
        )
        return [unknown, .stepFailed(failed)]
    }
}
