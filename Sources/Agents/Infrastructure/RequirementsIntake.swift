import Workflow

/// How the infrastructure orchestrator takes requirements in from its partners.
struct RequirementsIntake: Sendable {
    static let schemas = [
        IntakeMessages.infrastructureRequested, IntakeMessages.technicalRequirements,
    ]

    let writer: TaskWriter

    /// The answer to a message of one of `schemas`; nil for any other.
    ///
    /// - Throws: `AgentError` when what is sent is not what its digest says, or cannot be used.
    func answer(_ envelope: Envelope) throws -> Reply? {
        switch envelope.type {
        case IntakeMessages.infrastructureRequested.type:
            return try taken(envelope.payload, digest: "requestDigest")
        case IntakeMessages.technicalRequirements.type:
            return try taken(envelope.payload, digest: "digest")
        default: return nil
        }
    }

    private func taken(_ payload: Value, digest key: String) throws -> Reply {
        let page = payload["request"] ?? .null
        guard RequestIntake.digest(of: page) == payload.string(key) else {
            throw AgentError("the request is not the one whose digest was sent as '\(key)'")
        }
        let request = try writer.request(in: ["requirements": page])
        let unknown = payload.list("topology").filter { edge in
            let services = request.application.services
            return !services.contains { service in
                service.name == edge.string("from")
                    && service.dependsOn.contains(edge.string("to") ?? "")
            }
        }
        guard unknown.isEmpty else {
            throw AgentError(
                "the topology names calls that the request does not have",
                findings: unknown.map { edge in
                    Finding(
                        .high,
                        code: "intake.topology",
                        "'\(edge.string("from") ?? "?")' does not depend on "
                            + "'\(edge.string("to") ?? "?")'",
                        fix: "add it to dependsOn of the service"
                    )
                }
            )
        }
        return Reply(outputs: [
            key: payload[key] ?? .null,
            "environments": .strings(request.environments.order.map(\.rawValue)),
        ])
    }
}
