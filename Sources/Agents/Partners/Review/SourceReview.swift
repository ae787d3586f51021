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
        bundle.text(path)?.split(separator: "\n").count ?? 0
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
