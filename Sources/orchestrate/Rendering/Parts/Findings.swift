import Agents
import Workflow

/// What checks found, for people and as JSON.
enum Findings {
    /// One or two lines: what is wrong and where, and what to do about it.
    static func lines(_ finding: Finding, _ ink: Ink) -> [String] {
        let colour: Ink.Colour = finding.severity <= .medium ? .red : .dim
        let place = finding.file.map { file in
            " (\(Words.printable(file))" + (finding.line.map { ":\($0)" } ?? "") + ")"
        }
        let head = ink(colour, finding.severity.rawValue)
        let code = Words.printable(finding.code)
        var lines = ["\(head) \(code): \(Words.printable(finding.message))\(place ?? "")"]
        if let fix = finding.fix { lines.append("  fix: \(Words.printable(fix))") }
        return lines
    }

    /// `3 passed, 1 unavailable`; what there is none of is left out, but for nothing at all.
    static func words(_ counts: VerdictCounts, _ ink: Ink = .plain) -> String {
        let parts: [(Int, String, Ink.Colour?)] = [
            (counts.passed, "passed", nil), (counts.failed, "failed", .red),
            (counts.unavailable, "unavailable", .yellow),
            (counts.notApplicable, "not applicable", nil), (counts.waived, "waived", .yellow),
        ]
        let words = parts.filter { $0.0 > 0 }.map { ink($0.2, "\($0.0) \($0.1)") }
        return words.isEmpty ? "none" : words.joined(separator: ", ")
    }

    static func json(_ counts: VerdictCounts) -> Value {
        [
            "passed": .int(counts.passed), "failed": .int(counts.failed),
            "unavailable": .int(counts.unavailable),
            "notApplicable": .int(counts.notApplicable), "waived": .int(counts.waived),
        ]
    }

    static func json(_ findings: [Finding]) -> Value {
        .array(findings.map { EventCoding.form(finding: $0) })
    }
}
