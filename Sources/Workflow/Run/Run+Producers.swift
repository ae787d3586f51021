/// A person who made something of a phase by hand.
package struct Handmade: Sendable, Hashable {
    let phase: PhaseID
    let by: String
}

extension Run {
    /// Remembers who answered for an effect: what a step is said to have done is then that
    /// person's word.
    mutating func note(_ who: String, asProducerOf effect: EffectKey) {
        let step = StepID(String(effect.owner.prefix { $0 != "#" }))
        guard let index = graph.index(of: step) else { return }
        note(who, asProducerIn: phase(at: graph.phaseOf[index]).id)
    }

    /// Remembers a person who made something of the phase by hand: an answer for an effect, an
    /// edit at a gate.
    ///
    /// It stays, whatever rounds follow.
    mutating func note(_ who: String, asProducerIn phase: PhaseID) {
        let made = Handmade(phase: phase, by: who)
        if !handmade.contains(made) { handmade.append(made) }
    }

    /// Who made what a gate of the phase asks about, sorted: the agents and steps that produced
    /// its deliverables, and the people who answered for an effect of it or edited it at a gate.
    ///
    /// A file that somebody changed in the workspace with an editor has no name on it and is not
    /// among them; it is captured and checked again, and that is all that is known of it.
    func producers(ofPhase phase: PhaseID) -> [String] {
        let agents = deliverableOrder.compactMap { deliverables[$0]?.produced }
            .filter { $0.phase == phase }.map(\.producer)
        return Set(agents + handmade.filter { $0.phase == phase }.map(\.by)).sorted()
    }
}
