/// What the definition and the history say of the agent that handles a message: the ground on which
/// its tools are granted.
package struct AgentBench: Sendable {
    /// How the file declares it; nil for a built-in agent that the file leaves alone.
    package let declaration: AgentDeclaration?
    /// The absolute folder from which its command is seen.
    package let folder: String?
    /// Agents that the file names, sorted: whom a message may be sent to at all.
    package let partners: [AgentID]
    /// Files of deliverables of the phase for which it works, as they are declared.
    package let phaseFiles: [String]
    /// Inputs that are secret; nobody is shown more than their names.
    package let secretInputs: [String]
    /// Elevated uses for which a person was asked while this message, in any attempt, was handled.
    package let toolGates: [ToolGate]
    /// Gates over tools that the step has opened so far, in all rounds.
    package let toolGateCount: Int
    /// The step for which it works, also when another agent's question stands between.
    package let step: StepID
}

extension Run {
    func bench(for envelope: Envelope, owner: String) -> AgentBench {
        let step = envelope.step ?? StepID(String(envelope.correlation.prefix { $0 != "#" }))
        let index = graph.index(of: step)
        return AgentBench(
            declaration: definition.agents.first { $0.id == envelope.to },
            folder: started.folder,
            partners: partners,
            phaseFiles: index.map { phase(at: graph.phaseOf[$0]).deliverables }?
                .flatMap { $0.files + $0.optionalFiles } ?? [],
            secretInputs: definition.inputs.filter(\.isSecret).map(\.name),
            toolGates: toolGates(of: owner),
            toolGateCount: toolRequests.count { $0.step == step },
            step: step
        )
    }

    private var partners: [AgentID] {
        var all = Set(definition.agents.map(\.id))
        for phase in definition.phases {
            if let owner = phase.owner { all.insert(owner) }
            for step in phase.steps {
                switch step.kind {
                case .agent(let agent, _, _): all.insert(agent)
                case .handoff(let handoff): all.insert(handoff.to)
                case .run, .set, .check, .approval: break
                }
            }
        }
        return all.sorted()
    }
}
