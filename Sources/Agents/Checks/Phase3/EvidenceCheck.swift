import Workflow

extension ComplianceChecks {
    /// Reads every line that is named as evidence and looks for what is claimed to stand there.
    package static let evidence = RuleCheck(
        "compliance-evidence",
        "Each piece of evidence stands where it is said to stand, with that value, and each control"
            + " that is implemented has one."
    ) { subject in
        let summary = try subject.json("compliance/summary.json").list("frameworks")
        var findings: [Finding] = []
        var total = 0
        var lines = FileLines(subject: subject)
        for framework in summary {
            let name = framework.string("framework") ?? "?"
            let path = "compliance/evidence/\(name).json"
            let entries = try subject.json(path).list("controls")
            let proven = Set(entries.compactMap { $0.string("control") })
            for control in framework.list("controls")
            where control.string("status") == "implemented" {
                let id = control.string("id") ?? "?"
                guard !proven.contains(id) else { continue }
                findings.append(
                    Finding(
                        .high,
                        code: "compliance.evidence",
                        "\(name) \(id) is implemented without evidence",
                        file: path,
                        fix: "name the setting, or call it a gap"
                    )
                )
            }
            for entry in entries {
                for piece in entry.list("evidence") {
                    total += 1
                    findings += finding(piece, entry.string("control") ?? "?", path, &lines)
                    findings += resolution(piece, entry.string("control") ?? "?", path, &lines)
                }
            }
        }
        return .judged(findings, measured: ["evidence": .int(total)])
    }

    /// The value behind a variable stands where it is said to be set.
    private static func resolution(
        _ piece: Value,
        _ control: String,
        _ file: String,
        _ files: inout FileLines
    ) -> [Finding] {
        guard let resolved = piece["resolved"] else { return [] }
        let path = resolved.string("path") ?? ""
        let number = Int(resolved.number("line") ?? 0)
        let value = resolved.string("value") ?? ""
        let lines = files.of(path)
        let line = lines.indices.contains(number - 1) ? lines[number - 1] : ""
        let set = line.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
        guard value.isEmpty || !set.contains(value) else { return [] }
        return [
            Finding(
                .high,
                code: "compliance.evidence",
                "\(control): the value '\(value)' is not set at \(path):\(number)",
                file: file,
                fix: "render the evidence again from the delivered files"
            )
        ]
    }

    private static func finding(
        _ piece: Value,
        _ control: String,
        _ file: String,
        _ files: inout FileLines
    ) -> [Finding] {
        let path = piece.string("path") ?? ""
        let number = Int(piece.number("line") ?? 0)
        let lines = files.of(path)
        let attribute = piece.string("attribute").map { $0.split(separator: ".").last ?? "" } ?? ""
        let value = piece.string("value") ?? ""
        let line = lines.indices.contains(number - 1) ? lines[number - 1] : ""
        // An expression may go on over several lines; its first name must stand in the file.
        // An index such as ["plan"] is left out of the value: the name before it counts.
        let first =
            value.hasPrefix("data.")
            ? value.split(separator: ".").prefix(3).joined(separator: ".")
            : value.split(separator: ",").first.map(String.init) ?? value
        let isThere =
            line.contains(attribute)
            && (line.contains(first) || value == "an expression"
                || lines.dropFirst(number - 1).prefix(12).contains { $0.contains(first) })
        guard !isThere || attribute.isEmpty || value.isEmpty else { return [] }
        return [
            Finding(
                .high,
                code: "compliance.evidence",
                "\(control): '\(attribute)' = '\(value)' does not stand at \(path):\(number)",
                file: file,
                fix: "render the evidence again from the delivered files"
            )
        ]
    }
}

/// The lines of files, each of which is split once however often it is asked for.
private struct FileLines {
    let subject: CheckSubject
    private var known: [String: [Substring]] = [:]

    init(subject: CheckSubject) { self.subject = subject }

    mutating func of(_ path: String) -> [Substring] {
        if let lines = known[path] { return lines }
        let lines = (subject.text(path) ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        known[path] = lines
        return lines
    }
}
