import Workflow

/// What stands behind an agent's context while it handles one message.
actor MessageDesk: Desk {
    private let workshop: Workshop
    private let message: MessageOrder
    private let grants: GrantSet
    private let ledger: any Ledger
    private let shelf: Shelf
    private var files: [StagedFile] = []
    private var questions = 0
    private var uses: [CountedUse] = []
    private var refusals: [ToolRefused] = []
    private var effects: [String: EffectRecord]

    init(workshop: Workshop, message: MessageOrder, grants: GrantSet, ledger: any Ledger) {
        self.workshop = workshop
        self.message = message
        self.grants = grants
        self.ledger = ledger
        shelf = Shelf(store: workshop.store, produced: message.captured)
        effects = message.effects
    }

    var staged: [StagedFile] { files }

    /// What was used and refused, uses of one tool counted together.
    var toolEvents: [Event] {
        let (agent, id) = (message.envelope.to, message.envelope.id)
        let risk = { [workshop] (tool: Tool) in workshop.catalog.risks?.risk(of: tool) }
        return uses.map { .toolUsed($0.use(by: agent, in: id, risk: risk($0.tool))) }
            + refusals.map { refusal in
                let tried = CountedUse(refusal.tool, on: refusal.subject, at: nil)
                    .use(by: agent, in: id, risk: risk(refusal.tool), outcome: "refused")
                return .toolRefused(tried, reason: refusal.reason)
            }
    }

    private func require(_ tool: Tool, on subject: ToolSubject) throws {
        if let reason = grants.refusal(of: tool, on: subject) {
            let refusal = ToolRefused(
                agent: message.envelope.to,
                tool: tool,
                subject: subject.words,
                reason: reason
            )
            refusals.append(refusal)
            throw refusal
        }
        let now = workshop.surroundings.now()
        if let index = uses.firstIndex(where: { $0.tool == tool }) {
            uses[index].add(subject.words, at: now)
        } else {
            uses.append(CountedUse(tool, on: subject.words, at: now))
        }
    }

    func deliver(path: String, bytes: [UInt8]) async throws {
        try require(.write, on: .path(path))
        try stage(path: path, bytes: bytes)
    }

    /// Stages a file for which the grant was looked at already.
    func stage(path: String, bytes: [UInt8]) throws {
        let path = try WorkspacePath(path)
        files.removeAll { $0.path == path }
        files.append(StagedFile(path: path, bytes: bytes))
    }

    func read(path: String) async throws -> [UInt8]? {
        try require(.read, on: .path(path))
        let bytes = shelf.read(path)
        if let fault = shelf.fault { throw fault }
        return bytes
    }

    func ask(_ post: Post) async throws -> Value {
        try require(.task, on: .agent(post.to))
        return try question(post)
    }

    /// Asks a partner for whom the grant was looked at already.
    func question(_ post: Post) throws -> Value {
        questions += 1
        switch message.answers[questions] {
        case .outputs(let outputs): return outputs
        case .refused(let reason):
            throw AgentError("'\(post.to)' could not answer '\(post.type)': \(reason)")
        case nil: break
        }
        let askers = message.askers + [message.envelope.to]
        guard !askers.contains(post.to) else {
            let circle = (askers + [post.to]).map(\.text).joined(separator: " → ")
            throw AgentError("asking in a circle never ends: \(circle)")
        }
        throw Suspension(post: post, index: questions)
    }

    func once(
        key: String,
        onUnknown: Step.OnUnknown,
        body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try require(.bash, on: .effect)
        return try await perform(key: key, onUnknown: onUnknown, body: body)
    }

    /// Does `body` at most once for `key`, whatever was granted.
    func perform(
        key: String,
        onUnknown: Step.OnUnknown,
        body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let effect = EffectKey(
            owner: message.envelope.effectOwner,
            round: message.envelope.round,
            key: key
        )
        switch effects[key]?.status {
        case .completed(true, let result, _): return result
        case .settled(.done, let outputs): return outputs
        case .settled(.fail, _): throw AgentError("'\(key)' was settled as failed by a person")
        case .unknown(let reason) where onUnknown == .fail:
            throw AgentError("the outcome of '\(key)' is unknown: \(reason)")
        case .unknown(let reason) where onUnknown == .ask:
            throw UnknownEffect(effect: effect, reason: reason)
        case .intended, .unknown, .completed, .settled, nil: break
        }
        return try await act(effect, onUnknown: onUnknown, body: body)
    }

    private func act(
        _ effect: EffectKey,
        onUnknown: Step.OnUnknown,
        body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let input = Digest(of: JSONWriter.canonical(message.envelope.payload))
        let intended = EffectIntended(
            effect: effect,
            attempt: message.envelope.attempt,
            idempotencyKey: Digest(ofLines: [message.idempotencyKey.hex, effect.key]),
            input: input,
            onUnknown: onUnknown
        )
        try await ledger.record([.effectIntended(intended)])
        do {
            let result = try await body()
            let completed = EffectCompleted(
                effect: effect,
                isDone: true,
                result: result,
                evidence: "agent"
            )
            try await ledger.record([.effectCompleted(completed)])
            return result
        } catch let error as AgentError {
            let completed = EffectCompleted(
                effect: effect,
                isDone: false,
                result: .string(error.reason),
                evidence: "agent"
            )
            try await ledger.record([.effectCompleted(completed)])
            throw error
        }
    }
}

/// A message is set aside until the answer to its question is there.
struct Suspension: Error {
    let post: Post
    let index: Int

    func events(for envelope: Envelope) -> [Event] {
        let question = envelope.question(post, index: index)
        return [
            .messageSent(
                MessageSent(
                    envelope: question,
                    question: MessageSent.Question(asker: envelope.id, index: index)
                )
            ),
            .messageSuspended(envelope.id, on: question.id),
        ]
    }
}

/// An agent's effect whose outcome a crash swallowed and a person has to settle.
struct UnknownEffect: Error, CustomStringConvertible {
    let effect: EffectKey
    let reason: String
    var description: String { reason }
}

/// A file that an agent delivers, not written yet.
struct StagedFile: Sendable {
    let path: WorkspacePath
    let bytes: [UInt8]
}
