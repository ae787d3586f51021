package import Workflow

/// A native check whose rule is a function over the bytes.
package struct RuleCheck: Check {
    package let id: CheckID
    package let summary: String
    package var kind: CheckKind { .native }
    package let facts: [CheckFact]
    private let rule: @Sendable (CheckSubject) throws -> CheckResult

    package init(
        _ id: CheckID,
        _ summary: String,
        facts: [CheckFact] = [],
        rule: @escaping @Sendable (CheckSubject) throws -> CheckResult
    ) {
        self.id = id
        self.summary = summary
        self.facts = facts
        self.rule = rule
    }

    package func verdict(on subject: CheckSubject) async throws -> CheckResult {
        try verdict(of: subject)
    }

    /// The same without waiting, for criteria and tests.
    package func verdict(of subject: CheckSubject) throws -> CheckResult {
        do {
            return try rule(subject).withKnownFixes
        } catch let unreadable as UnreadableFile {
            // A file that cannot be read is the deliverable's fault, not the check's.
            return .judged([
                Finding(.high, code: "file.unreadable", unreadable.reason, file: unreadable.path)
            ])
        }
    }
}

/// Reads YAML text; handed in so that no check imports a YAML library.
package typealias YAMLParser = @Sendable (String) throws -> Value

/// A captured file that is missing or is not what its name says.
struct UnreadableFile: Error {
    let path: String
    let reason: String
}

extension CheckSubject {
    /// Every path that can be read: the deliverable's own files and what was captured before.
    var knownPaths: [String] { Set(files.map(\.path) + allPaths).sorted() }

    func requiredText(_ path: String) throws -> String {
        guard let text = text(path) else {
            throw UnreadableFile(path: path, reason: "the file is missing or is not UTF-8")
        }
        return text
    }

    func json(_ path: String) throws -> Value {
        let text = try requiredText(path)
        do {
            return try parsed(text, as: "json") { try JSONReader.value(of: $0) }
        } catch {
            throw UnreadableFile(path: path, reason: "\(error)")
        }
    }

    /// The documents of a YAML file.
    func yaml(_ path: String, _ parse: YAMLParser) throws -> [Value] {
        let text = try requiredText(path)
        var documents: [String] = [""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "---" {
                documents.append("")
            } else {
                documents[documents.count - 1] += line + "\n"
            }
        }
        do {
            return try documents.filter { !$0.allSatisfy(\.isWhitespace) }.map {
                try parsed($0, as: "yaml", parse)
            }
        } catch {
            throw UnreadableFile(path: path, reason: "not YAML: \(error)")
        }
    }

    /// The deliverable's own files below `folder` whose names end in `suffix`.
    func paths(in folder: String, _ suffix: String) -> [String] {
        files.map(\.path).filter { $0.hasPrefix(folder) && $0.hasSuffix(suffix) }
    }
}

extension Value {
    /// The member at a dotted path.
    func at(_ path: String) -> Value? {
        path.split(separator: ".").reduce(Optional(self)) { value, key in value?[String(key)] }
    }

    func number(_ path: String) -> Double? { at(path)?.numberValue }
    func string(_ path: String) -> String? { at(path)?.stringValue }
    func list(_ path: String) -> [Value] { at(path)?.arrayValue ?? [] }
    func strings(_ path: String) -> [String] { list(path).compactMap(\.stringValue) }
}
