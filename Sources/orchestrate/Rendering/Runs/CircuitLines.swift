import Agents
import Workflow

/// Partners that are left alone, for people and as JSON.
enum CircuitLines {
    static func lines(_ circuits: [OpenCircuit], at now: Timestamp) -> [String] {
        circuits.map { circuit in
            let held =
                circuit.held == 0 ? "" : "; \(Count.of(circuit.held, "message")) held for it"
            let head =
                "\(circuit.agent): circuit open, \(circuit.failures) of its last "
                + "\(circuit.deliveries) deliveries failed"
            guard let until = circuit.until else {
                return "\(circuit.agent): circuit half open, one message is tried" + held
            }
            return "\(head), tried again at \(until) (\(Waits.distance(from: now, to: until)))"
                + held
        }
    }

    static func json(_ circuit: OpenCircuit) -> Value {
        [
            "agent": .string(circuit.agent.text),
            "state": .string(circuit.until == nil ? "half-open" : "open"),
            "failures": .int(circuit.failures),
            "deliveries": .int(circuit.deliveries),
            "until": .optional(circuit.until?.description),
            "held": .int(circuit.held),
        ]
    }
}
