import Workflow

/// How `promtool` and `amtool` say what they found.
enum PrometheusOutput {
    /// `promtool check rules`: 0 fine, 1 broken rules, 3 lint.
    static func rules(_ file: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in read(output, file: file, tool: "promtool check rules", codes: [1, 3]) }
    }

    static func configuration(_ file: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in read(output, file: file, tool: "promtool check config", codes: [1]) }
    }

    private static func read(
        _ output: ToolOutput,
        file: String,
        tool: String,
        codes: [Int]
    ) -> ToolReading {
        guard let code = output.exitCode, code != 0 else {
            return output.exitCode == 0 ? .findings([]) : ToolWords.broken(tool, output)
        }
        guard codes.contains(code) else { return ToolWords.broken(tool, output) }
        let said = ToolWords.lines(output.stderr)
            .map { ToolWords.trimmed($0) }.filter { !$0.isEmpty && $0 != "FAILED:" }
        let lint = said.first { $0.hasPrefix("lint error") }
        if let lint {
            let more = said.filter { $0 != lint }.prefix(2).joined(separator: ", ")
            return .findings([
                Finding(
                    .medium,
                    code: "promtool.lint",
                    ToolWords.short("\(lint): \(more)"),
                    file: file
                )
            ])
        }
        let findings = said.compactMap { line in finding(line, file: file) }
        return findings.isEmpty ? ToolWords.broken(tool, output) : .findings(findings)
    }

    /// `line 5: MESSAGE`, `FILE: 5:11: MESSAGE`, or words without a place.
    private static func finding(_ said: String, file: String) -> Finding? {
        let bare = said.hasPrefix("FAILED: ") ? String(said.dropFirst(8)) : said
        if bare.hasSuffix("yaml: unmarshal errors:") { return nil }
        var message = bare
        var line: Int?
        if bare.hasPrefix("line "), let colon = bare.firstIndex(of: ":") {
            line = Int(bare[bare.index(bare.startIndex, offsetBy: 5)..<colon])
            message = ToolWords.trimmed(bare[bare.index(after: colon)...])
        } else if let place = bare.firstRange(of: ": "), !bare[..<place.lowerBound].contains(" ") {
            message = ToolWords.trimmed(bare[place.upperBound...])
            let parts = message.split(separator: ":", maxSplits: 2)
            if parts.count == 3, let number = Int(parts[0]), Int(parts[1]) != nil {
                line = number
                message = ToolWords.trimmed(parts[2])
            }
        }
        return Finding(.high, code: "promtool", ToolWords.short(message), file: file, line: line)
    }

    /// `promtool test rules`: what was expected and what came, a block for each test that failed.
    static func tests(_ file: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in
            switch output.exitCode {
            case 0: return .findings([])
            case 1:
                let lines = ToolWords.lines(output.stderr).map { ToolWords.trimmed($0) }
                    .filter { !$0.isEmpty && $0 != "FAILED:" }
                guard !lines.isEmpty else { return ToolWords.broken("promtool test", output) }
                var blocks: [[String]] = []
                for line in lines {
                    if line.hasPrefix("alertname:") || line.hasPrefix("expr:") || blocks.isEmpty {
                        blocks.append([])
                    }
                    blocks[blocks.count - 1].append(line)
                }
                return .findings(
                    blocks.map {
                        let words = ToolWords.short($0.joined(separator: " "))
                        return Finding(.high, code: "promtool.test", words, file: file)
                    }
                )
            default: return ToolWords.broken("promtool test", output)
            }
        }
    }

    /// `amtool check-config`: `Checking 'F'  FAILED: MESSAGE`.
    static func alertmanager(_ file: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in
            switch output.exitCode {
            case 0: return .findings([])
            case 1:
                guard let mark = output.stdout.firstRange(of: "FAILED: ") else {
                    return ToolWords.broken("amtool check-config", output)
                }
                let words = ToolWords.lines(String(output.stdout[mark.upperBound...]))
                let message = ToolWords.trimmed(words.first ?? "")
                let line = words.first.flatMap { words in
                    words.firstRange(of: "line ").flatMap { place in
                        Int(words[place.upperBound...].prefix { $0.isNumber })
                    }
                }
                return .findings([
                    Finding(.high, code: "amtool", ToolWords.short(message), file: file, line: line)
                ])
            default: return ToolWords.broken("amtool check-config", output)
            }
        }
    }

    /// `amtool config routes test`: the receivers that an alert of the severity reaches, which are
    /// named after it.
    static func route(
        _ severity: String,
        file: String
    ) -> @Sendable (ToolOutput) -> ToolReading {
        { output in
            guard output.exitCode == 0 else {
                return ToolWords.broken("amtool config routes test", output)
            }
            let receivers = output.stdout.split { $0.isWhitespace || $0 == "," }.map(String.init)
            guard !receivers.isEmpty else {
                return ToolWords.broken("amtool config routes test", output)
            }
            let isReached = receivers.contains { $0 == severity || $0.hasPrefix(severity + "-") }
            guard !isReached else { return .findings([]) }
            return .findings([
                Finding(
                    .high,
                    code: "amtool.route",
                    "an alert with severity=\(severity) reaches "
                        + receivers.map { "'\($0)'" }.joined(separator: ", ")
                        + " and not '\(severity)'",
                    file: file,
                    fix: "route the severity to a receiver of its name"
                )
            ])
        }
    }
}
