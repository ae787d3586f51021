package import Workflow

/// Reviews infrastructure code and security; it reads, and never writes.
package actor CodeReviewer: Agent {
    package nonisolated let id: AgentID = "code-reviewer"
    package nonisolated let summary =
        "Reviews what was made: findings with severity, file, line and fix, and a grade."
    package nonisolated let grants: Set<Tool> = [.read, .grep, .glob]
    package nonisolated let accepts = [
        MessageSchema(
            type: "review",
            summary: "Reviews captured deliverables; fails on critical or high findings.",
            fields: [
                MessageSchema.Field(
                    "deliverables",
                    .array,
                    "Ids of the deliverables to review; all that were captured when left out."
                ),
                MessageSchema.Field(
                    "operation",
                    .string,
                    "security-scan, dod-validation or full-review; for the log."
                ),
            ]
        )
    ]

    /// Checks of infrastructure code that the review carries out itself: no verdict is taken over.
    private let codeChecks: [any Check]

    package init(codeChecks: [any Check]) { self.codeChecks = codeChecks }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        let named = envelope.payload["deliverables"]?.arrayValue?.compactMap(\.stringValue)
        let ids = named.map { $0.map { DeliverableID($0) } } ?? context.deliverables.map(\.id)
        let missing = ids.filter { id in !context.deliverables.contains { $0.id == id } }
        guard missing.isEmpty, !ids.isEmpty else {
            throw AgentError(
                "nothing to review: \(missing.map(\.text).joined(separator: ", ")) was not captured; "
                    + "name it in 'produces' of the step that makes it"
            )
        }
        let bundle = try await ReceivedBundle.open(ids, of: envelope, in: context)
        let findings = try await SourceReview.findings(in: bundle) + codeFindings(in: bundle)
        let worst = findings.filter { $0.severity <= .high }
        guard worst.isEmpty else {
            throw AgentError(
                "changes required: \(worst.count) critical or high findings",
                findings: findings
            )
        }
        return Reply(outputs: [
            "verdict": "approved",
            "score": .string(Self.grade(findings)),
            "filesReviewed": .int(bundle.files.count),
            "linesReviewed": .int(SourceReview.lines(in: bundle)),
            "findings": .array(findings.map(EventCoding.form(finding:))),
        ])
    }

    private func codeFindings(in bundle: CheckSubject) async throws -> [Finding] {
        guard bundle.files.contains(where: { $0.path.hasSuffix(".tf") }) else { return [] }
        var findings: [Finding] = []
        for check in codeChecks { findings += try await check.verdict(on: bundle).findings }
        return findings
    }

    /// A without findings of medium or low severity, one grade down for each medium one and each
    /// five low ones.
    private static func grade(_ findings: [Finding]) -> String {
        let medium = findings.count { $0.severity == .medium }
        let low = findings.count { $0.severity == .low }
        let grades = ["A", "B", "C", "D", "F"]
        return grades[min(grades.count - 1, medium + low / 5)]
    }
}

/// What a reader of the files themselves sees, without knowing what they are for.
enum SourceReview {
    static func findings(in bundle: CheckSubject) -> [Finding] {
        bundle.files.flatMap { file -> [Finding] in
            guard let text = bundle.text(file.path) else {
                return [
                    Finding(.medium, code: "review.binary", "is not UTF-8 text", file: file.path)
                ]
            }
            return findings(in: text, path: file.path)
        }
    }

    static func lines(in bundle: CheckSubject) -> Int {
        bundle.files.reduce(0) { total, file in
            total + (bundle.text(file.path)?.split(separator: "\n").count ?? 0)
        }
    }

    private static func findings(in text: String, path: String) -> [Finding] {
        var findings: [Finding] = []
        if !text.hasSuffix("\n") {
            findings.append(
                Finding(
                    .low,
                    code: "review.final-newline",
                    "the last line has no end",
                    file: path,
                    fix: "end the file with a newline"
                )
            )
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            findings += Self.findings(in: line, number: index + 1, path: path)
        }
        return findings
    }

    private static func findings(
        in line: Substring,
        number: Int,
        path: String
    ) -> [Finding] {
        rules.compactMap { rule in
            guard line.contains(rule.text) else { return nil }
            return Finding(
                rule.severity,
                code: rule.code,
                rule.message,
                file: path,
                line: number,
                fix: rule.fix
            )
        }
    }

    private struct Rule {
        let text: String
        let severity: Finding.Severity
        let code: String
        let message: String
        let fix: String
    }

    private static let rules = [
        Rule(
            text: "-----BEGIN ",
            severity: .critical,
            code: "review.private-key",
            message: "holds a key or certificate literally",
            fix: "refer to it by its place in the secrets manager"
        ),
        Rule(
            text: "AKIA",
            severity: .critical,
            code: "review.access-key",
            message: "holds what looks like an AWS access key id",
            fix: "use a role; rotate the key if it was real"
        ),
        Rule(
            text: "FIXME",
            severity: .high,
            code: "review.unfinished",
            message: "says of itself that it is not finished",
            fix: "finish it before it is handed over"
        ),
    ]
}
