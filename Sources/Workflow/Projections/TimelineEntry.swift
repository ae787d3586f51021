/// One event with where in the run it happened.
package struct TimelineEntry: Sendable, Hashable {
    package let record: RecordedEvent
    package let place: TimelinePlace

    package init(record: RecordedEvent, place: TimelinePlace) {
        self.record = record
        self.place = place
    }

    /// The event's wire name.
    package var type: String { EventCoding.form(of: record.event).type }
}

/// Where in a run something happened and who took part, as far as it is known.
package struct TimelinePlace: Sendable, Hashable {
    /// Who did it, or who is to do it.
    package var agent: AgentID?
    /// Who else takes part.
    package var others: [AgentID]
    package var phase: PhaseID?
    package var step: StepID?
    package var round: Int?
    package var attempt: Int?

    package init(
        agent: AgentID? = nil,
        others: [AgentID] = [],
        phase: PhaseID? = nil,
        step: StepID? = nil,
        round: Int? = nil,
        attempt: Int? = nil
    ) {
        self.agent = agent
        self.others = others
        self.phase = phase
        self.step = step
        self.round = round
        self.attempt = attempt
    }

    package func involves(_ agent: AgentID) -> Bool {
        self.agent == agent || others.contains(agent)
    }
}

extension MessageID {
    /// The step that the conversation is about.
    var step: String { String(text.prefix { $0 != "#" }) }
    var round: Int? { numbers.first }
    var attempt: Int? { numbers.dropFirst().first }

    private var numbers: [Int] {
        guard let hash = text.firstIndex(of: "#") else { return [] }
        let rest = text[text.index(after: hash)...].prefix { $0.isNumber || $0 == "." }
        return rest.split(separator: ".").compactMap { Int($0) }
    }
}
