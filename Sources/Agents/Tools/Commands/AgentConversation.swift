import Foundation
import Workflow

/// Listens to an agent's process and answers it, word by word, to its last one.
struct AgentConversation: Sendable {
    let bench: ToolBench
    let ledger: any Ledger
    let secrets: Secrets
    let opening: String
    let timeMilliseconds: Int64
    let surroundings: any Surroundings

    /// What a conversation came to.
    enum Outcome: Sendable {
        case result(AgentResult, findings: [Finding])
        /// It ended, or was ended, without a result that counts.
        case broken(String)
        case suspended(Suspension)
        case asks(ToolRequest)
        case unknown(UnknownEffect)
        case cancelled
        /// Of the machine or of the store: nothing is recorded.
        case fault(any Error)
    }

    private static let mostReports = 100
    private static let mostFindings = 1000

    func hold(_ wire: AgentWire) async -> AgentProcess.Farewell<Outcome> {
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await listen(wire) }
            group.addTask {
                do {
                    try await surroundings.sleep(milliseconds: timeMilliseconds)
                } catch { return .cancelled }
                return .broken("timed out after \(Words.duration(timeMilliseconds))")
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            return first
        }
        if case .result = outcome { return .after(outcome) }
        if case .broken(Self.silence) = outcome { return .after(outcome) }
        return .atOnce(outcome)
    }

    /// Its output ended; how the process ended says the rest.
    static let silence = "it ended without a result"

    private func listen(_ wire: AgentWire) async -> Outcome {
        wire.send(opening)
        var number = 0
        var reports = 0
        var findings: [Finding] = []
        for await news in wire.news {
            guard case .line(let line) = news else {
                if case .excess(let reason) = news { return .broken(reason) }
                continue
            }
            number += 1
            do {
                switch try AgentWord(line, number: number, secrets: secrets) {
                case .use(let id, let tool, let arguments):
                    wire.send(try await answer(id) { try await bench.use(tool, arguments) })
                case .ask(let id, let post):
                    let arguments: Value = [
                        "agent": .string(post.to.text), "task": .string(post.type),
                        "version": .int(post.version), "payload": post.payload,
                    ]
                    wire.send(
                        try await answer(id) {
                            try await bench.use(Tool.task.rawValue, arguments)
                        }
                    )
                case .deliver(let path, let bytes):
                    let arguments: Value = [
                        "path": .string(path), "base64": .string(Data(bytes).base64EncodedString()),
                    ]
                    _ = try await bench.use(Tool.write.rawValue, arguments)
                case .progress(let text):
                    reports += 1
                    guard reports <= Self.mostReports else { continue }
                    let envelope = bench.ground.message.envelope
                    try await ledger.record([
                        .agentReported(
                            envelope.to,
                            envelope.id,
                            text: Words.printable(text, limit: 500)
                        )
                    ])
                case .finding(let finding):
                    guard findings.count < Self.mostFindings else {
                        return .broken("it found more than \(Self.mostFindings) things")
                    }
                    findings.append(finding)
                case .result(let result): return .result(result, findings: findings)
                }
            } catch {
                return ending(error)
            }
        }
        return Task.isCancelled ? .cancelled : .broken(Self.silence)
    }

    /// The answer to a use, also when it is refused or comes to nothing.
    private func answer(
        _ id: Int,
        _ body: () async throws -> Value
    ) async throws -> String {
        do {
            return JSONWriter.compact(["id": .int(id), "result": try await body()])
        } catch let refusal as ToolDenial {
            return error(id, "refused", refusal.reason)
        } catch let failure as ToolFailure {
            return error(id, "failed", failure.reason)
        } catch let failure as AgentError {
            return error(id, "failed", failure.reason)
        }
    }

    private func error(_ id: Int, _ code: String, _ message: String) -> String {
        JSONWriter.compact([
            "id": .int(id), "error": ["code": .string(code), "message": .string(message)],
        ])
    }

    private func ending(_ error: any Error) -> Outcome {
        switch error {
        case let error as AgentWordError: .broken(error.description)
        case let error as TooManyUses: .broken(error.description)
        // A file that is delivered has no answer in which this could be said.
        case let error as ToolDenial: .broken("what it delivers is refused: \(error.reason)")
        case let error as ToolFailure: .broken("what it delivers is refused: \(error.reason)")
        case let error as AgentError: .broken(error.reason)
        case let error as Suspension: .suspended(error)
        case let error as ApprovalNeeded: .asks(error.request)
        case let error as UnknownEffect: .unknown(error)
        case is CancellationError: .cancelled
        default: .fault(error)
        }
    }
}
