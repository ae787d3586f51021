import Agents
import Workflow

/// One partner with one message, and what it finds on its desk.
actor PartnerDesk: Desk {
    private let files: [String: String]
    private let answers: [String: Value]
    private(set) var asked: [Post] = []

    init(files: [String: String], answers: [String: Value]) {
        self.files = files
        self.answers = answers
    }

    func deliver(path: String, bytes: [UInt8]) async throws {
        throw ToolRefused(agent: "nobody", tool: .write)
    }

    func read(path: String) async throws -> [UInt8]? { files[path].map { Array($0.utf8) } }

    func ask(_ post: Post) async throws -> Value {
        asked.append(post)
        guard let answer = answers[post.type] else { throw Unanswered(type: post.type) }
        return answer
    }

    func once(
        key: String,
        onUnknown: Step.OnUnknown,
        body: @Sendable () async throws -> Value
    ) async throws -> Value { try await body() }

    struct Unanswered: Error { let type: String }
}

struct PartnerCase {
    var files: [String: String] = [:]
    /// Which deliverable holds a file; `D` where it is not said.
    var owners: [String: DeliverableID] = [:]
    var verdicts: [RecordedVerdict] = []
    var answers: [String: Value] = [:]
    var inputs: Value = .object([:])
    var timeLimitMilliseconds: Int64?
    var elapsedMilliseconds: @Sendable () -> Int64 = { 0 }

    /// The files that the shipped example renders.
    static func example() throws -> PartnerCase {
        let example = try RenderedExample.load()
        return PartnerCase(files: example.files, owners: example.owners, inputs: example.inputs)
    }

    static func requirements() throws -> Value {
        try JSONReader.value(of: ExampleRequirements.json)
    }

    static let prices = Result {
        try PriceTable(text: try ResourceFolder.standard.text("prices/aws.json"))
    }

    var deliverables: [CapturedDeliverable] {
        let ids = Set(files.keys.map { owners[$0] ?? "D" }).sorted()
        return ids.map { id in
            let own = files.filter { (owners[$0.key] ?? "D") == id }.sorted { $0.key < $1.key }
            return CapturedDeliverable(
                id: id,
                files: own.map { path, text in
                    let bytes = Array(text.utf8)
                    return DeliverableFile(
                        path: path,
                        digest: Digest(of: bytes),
                        bytes: bytes.count
                    )
                },
                producer: nil
            )
        }
    }

    func desk() -> PartnerDesk { PartnerDesk(files: files, answers: answers) }

    /// What the agent answers to a message whose payload fits its schema.
    func reply(
        of agent: any Agent,
        _ type: String,
        _ payload: Value,
        on desk: PartnerDesk? = nil
    ) async throws -> Reply {
        if let schema = agent.accepts.first(where: { $0.type == type }) {
            let mistakes = schema.mistakes(in: payload)
            guard mistakes.isEmpty else { throw Unfit(mistakes: mistakes) }
        }
        guard let day = CivilDate("2026-11-22") else { throw Unfit(mistakes: ["no day"]) }
        let context = AgentContext(
            inputs: inputs,
            asOf: day,
            deliverables: deliverables,
            idempotencyKey: "k",
            verdicts: verdicts,
            timeLimitMilliseconds: timeLimitMilliseconds,
            elapsedMilliseconds: elapsedMilliseconds,
            desk: desk ?? self.desk()
        )
        let envelope = Envelope(
            id: "m#1.1",
            type: type,
            from: "engine",
            to: agent.id,
            payload: payload,
            correlation: "m#1"
        )
        return try await agent.receive(envelope, in: context)
    }

    /// Why the agent refuses.
    func refusal(of agent: any Agent, _ type: String, _ payload: Value) async throws -> AgentError {
        do {
            let reply = try await reply(of: agent, type, payload)
            throw Answered(outputs: reply.outputs)
        } catch let error as AgentError {
            return error
        }
    }

    struct Unfit: Error { let mistakes: [String] }
    struct Answered: Error { let outputs: Value }
}

extension Value {
    /// The same object with one member changed, by its dotted path.
    func setting(_ path: String, _ value: Value) -> Value {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        var members = objectValue ?? Members()
        members[parts[0]] =
            parts.count == 1 ? value : (self[parts[0]] ?? .object([:])).setting(parts[1], value)
        return .object(members)
    }
}
