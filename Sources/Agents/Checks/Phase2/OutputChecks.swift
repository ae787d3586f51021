package import Workflow

/// Checks that whatever reads an output of Terraform reads one that there is.
package enum OutputChecks {
    package static let all: [any Check] = [outputs]

    package static let outputs = RuleCheck(
        "outputs-exist",
        "Every output that scripts, workflows and pages read is declared by the root of each"
            + " environment."
    ) { subject in
        let tree = TerraformTree(subject)
        let roots = tree.modules.filter { $0.folder.hasPrefix("terraform/environments/") }
        let declared = roots.map { $0.names("output") }
        let common = declared.dropFirst().reduce(declared.first ?? []) { $0.intersection($1) }
        var findings: [Finding] = []
        var count = 0
        for path in subject.knownPaths.filter(isReader) {
            for (index, line) in (subject.text(path) ?? "")
                .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            {
                for name in names(in: line) {
                    count += 1
                    if !common.contains(name) {
                        findings.append(
                            Finding(
                                .high,
                                code: "output.missing",
                                "reads output '\(name)', which not every environment has",
                                file: path,
                                line: index + 1,
                                fix: "declare it in terraform/environments/*/outputs.tf"
                            )
                        )
                    }
                }
            }
        }
        guard count > 0 else { return CheckResult(.notApplicable) }
        return .judged(findings, measured: ["reads": .int(count)])
    }

    private static func isReader(_ path: String) -> Bool {
        (path.hasPrefix("scripts/") && path.hasSuffix(".sh"))
            || path.hasPrefix(".github/workflows/")
            || (path.hasSuffix(".md") && (path.hasPrefix("docs/") || path.hasPrefix("dr/")))
    }

    /// Names behind `$(value NAME)`, `output -raw NAME` and `output -json NAME`.
    private static func names(in line: Substring) -> [String] {
        ["$(value ", "output -raw ", "output -json "].flatMap { lead in
            line.ranges(of: lead).compactMap { range in
                let name = line[range.upperBound...].prefix {
                    $0.isLetter || $0.isNumber || $0 == "_"
                }
                return name.isEmpty ? nil : String(name)
            }
        }
    }
}
