import Workflow

/// How `terraform` says what it found.
enum TerraformOutput {
    /// `fmt -check -diff`: 0 nothing to do, 3 something would change, 2 it cannot be read.
    static func format(_ output: ToolOutput) -> ToolReading {
        switch output.exitCode {
        case 0: return .findings([])
        case 3: return .findings(unformatted(output))
        case 2:
            let errors = errorsInWords(output)
            return errors.isEmpty ? ToolWords.broken("terraform fmt", output) : .findings(errors)
        default: return ToolWords.broken("terraform fmt", output)
        }
    }

    private static func unformatted(_ output: ToolOutput) -> [Finding] {
        var findings: [Finding] = []
        var file: String?
        for line in ToolWords.lines(output.stdout) {
            if line.hasPrefix("+++ new/") {
                file = ToolWords.place(String(line.dropFirst(8)), in: output.folder)
            } else if line.hasPrefix("@@"), let path = file {
                let number = line.split(separator: " ").first { $0.hasPrefix("-") }?
                    .dropFirst().split(separator: ",").first.flatMap { Int($0) }
                findings.append(
                    Finding(
                        .medium,
                        code: "terraform.format",
                        "not formatted as 'terraform fmt' does",
                        file: path,
                        line: number,
                        fix: "run terraform fmt"
                    )
                )
                file = nil
            }
        }
        return findings
    }

    /// `Error: SUMMARY … on FILE line N`, where no JSON is to be had.
    private static func errorsInWords(_ output: ToolOutput) -> [Finding] {
        var findings: [Finding] = []
        var summary: String?
        for line in ToolWords.lines(output.stderr) {
            let words = line.drop { !$0.isLetter }
            if words.hasPrefix("Error: ") { summary = String(words.dropFirst(7)) }
            guard let error = summary, words.hasPrefix("on "),
                let place = words.dropFirst(3).split(separator: ",").first
            else { continue }
            let parts = place.split(separator: " ")
            guard parts.count >= 3, parts[1] == "line" else { continue }
            let number = parts[2].filter(\.isNumber)
            findings.append(
                Finding(
                    .high,
                    code: "terraform." + Words.slug(error),
                    error,
                    file: ToolWords.place(String(parts[0]), in: output.folder),
                    line: Int(number)
                )
            )
            summary = nil
        }
        return findings
    }

    /// `init -json`: what is wrong with the configuration is found, a provider that cannot be had
    /// leaves it open.
    static func initialisation(_ output: ToolOutput) -> ToolReading {
        let all = diagnostics(inLines: output)
        guard output.exitCode != 0 else { return .findings([]) }
        guard output.exitCode == 1, !all.isEmpty else {
            return ToolWords.broken("terraform init", output)
        }
        if let provider = all.first(where: isAboutProviders) {
            let detail = provider["detail"]?.stringValue ?? provider["summary"]?.stringValue ?? ""
            return .broken("a provider cannot be had: " + ToolWords.short(detail, limit: 300))
        }
        return .findings(all.map { finding($0, in: output.folder) })
    }

    private static func isAboutProviders(_ diagnostic: Value) -> Bool {
        let summary = (diagnostic["summary"]?.stringValue ?? "").lowercased()
        return summary.contains("provider")
            && ["query", "install", "resolve", "download", "retrieve", "available"]
                .contains { summary.contains($0) }
    }

    /// `validate -json`: one document with all that is wrong; a warning counts, since it says that
    /// something is deprecated.
    static func validation(_ output: ToolOutput) -> ToolReading {
        guard let document = try? JSONReader.value(of: output.stdout),
            let valid = document["valid"]?.boolValue,
            let all = document["diagnostics"]?.arrayValue,
            valid == (output.exitCode == 0)
        else { return ToolWords.broken("terraform validate", output) }
        return .findings(all.map { finding($0, in: output.folder) })
    }

    /// `test -json`: a line for each thing that happened, and a summary.
    static func test(_ output: ToolOutput) -> ToolReading {
        let found = diagnostics(inLines: output).filter { $0["severity"] == "error" }
            .map { finding($0, in: output.folder) }
        let summary = lines(output).first { $0["type"] == "test_summary" }?["test_summary"]
        guard let summary, let passed = summary["passed"]?.intValue,
            let status = summary["status"]?.stringValue
        else {
            return found.isEmpty ? ToolWords.broken("terraform test", output) : .findings(found)
        }
        if !found.isEmpty { return .findings(found) }
        guard status == "pass", output.exitCode == 0 else {
            guard output.exitCode == 1 else { return ToolWords.broken("terraform test", output) }
            return .findings([remark("terraform.test", "a test did not pass", output)])
        }
        guard passed > 0 else {
            return .findings([remark("terraform.no-test", "no run of its tests passed", output)])
        }
        return .findings([])
    }

    private static func remark(
        _ code: String,
        _ message: String,
        _ output: ToolOutput
    ) -> Finding {
        Finding(.high, code: code, message, file: output.folder)
    }

    private static func lines(_ output: ToolOutput) -> [Value] {
        ToolWords.lines(output.stdout).compactMap { try? JSONReader.value(of: String($0)) }
    }

    private static func diagnostics(inLines output: ToolOutput) -> [Value] {
        lines(output).compactMap { $0["type"] == "diagnostic" ? $0["diagnostic"] : nil }
    }

    private static func finding(_ diagnostic: Value, in folder: String) -> Finding {
        let summary = diagnostic["summary"]?.stringValue ?? "something is wrong"
        let detail = diagnostic["detail"]?.stringValue ?? ""
        let file = diagnostic["range"]?["filename"]?.stringValue
        return Finding(
            diagnostic["severity"] == "error" ? .high : .medium,
            code: "terraform." + Words.slug(summary),
            ToolWords.short(detail.isEmpty ? summary : "\(summary): \(detail)"),
            file: file.map { ToolWords.place($0, in: folder) } ?? folder,
            line: diagnostic["range"]?["start"]?["line"]?.intValue
        )
    }
}
