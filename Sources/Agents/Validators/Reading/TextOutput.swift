import Workflow

/// How the linters of texts, scripts and pictures say what they found.
enum TextOutput {
    /// `yamllint -f parsable`: `FILE:LINE:COLUMN: [LEVEL] MESSAGE (RULE)`; 0 or 1, 2 with warnings.
    static func yamllint(_ output: ToolOutput) -> ToolReading {
        guard let code = output.exitCode, (0...2).contains(code) else {
            return ToolWords.broken("yamllint", output)
        }
        let findings = ToolWords.lines(output.stdout).compactMap { line -> Finding? in
            guard let place = ToolWords.located(line) else { return nil }
            let isError = place.message.hasPrefix("[error] ")
            let message = place.message.drop { $0 != " " }.dropFirst()
            let rule = message.split(separator: "(").last.map { $0.prefix { $0 != ")" } }
            return Finding(
                isError ? .medium : .low,
                code: "yamllint." + (rule.map(String.init) ?? "error"),
                ToolWords.short(String(message)),
                file: ToolWords.place(place.file, in: ""),
                line: place.line
            )
        }
        let fails = findings.contains { $0.severity == .medium }
        return fails == (code == 1) ? .findings(findings) : ToolWords.broken("yamllint", output)
    }

    /// `shellcheck -f json1`: `{comments: […]}`; 0 or 1.
    static func shellcheck(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 1,
            let all = (try? JSONReader.value(of: output.stdout))?["comments"]?.arrayValue,
            all.isEmpty == (output.exitCode == 0)
        else { return ToolWords.broken("shellcheck", output) }
        return .findings(
            all.map { comment in
                let severity: Finding.Severity =
                    switch comment["level"]?.stringValue {
                    case "error": .high
                    case "warning", "info": .medium
                    default: .low
                    }
                return Finding(
                    severity,
                    code: "SC" + (comment["code"]?.intValue.map(String.init) ?? ""),
                    ToolWords.short(comment["message"]?.stringValue ?? "something is wrong"),
                    file: comment["file"]?.stringValue.map { ToolWords.place($0, in: "") },
                    line: comment["line"]?.intValue
                )
            }
        )
    }

    /// `xmllint --noout`: `FILE:LINE: KIND : MESSAGE`, with the place marked on further lines.
    static func xmllint(_ output: ToolOutput) -> ToolReading {
        if output.exitCode == 0 { return .findings([]) }
        let findings = ToolWords.lines(output.stderr).compactMap { line -> Finding? in
            guard let place = ToolWords.located(line) else { return nil }
            return Finding(
                .high,
                code: "xml",
                ToolWords.short(place.message),
                file: ToolWords.place(place.file, in: ""),
                line: place.line
            )
        }
        return findings.isEmpty ? ToolWords.broken("xmllint", output) : .findings(findings)
    }

    /// `detect-secrets scan` always ends with 0 and lists by file.
    ///
    /// The secret itself is never said.
    static func secrets(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0,
            let results = (try? JSONReader.value(of: output.stdout))?["results"]?.objectValue
        else { return ToolWords.broken("detect-secrets", output) }
        return .findings(
            results.pairs.flatMap { file, found in
                (found.arrayValue ?? []).map { secret in
                    Finding(
                        .high,
                        code: "secret",
                        "looks like a secret (\(secret["type"]?.stringValue ?? "unknown kind"))",
                        file: ToolWords.place(file, in: ""),
                        line: secret["line_number"]?.intValue,
                        fix: "name where it is kept instead; mark a false alarm with "
                            + "'pragma: allowlist secret'"
                    )
                }
            }
        )
    }

    /// `pytest -q --tb=line`: 0 fine, 1 failures, 2 a file that cannot be loaded, 5 no test at all.
    static func pytest(_ output: ToolOutput) -> ToolReading {
        switch output.exitCode {
        case 0: return .findings([])
        case 1, 2:
            let findings = ToolWords.lines(output.stdout).compactMap { line -> Finding? in
                let words = line.split(separator: " ", maxSplits: 1)
                guard words.count == 2, words[0] == "FAILED" || words[0] == "ERROR",
                    let file = words[1].split(whereSeparator: { $0 == ":" || $0 == " " }).first,
                    file.hasSuffix(".py")
                else { return nil }
                let place = ToolWords.place(String(file), in: output.folder)
                return Finding(.high, code: "pytest", ToolWords.short(String(line)), file: place)
            }
            return findings.isEmpty ? ToolWords.broken("pytest", output) : .findings(findings)
        case 5:
            return .findings([
                Finding(.high, code: "pytest.no-test", "no test is in the files of tests")
            ])
        default: return ToolWords.broken("pytest", output)
        }
    }

    /// `python3 -m py_compile`: `File "F", line N` and, last, the error.
    static func python(_ output: ToolOutput) -> ToolReading {
        if output.exitCode == 0 { return .findings([]) }
        let lines = ToolWords.lines(output.stderr)
        guard output.exitCode == 1, let message = lines.last(where: { $0.contains("Error") }),
            let place = lines.last(where: { ToolWords.trimmed($0).hasPrefix("File \"") })
        else { return ToolWords.broken("python3", output) }
        let parts = place.split(separator: "\"")
        let number = parts.last?.filter(\.isNumber) ?? ""
        return .findings([
            Finding(
                .high,
                code: "python.syntax",
                ToolWords.short(String(message)),
                file: parts.count > 1 ? ToolWords.place(String(parts[1]), in: "") : nil,
                line: Int(number)
            )
        ])
    }

    /// `node --check`: `FILE:LINE`, the line, and `SyntaxError: …`.
    static func javaScript(_ original: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in
            if output.exitCode == 0 { return .findings([]) }
            let lines = ToolWords.lines(output.stderr)
            guard let error = lines.first(where: { $0.contains("SyntaxError") }) else {
                return ToolWords.broken("node", output)
            }
            let line = lines.first.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
            let words = ToolWords.short(String(error))
            return .findings([
                Finding(.high, code: "javascript.syntax", words, file: original, line: line)
            ])
        }
    }

    /// A drawing program: anything but 0 is its refusal, in its own words.
    static func drawing(_ tool: String, _ file: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in
            switch output.exitCode {
            case 0: return .findings([])
            case 1:
                let lines = ToolWords.lines(output.stderr + "\n" + output.stdout)
                // A program in Python says the cause last, below where in itself it came up.
                let cause = lines.lastIndex { $0.hasPrefix("RuntimeError: ") } ?? 0
                let said = lines.dropFirst(cause).joined(separator: " ")
                let words = ToolWords.short(said.isEmpty ? "cannot be drawn" : said)
                return .findings([Finding(.high, code: "\(tool).syntax", words, file: file)])
            default: return ToolWords.broken(tool, output)
            }
        }
    }

    /// `helm lint`: `[ERROR] FILE: MESSAGE`; 0 or 1.
    static func helm(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 1 else {
            return ToolWords.broken("helm", output)
        }
        let findings = ToolWords.lines(output.stdout + "\n" + output.stderr).compactMap {
            line -> Finding? in
            guard line.hasPrefix("[ERROR] ") else { return nil }
            let words = ToolWords.short(String(line.dropFirst(8)))
            return Finding(.high, code: "helm.lint", words, file: output.folder)
        }
        return findings.isEmpty == (output.exitCode == 0)
            ? .findings(findings) : ToolWords.broken("helm", output)
    }
}
