extension Run {
    /// Whether the outcome of `work` is still news.
    ///
    /// An outcome is a fact of the world and is taken in whatever was decided meanwhile, unless
    /// the attempt that it belongs to has ended already.
    package func admits(_ work: Work) -> Bool {
        guard status.isOpen else { return false }
        switch work {
        case .command(let step, let round, let attempt), .offer(let step, let round, let attempt),
            .probe(let step, let round, let attempt):
            guard let record = record(of: step) else { return false }
            return record.status == .running && record.round == round && record.attempt == attempt
        case .deliver(let message, let answers):
            return mail.letters[message] != nil && mail.answers(for: message).count == answers
        case .capture(let id, let round):
            guard let record = deliverables[id] else { return false }
            return record.produced == nil && phases[record.phase].round == round
        case .check(let id, let check, let manifest):
            guard let record = deliverables[id], record.produced?.manifest == manifest else {
                return false
            }
            return !record.checked.contains { $0.check == check }
        case .undo(let step, let round, let attempt):
            let effect = effects[UndoneStep(step: step, round: round).effect]
            return effect?.status == .intended && effect?.intended.attempt == attempt
        case .timer(let timer, _):
            return timers[timer] != nil
        }
    }
}
