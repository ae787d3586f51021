package import Workflow

/// A partner that receives handoffs and executes its acceptance criteria on the received bytes.
package actor ReceivingPartner: Agent {
    package nonisolated let id: AgentID
    package nonisolated let summary: String
    package nonisolated let accepts: [MessageSchema] = []
    package nonisolated let criteria: [String]
    package nonisolated let grants: Set<Tool> = [.read, .grep, .glob]

    private let reception: Reception

    package init(id: AgentID, summary: String, criteria: [any Criterion]) {
        self.id = id
        self.summary = summary
        self.criteria = criteria.map(\.id)
        reception = Reception(criteria: criteria)
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        guard envelope.type == Envelope.handoffType else {
            throw AgentError("'\(id)' takes handoffs only")
        }
        return try await reception.judge(envelope, context)
    }
}

/// How an offered handoff is judged: its bytes are compared with what was offered, then every
/// criterion is measured on them.
///
/// A criterion that cannot be measured is never met. The receiver asks a person, and what the
/// person says comes with the next offer and into the evidence.
struct Reception: Sendable {
    let executed: [any Criterion]

    init(criteria: [any Criterion]) { executed = criteria }

    func judge(_ envelope: Envelope, _ context: AgentContext) async throws -> Reply {
        let asked = envelope.payload.strings("criteria")
        let offered = envelope.payload.list("deliverables")
        let ids = offered.compactMap { $0.string("id") }.map { DeliverableID($0) }
        let bundle = try await ReceivedBundle.open(ids, of: envelope, in: context)
        let others = ReceivedBundle.others(than: offered, in: context)
        var results: [CriterionResult] = []
        for id in asked {
            guard let criterion = executed.first(where: { $0.id == id }) else { continue }
            results.append(await criterion.evaluate(bundle))
        }
        return Reply(
            outputs: ["digestsVerified": .bool(others.isEmpty), "files": .int(bundle.files.count)],
            receipt: receipt(results, others, Self.answer(in: envelope.payload))
        )
    }

    private func receipt(
        _ results: [CriterionResult],
        _ others: [Finding],
        _ answer: String?
    ) -> Receipt {
        let failed = results.filter { $0.status == .failed }
        guard failed.isEmpty, others.isEmpty else {
            return Receipt(
                .rejected,
                criteria: results,
                findings: others + failed.map(Self.finding)
            )
        }
        let open = results.filter { $0.status == .unavailable }
        guard !open.isEmpty else { return Receipt(.accepted, criteria: results) }
        guard let answer else {
            return Receipt(.needsInput, criteria: results, findings: open.map(Self.question))
        }
        return Receipt(
            .accepted,
            criteria: results.map { result in
                guard result.status == .unavailable else { return result }
                return CriterionResult(
                    id: result.id,
                    status: .unavailable,
                    evidence: result.evidence + "; " + answer
                )
            }
        )
    }

    /// Who answered the receiver's question, in which words.
    private static func answer(in payload: Value) -> String? {
        let answers = payload.list("answers").map { answer in
            let comment = answer.string("comment") ?? ""
            return "\(answer.string("by") ?? "?") answers"
                + (comment.isEmpty ? " by approval" : ": \(comment)")
        }
        return answers.isEmpty ? nil : answers.joined(separator: "; ")
    }

    private static func finding(_ result: CriterionResult) -> Finding {
        Finding(
            .high,
            code: result.id,
            "criterion \(result.id) is not met: \(result.evidence)",
            fix: "rework the deliverables that it measures, then offer them again"
        )
    }

    private static func question(_ result: CriterionResult) -> Finding {
        Finding(
            .high,
            code: result.id,
            "criterion \(result.id) cannot be judged: \(result.evidence)",
            fix: "answer in the comment of the gate, and approve to offer it once more"
        )
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

    /// Deliverables that are not, byte for byte, what the offer names.
    static func others(than offered: [Value], in context: AgentContext) -> [Finding] {
        offered.compactMap { offer in
            let id = offer.string("id") ?? "?"
            let received = context.deliverables.first { $0.id.text == id }
            let lines = (received?.files ?? []).map { "\($0.digest) \($0.path)" }
            guard received == nil || Digest(ofLines: lines).hex != offer.string("manifest") else {
                return nil
            }
            return Finding(
                .critical,
                code: "handoff.digest",
                received == nil ? "'\(id)' was not received" : "'\(id)' is not what was offered",
                fix: "offer it again"
            )
        }
    }
}
