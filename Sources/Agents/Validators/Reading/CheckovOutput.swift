import Workflow

/// How `checkov -o json` says what it found.
enum CheckovOutput {
    /// Exit code 1 says that a check failed; one framework is an object, several are a list.
    static func read(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 1,
            let document = try? JSONReader.value(of: output.stdout)
        else { return ToolWords.broken("checkov", output) }
        let reports = document.arrayValue ?? [document]
        var findings: [Finding] = []
        var resources = 0
        for report in reports {
            let summary = report["summary"] ?? report
            guard let errors = summary["parsing_errors"]?.intValue,
                let count = summary["resource_count"]?.intValue
            else { return ToolWords.broken("checkov", output) }
            // Of some frameworks it counts no resources, only what it checked.
            resources += count + (summary["passed"]?.intValue ?? 0)
            if errors > 0 {
                findings.append(
                    Finding(
                        .high,
                        code: "checkov.unreadable",
                        "checkov could not read \(errors) of the files",
                        fix: "make them valid; the tool of their kind says where they are not"
                    )
                )
            }
            findings += (report["results"]?["failed_checks"]?.arrayValue ?? []).map(finding)
        }
        if findings.isEmpty, output.exitCode == 1 { return ToolWords.broken("checkov", output) }
        return findings.isEmpty && resources == 0 ? .nothing : .findings(findings)
    }

    private static func finding(_ check: Value) -> Finding {
        let id = check["check_id"]?.stringValue ?? "CKV"
        let name = check["check_name"]?.stringValue ?? "a check failed"
        let resource = check["resource"]?.stringValue.map { " (\($0))" } ?? ""
        return Finding(
            severity(check["severity"]?.stringValue),
            code: id,
            ToolWords.short(name + resource),
            file: check["file_path"]?.stringValue.map { ToolWords.place($0, in: "").dropSlash },
            line: check["file_line_range"]?.arrayValue?.first?.intValue,
            fix: "mend it, or accept it in place with a reason: #checkov:skip=\(id):REASON"
        )
    }

    /// Its severities come from its maker's service and are missing without it.
    private static func severity(_ word: String?) -> Finding.Severity {
        switch word?.uppercased() {
        case "CRITICAL": .critical
        case "HIGH": .high
        case "LOW": .low
        default: .medium
        }
    }

    /// A suppression without a reason is none: neither behind the second colon of a comment, nor
    /// behind the equals sign of an annotation.
    static func bareSuppressions(_ text: String, file: String) -> [Finding] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .compactMap { index, line in
                guard let (words, mark) = suppression(in: line) else { return nil }
                let reason = words.count > 1 ? ToolWords.trimmed(words[1]) : ""
                guard reason.isEmpty else { return nil }
                return Finding(
                    .medium,
                    code: "checkov.no-reason",
                    "the suppression of \(ToolWords.trimmed(words.first ?? "")) gives no reason",
                    file: file,
                    line: index + 1,
                    fix: "write why it is accepted after \(mark)"
                )
            }
    }

    /// The check that a line suppresses and its reason, and what stands between the two.
    private static func suppression(in line: Substring) -> ([Substring], String)? {
        if let mark = line.firstRange(of: "checkov:skip=") {
            return (parts(line[mark.upperBound...], at: ":"), "a second colon")
        }
        guard let mark = line.firstRange(of: "checkov.io/skip"),
            let colon = line[mark.upperBound...].firstIndex(of: ":")
        else { return nil }
        return (parts(line[line.index(after: colon)...], at: "="), "an equals sign")
    }

    private static func parts(_ words: Substring, at mark: Character) -> [Substring] {
        words.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
    }
}

extension String {
    fileprivate var dropSlash: String { hasPrefix("/") ? String(dropFirst()) : self }
}
