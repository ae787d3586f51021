import Workflow

/// Terraform itself and what reads its language.
enum TerraformValidators {
    static let terraform = ExternalTool(
        "terraform",
        for: "Terraform configuration and its tests",
        version: ["version"]
    )

    static let all = [format, validation, test]

    private static let format = ExternalValidator(
        "terraform-fmt",
        "Terraform files are formatted as 'terraform fmt' does",
        tool: terraform,
        timeLimitSeconds: 60,
        looksAt: { $0.own(isFormatted) },
        commands: { _, _ in
            [
                ToolCommand(
                    ["fmt", "-check", "-recursive", "-diff", "."],
                    read: TerraformOutput.format
                )
            ]
        }
    )

    private static func isFormatted(_ path: String) -> Bool {
        path.hasSuffix(".tf") || path.hasSuffix(".tfvars") || path.hasSuffix(".tftest.hcl")
    }

    /// A module that another one of the deliverable calls is validated with its caller.
    private static let validation = ExternalValidator(
        "terraform-validate",
        "'terraform validate' finds nothing wrong or deprecated in any root or module",
        tool: terraform,
        timeLimitSeconds: 300,
        usesNetwork: true,
        sharesFolder: true,
        looksAt: { $0.own { $0.hasSuffix(".tf") } },
        alsoReads: tree,
        commands: { subject, targets in
            roots(subject, targets).map { folder in
                ToolCommand(
                    ["validate", "-json", "-no-color"],
                    in: folder,
                    after: [initialisation(folder)],
                    read: TerraformOutput.validation
                )
            }
        }
    )

    private static let test = ExternalValidator(
        "terraform-test",
        "'terraform test' passes in every module that has tests",
        tool: terraform,
        timeLimitSeconds: 300,
        usesNetwork: true,
        sharesFolder: true,
        looksAt: { $0.own { $0.hasSuffix(".tftest.hcl") } },
        alsoReads: tree,
        commands: { _, targets in
            let folders = Set(
                targets.map { path in
                    path.folderPart.lastPart == "tests"
                        ? path.folderPart.folderPart : path.folderPart
                }
            )
            return folders.sorted().map { folder in
                ToolCommand(
                    ["test", "-json", "-no-color"],
                    in: folder,
                    after: [initialisation(folder)],
                    read: TerraformOutput.test
                )
            }
        }
    )

    private static func initialisation(_ folder: String) -> ToolCommand {
        ToolCommand(
            ["init", "-backend=false", "-input=false", "-json"],
            in: folder,
            read: TerraformOutput.initialisation
        )
    }

    /// Modules lie beside roots, in the same tree.
    private static func tree(_ subject: CheckSubject, _ targets: [String]) -> [String] {
        subject.captured(below: Set(targets.map(\.topFolder)))
    }

    /// The folders that no other of these calls as a module.
    static func roots(_ subject: CheckSubject, _ targets: [String]) -> [String] {
        let folders = Set(targets.map(\.folderPart))
        var called: Set<String> = []
        for path in targets {
            for source in localSources(subject.text(path) ?? "") {
                called.insert(ToolWords.place(source, in: path.folderPart))
            }
        }
        let roots = folders.subtracting(called)
        // Modules that call each other in a circle have no root: Terraform is to say so.
        return (roots.isEmpty ? folders : roots).sorted()
    }

    /// What stands behind `source =` and begins with a point.
    private static func localSources(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: "=", maxSplits: 1)
            guard words.count == 2, ToolWords.trimmed(words[0]) == "source" else { return nil }
            let value = ToolWords.trimmed(words[1])
            guard value.hasPrefix("\"."), let end = value.dropFirst().firstIndex(of: "\"") else {
                return nil
            }
            return String(value[value.index(after: value.startIndex)..<end])
        }
    }
}
