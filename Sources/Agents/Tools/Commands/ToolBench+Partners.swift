import Foundation
import Workflow

/// Task, TodoWrite and WebFetch.
extension ToolBench {
    /// How many agents may wait for each other in a row.
    private static let mostAskers = 3

    /// `agent`, `task` and `payload`.
    func task(_ arguments: Value) async throws -> Done {
        let post = Post(
            to: AgentID(try arguments.text("agent")),
            type: try arguments.text("task"),
            version: arguments["version"]?.intValue ?? 1,
            payload: arguments["payload"] ?? .object([:])
        )
        return Done(try await ask(post), outcome: "answered")
    }

    /// Asks a partner; while it has not answered, `Suspension` ends the attempt.
    func ask(_ post: Post) async throws -> Value {
        try requirePartner(post.to)
        let depth = ground.message.askers.count
        guard depth < Self.mostAskers else {
            throw ToolDenial("\(depth) agents wait for each other already")
        }
        do {
            return try await ground.desk.question(post)
        } catch let error as AgentError {
            throw ToolFailure(error.reason)
        }
    }

    /// - Throws: `ToolDenial` unless the grant and the file name the agent.
    func requirePartner(_ partner: AgentID) throws {
        try require(.task, on: .agent(partner))
        let declared = ground.message.bench.partners + ["infrastructure-management-subagent"]
        guard declared.contains(partner) || isNamed(partner) else {
            throw ToolDenial("'\(partner)' is no partner that the workflow file names")
        }
        let isThere = ground.workshop.catalog.agent(partner) != nil || declared.contains(partner)
        guard isThere else { throw ToolDenial("there is no agent '\(partner)'") }
    }

    private func isNamed(_ partner: AgentID) -> Bool {
        ground.grants.patterns(of: .task)?.contains(partner.text) ?? false
    }

    /// `items`, each with `text` and `status`; they are kept as the use itself.
    func todo(_ arguments: Value) throws -> Done {
        guard let items = arguments["items"]?.arrayValue,
            items.allSatisfy({ $0["text"]?.stringValue != nil })
        else { throw ToolFailure("the argument 'items' is no list of {text, status}") }
        let done = items.count { $0["status"]?.stringValue == "completed" }
        return Done(["items": .int(items.count)], outcome: "\(done) of \(items.count) completed")
    }

    /// `url`; what it answers, without following it elsewhere.
    func fetch(_ arguments: Value) async throws -> Done {
        let text = try arguments.text("url")
        let host = try WebAddress(text).host
        guard !(ground.grants.patterns(of: .webFetch) ?? []).isEmpty else {
            throw ToolDenial("the grant names no host: write WebFetch(\(host))")
        }
        try require(.webFetch, on: .host(host))
        guard ground.message.bench.declaration?.mayUseNetwork == true else {
            throw ToolDenial("the agent's definition does not grant the network")
        }
        let fetched = try await WebRequest(address: text).fetch(ground.workshop.surroundings)
        return Done(
            ["status": .int(fetched.status), "text": .string(fetched.text)],
            outcome: "HTTP \(fetched.status), \(fetched.text.utf8.count) bytes"
        )
    }
}
