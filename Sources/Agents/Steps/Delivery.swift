import Workflow

/// Gives one message to the agent it is for, and turns the answer into facts.
struct Delivery {
    let workshop: Workshop
    let order: WorkOrder
    let message: MessageOrder

    var envelope: Envelope { message.envelope }

    func perform(_ ledger: any Ledger) async throws -> [Event] {
        if message.bench.declaration?.command != nil {
            return try await CommandDelivery(delivery: self).perform(ledger)
        }
        guard let agent = workshop.catalog.agent(envelope.to) else {
            return refused("this program has no agent '\(envelope.to)'")
        }
        if let reason = mistake(for: agent) { return refused(reason) }
        let voided = try ApprovedBytes(workshop: workshop, order: order).voided()
        guard voided.isEmpty else {
            let reason = "an approved file changed before the agent began"
            return [.messageRejected(envelope.id, reason: reason)] + voided
        }
        let desk = MessageDesk(
            workshop: workshop,
            message: message,
            grants: grants(of: agent),
            ledger: ledger
        )
        do {
            let reply = try await reply(of: agent, desk)
            if let reason = excess(in: reply) { return await desk.toolEvents + refused(reason) }
            try await lay(out: desk.staged)
            return await desk.toolEvents + answered(reply)
        } catch let suspension as Suspension {
            return await desk.toolEvents + suspension.events(for: envelope)
        } catch let error as AgentError {
            return await desk.toolEvents
                + refused(
                    error.reason,
                    findings: error.findings,
                    isPermanent: !error.isTransient
                )
        } catch let error as ToolRefused {
            return await desk.toolEvents + refused(error.description)
        } catch let error as UnknownEffect {
            return [.effectUnknown(error.effect, reason: error.description)]
        } catch let error as WorkspacePathError {
            return await desk.toolEvents + refused(error.description)
        } catch is TimedOut {
            let limit = Words.duration(message.timeoutMilliseconds ?? 0)
            return refused("agent '\(envelope.to)' timed out after \(limit)", isPermanent: false)
        }
    }

    private func mistake(for agent: any Agent) -> String? {
        if envelope.type == Envelope.handoffType {
            let unknown = (message.handoff?.criteria ?? []).filter { !agent.criteria.contains($0) }
            return unknown.isEmpty
                ? nil
                : "agent '\(agent.id)' knows no criterion \(unknown.joined(separator: ", "))"
        }
        guard let schema = agent.accepts.first(where: { $0.type == envelope.type }) else {
            let known = agent.accepts.map { "'\($0.type)'" }.joined(separator: ", ")
            return "agent '\(agent.id)' does not understand '\(envelope.type)'; it knows \(known)"
        }
        guard schema.version == envelope.version else {
            return "agent '\(agent.id)' takes version \(schema.version) of '\(envelope.type)', "
                + "not \(envelope.version)"
        }
        let mistakes = schema.mistakes(in: envelope.payload)
        return mistakes.isEmpty
            ? nil : "'\(envelope.type)': " + mistakes.joined(separator: "; ")
    }

    func excess(in reply: Reply) -> String? {
        let limit = workshop.limits.messageBytes
        let bytes =
            ([reply.outputs] + reply.posts.map(\.payload))
            .map { JSONWriter.compact($0).utf8.count }.max() ?? 0
        guard bytes > limit else { return nil }
        return "agent '\(envelope.to)' answered \(bytes) bytes, the limit (messageBytes) is "
            + "\(limit); it should deliver a file instead"
    }

    /// A workflow file may take grants away, never add any.
    private func grants(of agent: any Agent) -> GrantSet {
        GrantSet(builtIn: agent.grants, narrowedTo: message.tools)
    }

