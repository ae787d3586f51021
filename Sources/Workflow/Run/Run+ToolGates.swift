extension Run {
    /// A person is asked over each elevated use that has no gate yet.
    func decideToolRequests(_ decision: inout Decision) {
        for request in toolRequests where gates[request.gate] == nil {
            guard mail.letters[request.message] != nil, graph.index(of: request.step) != nil else {
                continue
            }
            decision.facts.append(opened(for: request))
        }
    }

    /// Whether a person has still to decide over something that handling `message` needs.
    func isBlockedByToolGate(_ message: MessageID) -> Bool {
        toolRequests.contains { request in
            guard request.message == message else { return false }
            return gates[request.gate].map(\.isOpen) ?? true
        }
    }

    /// Whether a gate asks over the use of a tool: a refusal ends that use, not the run.
    func isToolGate(_ gate: GateID) -> Bool { toolRequests.contains { $0.gate == gate } }

    /// What was asked for the handler of an envelope, with what was decided.
    func toolGates(of owner: String) -> [ToolGate] {
        toolRequests.filter { $0.owner == owner }.map { request in
            ToolGate(request: request, record: gates[request.gate])
        }
    }

    private func opened(for request: ToolRequest) -> Event {
        let declared = graph.index(of: request.step).flatMap { phase(at: graph.phaseOf[$0]).gate }
        let approvers = definition.agents.first { $0.id == request.agent }?.approvers
        let gate = GateDeclaration(
            id: request.gate,
            approvers: approvers ?? declared?.approvers ?? [.anyone],
            minimum: approvers == nil ? declared?.minimum ?? 1 : 1,
            expiresAfterMilliseconds: declared?.expiresAfterMilliseconds,
            identity: declared?.identity ?? .system,
            rules: approvers == nil ? declared?.rules ?? .none : .none,
            isSigned: approvers == nil && declared?.isSigned == true
        )
        let step = graph.index(of: request.step).map { self.step(at: $0) }
        let event = opened(gate, step: step, files: [], verdicts: [], question: request.question)
        guard case .gateOpened(var opened) = event else { return event }
        // What is decided over is the command, so its words are in the digest.
        opened.subject = GateSubject(
            files: [],
            verdicts: [],
            digest: Digest(ofLines: [opened.subject.digest.hex, request.digest.hex])
        )
        return .gateOpened(opened)
    }
}

extension ToolRequest {
    /// What a person is asked, in one line.
    package var question: String {
        "agent '\(agent)' asks to run, with \(tool), \(JSONWriter.compact(.strings(argv))): "
            + "risk \(risk.rawValue), \(reason)"
    }
}

/// An elevated use with what a person said.
package struct ToolGate: Sendable, Hashable {
    package let request: ToolRequest
    /// Nil while it has not been opened.
    package let record: GateRecord?
}
