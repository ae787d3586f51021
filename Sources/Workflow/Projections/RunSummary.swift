/// Where a run stands, for one screen.
package struct RunSummary: Sendable {
    package struct Phase: Sendable, Hashable {
        package enum Status: String, Sendable, Hashable {
            case notStarted = "not-started"
            case open
            case completed
        }

        package let id: PhaseID
        package let title: String?
        package let owner: AgentID?
        package let status: Status
        package let round: Int
        package let steps: [Step]

        package func count(_ word: String) -> Int { steps.count { $0.status == word } }
    }

    package struct Step: Sendable, Hashable {
        package let id: StepID
        package let kind: String
        /// Who does it; nil for what no agent does.
        package let agent: AgentID?
        /// `pending`, `running`, `retrying`, `success`, `failure` or `skipped`.
        package let status: String
        package let round: Int
        package let attempt: Int
        /// Why it failed or was skipped.
        package let reason: String?
    }

    /// Something that failed, with what was found.
    package struct Failure: Sendable, Hashable {
        package let subject: String
        package let reason: String
        package let findings: [Finding]
        /// The step, when it is a command, of which the output was kept.
        package let command: StepID?
    }

    package let run: RunID
    package let definition: Definition
    package let started: RunStarted
    package let startedAt: Timestamp
    package let updatedAt: Timestamp
    package let head: Digest
    package let sequence: Int
    /// As the run's own events tell; that nobody holds it any more only its lease tells.
    package let status: String
    /// Why it ended, unless it is completed.
    package let reason: String?
    package let phases: [Phase]
    /// Deliverables that are made or to come, in the order of the file.
    package let deliverables: [DeliverableRecord]
    package let waiting: [Waiting]
    /// How far the open gates are.
    package let gates: [GateStanding]
    /// Partners to which nothing is delivered for a while, or one message on trial.
    package let circuits: [OpenCircuit]
    package let failures: [Failure]
    /// What was undone and what was not, when that was asked for.
    package let compensation: Compensation?
    /// Gates at which changes were requested, with how often they were and may be.
    package let rounds: [GateID: (used: Int, allowed: Int)]

    package init(_ run: Run, head: Digest) {
        self.run = run.id
        self.head = head
        definition = run.definition
        started = run.started
        startedAt = run.startedAt
        updatedAt = run.lastTime
        sequence = run.lastSequence
        status = run.statusWord
        reason = Self.reason(of: run.status)
        phases = run.definition.phases.indices.map { Self.phase($0, of: run) }
        deliverables = run.deliverableOrder.filter(run.isOwed).compactMap { run.deliverables[$0] }
        waiting = run.waiting
        gates = run.openGates
        circuits = OpenCircuit.all(of: run)
        failures = Self.failures(of: run)
        compensation = run.compensation
        rounds = run.gates.compactMapValues { gate in
            run.rounds(of: gate.opened).flatMap { $0.used > 0 ? $0 : nil }
        }
    }

    private static func reason(of status: Run.Status) -> String? {
        switch status {
        case .open, .completed: nil
        case .failed(let reason): reason
        case .rejected(let gate, let by): "rejected at gate '\(gate)' by \(by)"
        case .cancelled(let by): "cancelled by \(by)"
        }
    }

    private static func phase(_ index: Int, of run: Run) -> Phase {
        let phase = run.phase(at: index)
        let record = run.phases[index]
        let status: Phase.Status =
            switch record.status {
            case .notStarted: .notStarted
            case .open: .open
            case .completed: .completed
            }
        return Phase(
            id: phase.id,
            title: phase.title,
            owner: phase.owner,
            status: status,
            round: record.round,
            steps: run.graph.phases[index].map { Self.step($0, of: run) }
        )
    }

    private static func step(_ index: Int, of run: Run) -> Step {
        let step = run.step(at: index)
        let record = run.steps[index]
        let reason: String? =
            switch record.status {
            case .failed(let reason), .skipped(let reason): reason
            default: nil
            }
        return Step(
            id: step.id,
            kind: step.kind.word,
            agent: step.kind.agent,
            status: record.status.word,
            round: record.round,
            attempt: record.attempt,
            reason: reason
        )
    }

    private static func failures(of run: Run) -> [Failure] {
        let steps = run.steps.indices.compactMap { index -> Failure? in
            guard case .failed(let reason) = run.steps[index].status else { return nil }
            let step = run.step(at: index)
            let isCommand = if case .run = step.kind { true } else { false }
            return Failure(
                subject: "step '\(step.id)'",
                reason: reason,
                findings: run.steps[index].findings,
                command: isCommand ? step.id : nil
            )
        }
        let deliverables = run.deliverableOrder.compactMap { id -> Failure? in
            guard let record = run.deliverables[id], !record.failures.isEmpty else { return nil }
            let failed = record.checked
                .filter { $0.result.verdict == .failed && !record.isWaived($0) }
                .map(\.check.text)
            return Failure(
                subject: "deliverable '\(id)'",
                reason: failed.isEmpty
                    ? "files are missing" : "failed checks: \(failed.joined(separator: ", "))",
                findings: record.failures,
                command: nil
            )
        }
        return steps + deliverables
    }
}

extension Step.Kind {
    /// Who does it, or to whom it is handed.
    package var agent: AgentID? {
        switch self {
        case .agent(let agent, _, _): agent
        case .handoff(let handoff): handoff.to
        case .run, .set, .check, .approval: nil
        }
    }
}
