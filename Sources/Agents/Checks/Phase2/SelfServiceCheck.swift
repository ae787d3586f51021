import Workflow

/// Checks that a development team can help itself.
enum SelfServiceCheck {
    static let page = "docs/self-service.md"

    /// Words that a need is known by.
    static let needed = [
        "deploy", "service", "replicas", "setting or secret", "logs", "environment", "access",
    ]

    static let check = RuleCheck(
        "self-service",
        "A development team finds, for each of its needs, what it does itself, in a file or workflow"
            + " that was delivered; nothing is asked for by a ticket."
    ) { subject in
        let text = try subject.requiredText(page)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
            .map { $0.split(separator: "|").map(ToolWords.trimmed) }.filter { $0.count >= 4 }
        var findings = Findings(page)
        for need in needed where !rows.contains(where: { $0[0].contains(need) }) {
            findings.add("self-service.need", "nobody is told how to get '\(need)'")
        }
        let known = subject.knownPaths
        for row in rows {
            let paths = row[2].split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            findings.expect(
                !paths.isEmpty,
                "self-service.where",
                "'\(row[0])' names no file or workflow"
            )
            for path in paths {
                // What a later step delivers cannot be there yet.
                let isLater = (MarkdownLinks.laterFolders + ["storage/"]).contains(
                    where: path.hasPrefix
                )
                findings.expect(
                    isLater || known.contains { $0 == path || $0.hasPrefix(path) },
                    "self-service.where",
                    "'\(row[0])': '\(path)' was not delivered"
                )
            }
            for word in ["ticket", "ask the platform"] {
                findings.expect(
                    !row.joined(separator: " ").lowercased().contains(word),
                    "self-service.ticket",
                    "'\(row[0])' is asked for: '\(word)'"
                )
            }
        }
        return .judged(findings.all, measured: ["needs": .int(rows.count)])
    }
}
