import Workflow

/// What a reader of the files themselves sees, without knowing what they are for.
enum SourceReview {
    static func findings(in path: String, of bundle: CheckSubject) -> [Finding] {
        guard let text = bundle.text(path) else {
            return [
                Finding(
                    .medium,
                    code: "review.binary",
                    "is not UTF-8 text",
                    file: path,
                    fix: "deliver it as text, or leave it out"
                )
            ]
        }
        return findings(in: text, path: path)
    }

    static func lines(in path: String, of bundle: CheckSubject) -> Int {
        bundle.text(path)?.utf8.split(separator: UInt8(ascii: "\n")).count ?? 0
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
        // Most texts break none of them, so that no line has to be looked at.
        let broken = rules.filter { TextSearch.occurs($0.text, in: text) }
        guard !broken.isEmpty else { return findings }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            findings += broken.filter { line.contains($0.text) }.map { rule in
                Finding(
                    rule.severity,
                    code: rule.code,
                    rule.message,
                    file: path,
                    line: index + 1,
                    fix: rule.fix
                )
            }
        }
        return findings
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
