/// A rule over the bytes of a deliverable.
package protocol Check: Sendable {
    var id: CheckID { get }
    /// One sentence: what holds when it passes.
    var summary: String { get }
    var kind: CheckKind { get }
    /// The facts that it measures, for the rules of gates.
    var facts: [CheckFact] { get }

    /// Looks at `subject` and says what it found.
    ///
    /// Returning is a verdict, whatever it is; throwing means that the check could not be carried
    /// out and is recorded as `unavailable` with the error's words.
    func verdict(on subject: CheckSubject) async throws -> CheckResult
}

extension Check {
    package var facts: [CheckFact] { [] }
}

/// A figure that a check measures and that the rules of gates can name.
package struct CheckFact: Sendable, Hashable {
    /// What follows `facts.` in an expression.
    package let name: String
    /// One line: what it counts, in which unit.
    package let summary: String

    package init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }
}

package enum CheckKind: String, Sendable, Hashable {
    /// Computed by the program itself; needs nothing installed.
    case native
    /// A program that is called when it is installed.
    case external
}

/// What a check looks at: bytes that are in the store already, never the workspace.
package struct CheckSubject: Sendable {
    package let deliverable: DeliverableID
    /// The deliverable's files by path, sorted by path.
    package let files: [DeliverableFile]
    /// The run's inputs.
    package let inputs: Value
    /// The bytes of a file of any deliverable that was captured so far, by path.
    package let read: @Sendable (String) -> [UInt8]?
    /// Paths of all files that were captured so far, sorted.
    package let allPaths: [String]
    /// What was read from texts before, for callers that ask many checks about the same bytes.
    package let memory: (any TextMemory)?

    package init(
        deliverable: DeliverableID,
        files: [DeliverableFile],
        inputs: Value,
        allPaths: [String],
        read: @escaping @Sendable (String) -> [UInt8]?,
        memory: (any TextMemory)? = nil
    ) {
        self.deliverable = deliverable
        self.files = files
        self.inputs = inputs
        self.allPaths = allPaths
        self.read = read
        self.memory = memory
    }

    /// The text of a captured file, or nil when there is none or it is not UTF-8.
    package func text(_ path: String) -> String? {
        read(path).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

/// Remembers what was read from a text, so that the same text is not read twice.
package protocol TextMemory: Sendable {
    /// What was kept for a text that was read as `kind`.
    func value(_ kind: String, _ text: String) -> (any Sendable)?
    func keep(_ kind: String, _ text: String, _ value: any Sendable)
}

/// One captured file.
package struct DeliverableFile: Sendable, Hashable {
    /// Path in the workspace, with `/` between components.
    package let path: String
    package let digest: Digest
    package let bytes: Int

    package init(path: String, digest: Digest, bytes: Int) {
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}

extension Array where Element == DeliverableFile {
    /// Each path once, as the last that names it captured it: a deliverable may bring a file of an
    /// earlier one up to date, as the record of an apply does with that of a plan.
    package var latest: [DeliverableFile] {
        var seen: Set<String> = []
        return reversed().filter { seen.insert($0.path).inserted }.reversed()
    }
}

/// A check's verdict with what led to it.
package struct CheckResult: Sendable, Hashable {
    package let verdict: Verdict
    package let findings: [Finding]
    /// Figures that the check measured, for criteria and reports.
    package let measured: Members
    /// The external program's name and version, when there was one.
    package let tool: String?
    /// Facts for the rules of gates, by their declared names; null for one that it could not
    /// measure.
    package let facts: Members

    package init(
        _ verdict: Verdict,
        findings: [Finding] = [],
        measured: Members = Members(),
        tool: String? = nil,
        facts: Members = Members()
    ) {
        self.verdict = verdict
        self.findings = findings
        self.measured = measured
        self.tool = tool
        self.facts = facts
    }

    /// The same with a null for each of `declared` that is not among its facts.
    package func accounting(for declared: [CheckFact]) -> CheckResult {
        var facts = facts
        for fact in declared where facts[fact.name] == nil { facts[fact.name] = .null }
        return CheckResult(
            verdict,
            findings: findings,
            measured: measured,
            tool: tool,
            facts: facts
        )
    }

    /// Failed when a finding is critical, high or medium; low and info findings are advice.
    package static func judged(
        _ findings: [Finding],
        measured: Members = Members(),
        facts: Members = Members()
    ) -> CheckResult {
        let fails = findings.contains { $0.severity <= .medium }
        return CheckResult(
            fails ? .failed : .passed,
            findings: findings,
            measured: measured,
            facts: facts
        )
    }
}