    private func reply(of agent: any Agent, _ desk: MessageDesk) async throws -> Reply {
        let surroundings = workshop.surroundings
        let begun = surroundings.now().milliseconds
        let context = AgentContext(
            inputs: order.inputs,
            asOf: order.asOf,
            deliverables: message.captured.map {
                CapturedDeliverable(
                    id: $0.deliverable,
                    files: $0.files,
                    producer: AgentID($0.producer)
                )
            },
            idempotencyKey: message.idempotencyKey.hex,
            verdicts: message.checked.map {
                RecordedVerdict(
                    deliverable: $0.deliverable,
                    check: $0.check,
                    verdict: $0.result.verdict
                )
            },
            timeLimitMilliseconds: message.timeoutMilliseconds,
            elapsedMilliseconds: { surroundings.now().milliseconds - begun },
            desk: desk
        )
        guard let limit = message.timeoutMilliseconds else {
            return try await agent.receive(envelope, in: context)
        }
        return try await withThrowingTaskGroup(of: Reply.self) { group in
            group.addTask { try await agent.receive(envelope, in: context) }
            group.addTask {
                try await workshop.surroundings.sleep(milliseconds: limit)
                throw TimedOut()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw TimedOut() }
            return first
        }
    }

    func answered(_ reply: Reply, streams: [Stream] = []) -> [Event] {
        let posts = reply.posts.enumerated().map { index, post in
            Event.messageSent(
                MessageSent(envelope: envelope.notice(post, index: index + 1))
            )
        }
        let handled = Event.messageHandled(envelope.id, outputs: reply.outputs)
        guard let step = envelope.step, !message.isQuestion else { return posts + [handled] }
        if envelope.type == Envelope.handoffType {
            return posts + [handled] + received(reply, step)
        }
        return posts + [handled, completed(step, reply.outputs, streams)]
    }

    private func received(_ reply: Reply, _ step: StepID) -> [Event] {
        guard let handoff = message.handoff else { return [] }
        let receipt =
            reply.receipt
            ?? Receipt(
                .needsInput,
                criteria: [],
                findings: [
                    Finding(
                        .high,
                        code: "handoff.no-receipt",
                        "'\(envelope.to)' answered without a receipt"
                    )
                ]
            )
        let answer = Event.handoffAnswered(handoff.handoff, by: envelope.to, receipt)
        guard receipt.decision == .accepted else { return [answer] }
        let outputs: Value = [
            "decision": .string(receipt.decision.rawValue),
            "handoff": .string(handoff.handoff.text),
        ]
        return [answer, completed(step, outputs)]
    }

    private func completed(
        _ step: StepID,
        _ outputs: Value,
        _ streams: [Stream] = []
    ) -> Event {
        .stepCompleted(
            StepCompleted(
                step: step,
                round: envelope.round,
                attempt: envelope.attempt,
                outputs: outputs,
                streams: streams
            )
        )
    }

    func refused(
        _ reason: String,
        findings: [Finding] = [],
        isPermanent: Bool = true,
        streams: [Stream] = []
    ) -> [Event] {
        let rejected = Event.messageRejected(envelope.id, reason: reason)
        guard let step = envelope.step, !message.isQuestion else { return [rejected] }
        let failed = StepFailed(
            step: step,
            round: envelope.round,
            attempt: envelope.attempt,
            reason: reason,
            findings: findings,
            isPermanent: isPermanent,
            streams: streams
        )
        return [rejected, .stepFailed(failed)]
    }

    /// Writes what the agent delivered into the workspace, all of it or, when a file there is not
    /// the run's, nothing.
    func lay(out staged: [StagedFile]) async throws {
        guard !staged.isEmpty else { return }
        try DurableFile.makeFolder(order.workspace, mode: 0o755)
        let layout = Layout(
            workspace: WorkspaceFolder(root: order.workspace),
            made: MadeFiles(workshop.attempts(of: order.run))
        )
        try layout.write(staged)
    }
}

struct TimedOut: Error {}

extension Envelope {
    /// What an agent sends beside its answer: of the same conversation, caused by this message.
    func notice(_ post: Post, index: Int) -> Envelope {
        message("\(id)+\(index)", post)
    }

    /// What an agent asks a partner while it handles this message.
    func question(_ post: Post, index: Int) -> Envelope {
        message("\(id)?\(index)", post)
    }

    private func message(_ id: String, _ post: Post) -> Envelope {
        Envelope(
            id: MessageID(id),
            type: post.type,
            version: post.version,
            from: to,
            to: post.to,
            payload: post.payload,
            correlation: correlation,
            causation: self.id,
            deadline: deadline,
            phase: phase,
            round: round,
            attempt: attempt
        )
    }
}
