package import Workflow

/// A partner that receives handoffs and executes its acceptance criteria on the received bytes.
package actor ReceivingPartner: Agent {
    package nonisolated let id: AgentID
    package nonisolated let summary: String
    package nonisolated let accepts: [MessageSchema] = []
    package nonisolated let criteria: [String]
    package nonisolated let grants: Set<Tool> = [.read, .grep, .glob]

    private let executed: [any Criterion]

    package init(id: AgentID, summary: String, criteria: [any Criterion]) {
        self.id = id
        self.summary = summary
        self.criteria = criteria.map(\.id)
        executed = criteria
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        guard envelope.type == Envelope.handoffType else {
            throw AgentError("'\(id)' takes handoffs only")
        }
        let asked = envelope.payload["criteria"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let offered =
            envelope.payload["deliverables"]?.arrayValue?
            .compactMap { $0["id"]?.stringValue }.map { DeliverableID($0) } ?? []
        let bundle = try await ReceivedBundle.open(offered, of: envelope, in: context)
        var results: [CriterionResult] = []
        for id in asked {
            guard let criterion = executed.first(where: { $0.id == id }) else { continue }
            results.append(await criterion.evaluate(bundle))
        }
        let findings = results.filter { $0.status == .failed }.map { result in
            Finding(
                .high,
                code: result.id,
                "criterion \(result.id) is not met: \(result.evidence)",
                fix: "rework the deliverables that it measures, then offer them again"
            )
        }
        return Reply(receipt: Receipt.judged(criteria: results, findings: findings))
    }
}

/// The files of offered deliverables, read once from the store.
enum ReceivedBundle {
    static func open(
        _ offered: [DeliverableID],
        of envelope: Envelope,
        in context: AgentContext
    ) async throws -> CheckSubject {
        let deliverables = context.deliverables.filter { offered.contains($0.id) }
        let files = deliverables.flatMap(\.files).latest.sorted { $0.path < $1.path }
        var bytes: [String: [UInt8]] = [:]
        for file in files { bytes[file.path] = try await context.read(file.path) }
        let received = bytes
        return CheckSubject(
            deliverable: offered.first ?? "",
            files: files,
            inputs: context.inputs,
            allPaths: files.map(\.path),
            read: { received[$0] },
            memory: ParsedTexts()
        )
    }
}
