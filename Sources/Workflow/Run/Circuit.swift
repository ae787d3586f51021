/// How often a partner may fail before it is left alone, and for how long.
package struct CircuitRule: Sendable, Hashable {
    /// The circuit opens when more than this share of the last deliveries failed, in per cent.
    package let failurePercent: Int
    /// How long nothing is delivered before one message is tried.
    package let holdMinutes: Int

    /// Deliveries that are looked at.
    ///
    /// Those that have not been made yet count as good ones, so that one failure at the beginning
    /// is not all there is.
    package static let window = 10
    package static let standard = CircuitRule(failurePercent: 50, holdMinutes: 30)

    package init(failurePercent: Int, holdMinutes: Int) {
        self.failurePercent = failurePercent
        self.holdMinutes = holdMinutes
    }

    /// Failures among the last deliveries that are still borne.
    package var toleratedFailures: Int { Self.window * failurePercent / 100 }

    var holdMilliseconds: Int64 { Int64(holdMinutes) * 60_000 }
}

/// Whether messages go to one partner, from how its last deliveries went.
///
/// - closed: they do
/// - open: they are held until a time
/// - half open: the time is over, and one message is tried; how it goes decides
package struct Circuit: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case closed
        case open(until: Timestamp)
        case halfOpen
    }

    struct Delivery: Sendable, Hashable {
        let message: MessageID
        var isFailure: Bool
    }

    package let rule: CircuitRule
    package internal(set) var state: State = .closed
    /// The last ones, the newest at the end; begins with the first failure.
    var deliveries: [Delivery] = []
    /// How the message that was tried while half open went.
    var trial: Delivery?

    init(rule: CircuitRule) { self.rule = rule }

    package var failures: Int { deliveries.count(where: \.isFailure) }
    package var counted: Int { deliveries.count }

    var isOverTolerance: Bool { failures > rule.toleratedFailures }
}

/// The circuits of a run's partners: a fold of how deliveries ended.
package struct Circuits: Sendable, Hashable {
    private var rules: [AgentID: CircuitRule] = [:]
    private let longestHoldMilliseconds: Int64
    private var byAgent: [AgentID: Circuit] = [:]
    /// Partners that failed at least once, in the order in which they did.
    package private(set) var agents: [AgentID] = []

    init(_ started: RunStarted) {
        for circuit in started.circuits { rules[circuit.agent] = circuit.rule }
        longestHoldMilliseconds = started.limits.circuitHoldMilliseconds
    }

    package subscript(agent: AgentID) -> Circuit? { byAgent[agent] }

    func holdMilliseconds(of agent: AgentID) -> Int64 {
        min(longestHoldMilliseconds, (byAgent[agent]?.rule ?? .standard).holdMilliseconds)
    }

    /// How many of the messages in a partner's mailbox may be delivered now, at most.
    func width(of agent: AgentID, _ width: Int) -> Int {
        switch byAgent[agent]?.state {
        case .open: 0
        case .halfOpen: min(1, width)
        case .closed, nil: width
        }
    }

    /// A partner that never failed has no circuit and costs nothing.
    mutating func note(_ message: MessageID, to agent: AgentID, isFailure: Bool) {
        if byAgent[agent] == nil {
            guard isFailure else { return }
            agents.append(agent)
            byAgent[agent] = Circuit(rule: rules[agent] ?? .standard)
        }
        let delivery = Circuit.Delivery(message: message, isFailure: isFailure)
        byAgent[agent]?.deliveries.append(delivery)
        if byAgent[agent]?.counted ?? 0 > CircuitRule.window {
            byAgent[agent]?.deliveries.removeFirst()
        }
        if byAgent[agent]?.state == .halfOpen { byAgent[agent]?.trial = delivery }
    }

    /// Who answers with findings has done its work: the answer is no, and no failure.
    mutating func excuse(_ message: MessageID, to agent: AgentID) {
        guard let index = byAgent[agent]?.deliveries.lastIndex(where: { $0.message == message })
        else { return }
        byAgent[agent]?.deliveries[index].isFailure = false
        if byAgent[agent]?.trial?.message == message { byAgent[agent]?.trial?.isFailure = false }
    }

    mutating func open(_ opened: CircuitOpened) {
        byAgent[opened.agent]?.state = .open(until: opened.until)
        byAgent[opened.agent]?.trial = nil
    }

    mutating func close(_ agent: AgentID) {
        byAgent[agent]?.state = .closed
        byAgent[agent]?.trial = nil
        byAgent[agent]?.deliveries = []
    }

    mutating func halfOpen(_ timer: TimerID) {
        guard let agent = agents.first(where: { Self.timer(of: $0) == timer }) else { return }
        byAgent[agent]?.state = .halfOpen
        byAgent[agent]?.trial = nil
    }

    static func timer(of agent: AgentID) -> TimerID { TimerID("circuit:\(agent)") }
}

/// A partner failed too often: nothing is delivered to it until a time.
package struct CircuitOpened: Sendable, Hashable {
    package let agent: AgentID
    /// Of the last `deliveries`.
    package let failures: Int
    package let deliveries: Int
    package let until: Timestamp

    package init(agent: AgentID, failures: Int, deliveries: Int, until: Timestamp) {
        self.agent = agent
        self.failures = failures
        self.deliveries = deliveries
        self.until = until
    }
}
