import Foundation
import Workflow

/// Turns what an agent's process came to into facts.
struct CommandOutcome {
    let delivery: Delivery
    let bench: ToolBench
    let desk: MessageDesk
    let staging: StagingFolder
    let secrets: Secrets

    private var envelope: Envelope { delivery.envelope }

    func events(
        after ended: AgentProcess.Ended<AgentConversation.Outcome>
    ) async throws -> [Event] {
        let stderr = ended.stderr.concealing(secrets)
        let streams = try store(stderr)
        switch ended.outcome {
        case .fault(let error): throw error
        case .cancelled: throw CancellationError()
        case .suspended(let suspension):
            return await bench.countedEvents + suspension.events(for: envelope)
        case .asks(let request): return await bench.countedEvents + [.toolAsked(request)]
        case .unknown(let effect):
            return await bench.countedEvents
                + [.effectUnknown(effect.effect, reason: effect.description)]
        case .result(let result, let findings):
            if let reason = objection(to: ended) {
                return await failed(reason + said(stderr), streams)
            }
            return try await settled(result, findings, streams)
        case .broken(let reason):
            let isSilent = reason == AgentConversation.silence
            let how = isSilent ? " (\(ended.ending))" : ""
            return await failed(reason + how + said(stderr), streams)
        case nil:
            return await failed("it could not be started: \(ended.ending)" + said(stderr), streams)
        }
    }

    /// What stands against a result although it was given.
    private func objection(
        to ended: AgentProcess.Ended<AgentConversation.Outcome>
    ) -> String? {
        switch ended.parting {
        case .spokeOn: return "it wrote more after its result"
        case .ended:
            let grace = Words.duration(delivery.workshop.limits.graceMilliseconds)
            return "it had not ended \(grace) after its result"
        case .byItself: break
        }
        return ended.ending == .exited(0) ? nil : "after its result it ended with \(ended.ending)"
    }

    private func failed(
        _ reason: String,
        _ streams: [Workflow.Stream],
        findings: [Finding] = [],
        isPermanent: Bool = false
    ) async -> [Event] {
        await bench.countedEvents
            + delivery.refused(
                Words.printable(
                    secrets.conceal("agent '\(envelope.to)': \(reason)"),
                    limit: 1000
                ),
                findings: findings,
                isPermanent: isPermanent,
                streams: streams
            )
    }

    private func settled(
        _ result: AgentResult,
        _ findings: [Finding],
        _ streams: [Workflow.Stream]
    ) async throws -> [Event] {
        guard result.isDone else {
            return await failed(
                result.reason,
                streams,
                findings: findings,
                isPermanent: !result.isTransient
            )
        }
        if let reason = try await takeOutbox() { return await failed(reason, streams) }
        if let reason = try await refusedPost(result.posts) {
            return await failed(reason, streams)
        }
        let reply = reply(result, findings)
        if let reason = unproven(reply.receipt) ?? delivery.excess(in: reply) {
            return await failed(reason, streams)
        }
        do {
            let made = MadeFiles(delivery.workshop.attempts(of: delivery.order.run))
            try made.note(await bench.edited.sorted(), known: try made.paths())
            try await delivery.lay(out: desk.staged)
        } catch let error as AgentError {
            return await failed(error.reason, streams, isPermanent: true)
        } catch let error as WorkspaceError {
            return await failed(error.description, streams, isPermanent: true)
        }
        return await bench.countedEvents + delivery.answered(reply, streams: streams)
    }

    private func reply(_ result: AgentResult, _ findings: [Finding]) -> Reply {
        let receipt = result.receipt.map {
            Receipt($0.decision, criteria: $0.criteria, findings: $0.findings + findings)
        }
        var outputs = result.outputs.objectValue ?? Members()
        if receipt == nil, !findings.isEmpty, outputs["findings"] == nil {
            outputs["findings"] = .array(findings.map(EventCoding.form(finding:)))
        }
        return Reply(outputs: .object(outputs), posts: result.posts, receipt: receipt)
    }

    /// A receipt counts only when it holds a value for each criterion that was asked.
    private func unproven(_ receipt: Receipt?) -> String? {
        guard let receipt, receipt.decision == .accepted else { return nil }
        for id in delivery.message.handoff?.criteria ?? [] {
            guard let result = receipt.criteria.first(where: { $0.id == id }) else {
                return "it accepted without a result for criterion \(id)"
            }
            guard result.status != .failed else {
                return "it accepted although criterion \(id) failed"
            }
        }
        return nil
    }

    /// Stages what lies in the outbox; a reason when something of it may not be delivered.
    private func takeOutbox() async throws -> String? {
        guard bench.ground.grants.contains(.write) else { return nil }
        let posted = staging.posted()
        if let link = posted.others.first {
            let reason = "the outbox holds '\(link)', which is a link or no plain file"
            try await bench.refuse(.write, ["path": .string(link)], reason)
            return reason
        }
        let outbox = BeneathFolder(root: staging.outbox)
        for path in posted.files {
            let bytes: [UInt8]
            do {
                bytes = try outbox.read(path, limit: delivery.workshop.limits.deliverableFileBytes)
                _ = try await bench.use(
                    Tool.write.rawValue,
                    ["path": .string(path), "base64": .string(Data(bytes).base64EncodedString())]
                )
            } catch let refusal as ToolDenial {
                return "the outbox: \(refusal.reason)"
            } catch let failure as ToolFailure {
                return "the outbox: \(failure.reason)"
            }
        }
        return nil
    }

    private func refusedPost(_ posts: [Post]) async throws -> String? {
        for post in posts {
            do {
                try await bench.requirePartner(post.to)
            } catch let refusal as ToolDenial {
                let arguments: Value = [
                    "agent": .string(post.to.text), "task": .string(post.type),
                ]
                try await bench.refuse(.task, arguments, refusal.reason)
                return "it may not write to '\(post.to)': \(refusal.reason)"
            }
        }
        return nil
    }

    private func store(_ stderr: BoundedBytes) throws -> [Workflow.Stream] {
        guard stderr.total > 0 else { return [] }
        return [
            Workflow.Stream(
                name: "stderr",
                digest: try delivery.workshop.store.put(stderr.kept),
                keptBytes: stderr.keptBytes,
                totalBytes: stderr.total
            )
        ]
    }

    /// The last line of standard error.
    private func said(_ stderr: BoundedBytes) -> String {
        let text = String(decoding: stderr.end(bytes: 2000), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        return line.isEmpty ? "" : ": " + Words.printable(line, limit: 300)
    }
}
