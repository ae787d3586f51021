/// A partner that failed too often, for one screen.
package struct OpenCircuit: Sendable, Hashable {
    package let agent: AgentID
    /// Of the last `deliveries`.
    package let failures: Int
    package let deliveries: Int
    /// Until when nothing is delivered; nil while one message is tried.
    package let until: Timestamp?
    /// Messages in its mailbox.
    package let held: Int

    package init(agent: AgentID, failures: Int, deliveries: Int, until: Timestamp?, held: Int) {
        self.agent = agent
        self.failures = failures
        self.deliveries = deliveries
        self.until = until
        self.held = held
    }

    static func all(of run: Run) -> [OpenCircuit] {
        run.circuits.agents.compactMap { agent in
            guard let circuit = run.circuits[agent], circuit.state != .closed else { return nil }
            let until: Timestamp? = if case .open(let until) = circuit.state { until } else { nil }
            return OpenCircuit(
                agent: agent,
                failures: circuit.failures,
                deliveries: circuit.counted,
                until: until,
                held: run.mail.queued(for: agent)
            )
        }
    }
}
