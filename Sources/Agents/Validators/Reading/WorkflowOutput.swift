import Workflow

/// How the linters of CI workflows and the schema checker say what they found.
enum WorkflowOutput {
    /// `actionlint -format '{{json .}}'`: a list, or null; 0 fine, 1 findings.
    static func actionlint(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 1,
            let document = try? JSONReader.value(of: output.stdout),
            document.isNull || document.arrayValue != nil
        else { return ToolWords.broken("actionlint", output) }
        let all = document.arrayValue ?? []
        guard all.isEmpty == (output.exitCode == 0) else {
            return ToolWords.broken("actionlint", output)
        }
        return .findings(
            all.map { error in
                Finding(
                    .high,
                    code: "actionlint." + (error["kind"]?.stringValue ?? "error"),
                    ToolWords.short(error["message"]?.stringValue ?? "something is wrong"),
                    file: error["filepath"]?.stringValue.map { ToolWords.place($0, in: "") },
                    line: error["line"]?.intValue
                )
            }
        )
    }

    /// `zizmor --format json`: a list; 0 fine, 11 to 14 by the worst severity.
    static func zizmor(_ output: ToolOutput) -> ToolReading {
        guard let code = output.exitCode, code == 0 || (10...14).contains(code),
            let all = (try? JSONReader.value(of: output.stdout))?.arrayValue
        else { return ToolWords.broken("zizmor", output) }
        let open = all.filter { $0["ignored"] != true }
        guard open.isEmpty == (code == 0) else { return ToolWords.broken("zizmor", output) }
        return .findings(open.map(zizmorFinding))
    }

    private static func zizmorFinding(_ audit: Value) -> Finding {
        let severity: Finding.Severity =
            switch audit["determinations"]?["severity"]?.stringValue {
            case "High": .high
            case "Medium": .medium
            case "Low": .low
            default: .info
            }
        let places = audit["locations"]?.arrayValue ?? []
        let place = places.first { $0["symbolic"]?["kind"] == "Primary" } ?? places.first
        let row = place?["concrete"]?["location"]?["start_point"]?["row"]?.intValue
        let note = place?["symbolic"]?["annotation"]?.stringValue.map { ": " + $0 } ?? ""
        let fix = audit["fixes"]?.arrayValue?.first?["title"]?.stringValue
        return Finding(
            severity,
            code: "zizmor." + (audit["ident"]?.stringValue ?? "audit"),
            ToolWords.short((audit["desc"]?.stringValue ?? "something is wrong") + note),
            file: place?["symbolic"]?["key"]?["Local"]?["verbatim_path"]?.stringValue
                .map { ToolWords.place($0, in: "") },
            line: row.map { $0 + 1 },
            fix: fix
        )
    }

    /// `check-jsonschema -o json`: `{status, errors, parse_errors}`; 0 fine, 1 findings.
    static func schema(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 1,
            let document = try? JSONReader.value(of: output.stdout),
            let status = document["status"]?.stringValue
        else { return ToolWords.broken("check-jsonschema", output) }
        let errors = (document["errors"]?.arrayValue ?? []).map { error in
            let path = error["path"]?.stringValue.map { "\($0): " } ?? ""
            return Finding(
                .high,
                code: "schema",
                ToolWords.short(
                    path + (error["message"]?.stringValue ?? "does not fit its schema")
                ),
                file: error["filename"]?.stringValue.map { ToolWords.place($0, in: "") }
            )
        }
        let unreadable = (document["parse_errors"]?.arrayValue ?? []).map { error in
            Finding(
                .high,
                code: "schema.unreadable",
                ToolWords.short(error["message"]?.stringValue ?? "cannot be read"),
                file: error["filename"]?.stringValue.map { ToolWords.place($0, in: "") }
            )
        }
        let all = errors + unreadable
        guard (status == "ok") == all.isEmpty, all.isEmpty == (output.exitCode == 0) else {
            return ToolWords.broken("check-jsonschema", output)
        }
        return .findings(all)
    }
}
