import Foundation
import Workflow

/// One line that an agent's process writes.
enum AgentWord: Sendable {
    case use(id: Int, tool: String, arguments: Value)
    case ask(id: Int, Post)
    case deliver(path: String, bytes: [UInt8])
    case progress(String)
    case finding(Finding)
    case result(AgentResult)

    /// - Throws: `AgentWordError` that says what is wrong with the line.
    init(_ line: [UInt8], number: Int, secrets: Secrets) throws(AgentWordError) {
        let value: Value
        do {
            value = secrets.conceal(try JSONReader.value(of: line))
        } catch {
            let said = Words.printable(String(decoding: line.prefix(80), as: UTF8.self))
            throw AgentWordError("line \(number) is no JSON document: \(secrets.conceal(said))")
        }
        guard let type = value["type"]?.stringValue else {
            throw AgentWordError("line \(number) has no 'type'")
        }
        let reader = Reader(value: value, type: type, number: number)
        switch type {
        case "use":
            self = .use(
                id: try reader.int("id"),
                tool: try reader.string("tool"),
                arguments: value["arguments"] ?? .object([:])
            )
        case "ask":
            self = .ask(id: try reader.int("id"), try reader.post(value))
        case "deliver": self = .deliver(path: try reader.string("path"), bytes: try reader.bytes())
        case "progress": self = .progress(try reader.string("text"))
        case "finding": self = .finding(try reader.finding(value["finding"] ?? value))
        case "result": self = .result(try reader.result())
        default:
            throw AgentWordError(
                "line \(number) is of type '\(Words.printable(type, limit: 40))'; known are use, "
                    + "ask, deliver, progress, finding and result"
            )
        }
    }

    /// Reads the members of one line, naming what is missing.
    private struct Reader {
        let value: Value
        let type: String
        let number: Int

        func wrong(_ words: String) -> AgentWordError {
            AgentWordError("line \(number), of type '\(type)': \(words)")
        }

        func string(_ key: String) throws(AgentWordError) -> String {
            guard let text = value[key]?.stringValue else { throw wrong("'\(key)' is no string") }
            return text
        }

        func int(_ key: String) throws(AgentWordError) -> Int {
            guard let number = value[key]?.intValue else { throw wrong("'\(key)' is no integer") }
            return number
        }

        func bytes() throws(AgentWordError) -> [UInt8] {
            switch (value["text"]?.stringValue, value["base64"]?.stringValue) {
            case (let text?, nil): return Array(text.utf8)
            case (nil, let base64?):
                guard let data = Data(base64Encoded: base64) else {
                    throw wrong("'base64' is no base64")
                }
                return Array(data)
            default: throw wrong("it has either 'text' or 'base64'")
            }
        }

        func post(_ value: Value) throws(AgentWordError) -> Post {
            guard let agent = value["agent"]?.stringValue, let task = value["task"]?.stringValue
            else { throw wrong("a message has 'agent' and 'task'") }
            return Post(
                to: AgentID(agent),
                type: task,
                version: value["version"]?.intValue ?? 1,
                payload: value["payload"] ?? .object([:])
            )
        }

        func finding(_ value: Value) throws(AgentWordError) -> Finding {
            guard let code = value["code"]?.stringValue,
                let message = value["message"]?.stringValue,
                let severity = value["severity"]?.stringValue.flatMap(
                    Finding.Severity.init(rawValue:)
                )
            else {
                throw wrong("a finding has 'severity' (critical to info), 'code' and 'message'")
            }
            return Finding(
                severity,
                code: code,
                message,
                file: value["file"]?.stringValue,
                line: value["line"]?.intValue,
                fix: value["fix"]?.stringValue
            )
        }

        func result() throws(AgentWordError) -> AgentResult {
            let status = value["status"]?.stringValue ?? "done"
            guard status == "done" || status == "failed" else {
                throw wrong("'status' is 'done' or 'failed', not '\(status)'")
            }
            let outputs = value["outputs"] ?? .object([:])
            guard outputs.objectValue != nil else { throw wrong("'outputs' is no object") }
            var posts: [Post] = []
            for value in value["posts"]?.arrayValue ?? [] { posts.append(try post(value)) }
            return AgentResult(
                isDone: status == "done",
                reason: value["reason"]?.stringValue ?? "it gave no reason",
                isTransient: value["transient"]?.boolValue ?? false,
                outputs: outputs,
                posts: posts,
                receipt: try value["receipt"].map(receipt)
            )
        }

        private func receipt(_ value: Value) throws(AgentWordError) -> Receipt {
            guard
                let decision = value["decision"]?.stringValue
                    .flatMap(Receipt.Decision.init(rawValue:))
            else {
                throw wrong("a receipt's 'decision' is accepted, rejected or needs-input")
            }
            var criteria: [CriterionResult] = []
            for criterion in value["criteria"]?.arrayValue ?? [] {
                guard let id = criterion["id"]?.stringValue,
                    let status = criterion["status"]?.stringValue.flatMap(Verdict.init(rawValue:)),
                    let evidence = criterion["evidence"]?.stringValue
                else { throw wrong("a criterion has 'id', 'status' and 'evidence'") }
                criteria.append(CriterionResult(id: id, status: status, evidence: evidence))
            }
            var findings: [Finding] = []
            for found in value["findings"]?.arrayValue ?? [] {
                findings.append(try finding(found))
            }
            return Receipt(decision, criteria: criteria, findings: findings)
        }
    }
}

/// The last word of an agent.
struct AgentResult: Sendable {
    let isDone: Bool
    let reason: String
    let isTransient: Bool
    let outputs: Value
    let posts: [Post]
    let receipt: Receipt?
}

/// A line that is no word of the protocol.
struct AgentWordError: Error, Sendable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Secrets {
    /// The value with each secret in its strings replaced by its name.
    func conceal(_ value: Value) -> Value {
        switch value {
        case .string(let text): .string(conceal(text))
        case .array(let elements): .array(elements.map(conceal))
        case .object(let members):
            .object(Members(members.pairs.map { (conceal($0.key), conceal($0.value)) }))
        case .null, .bool, .number: value
        }
    }
}
