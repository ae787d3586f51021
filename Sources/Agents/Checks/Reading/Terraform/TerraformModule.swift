package import Workflow

/// One folder of Terraform files, read with the project's own reader.
package struct TerraformModule: Sendable {
    package struct Entry: Sendable {
        package let file: String
        package let block: HCLBlock
    }

    /// Folder, without a `/` at its end.
    package let folder: String
    package let entries: [Entry]

    package func entries(_ type: String) -> [Entry] { entries.filter { $0.block.type == type } }

    /// The resources of a type.
    package func resources(_ type: String) -> [Entry] {
        entries("resource").filter { $0.block.labels.first == type }
    }

    /// Names of the blocks of a type with one label: variables, outputs, modules.
    package func names(_ type: String) -> Set<String> {
        Set(entries(type).compactMap(\.block.labels.first))
    }

    package var locals: [(file: String, attribute: HCLAttribute)] {
        entries("locals").flatMap { entry in
            entry.block.body.attributes.map { (entry.file, $0) }
        }
    }

    package var references: [(file: String, reference: HCLReference)] {
        entries.flatMap { entry in
            entry.block.body.expressions.flatMap { expression in
                expression.references.map { (entry.file, $0) }
            }
        }
    }

    /// Variables without a default.
    package var requiredVariables: Set<String> {
        Set(
            entries("variable").filter { $0.block.body["default"] == nil }
                .compactMap(\.block.labels.first)
        )
    }
}

/// All Terraform folders that were captured, with what could not be read.
package struct TerraformTree: Sendable {
    package let modules: [TerraformModule]
    package let findings: [Finding]

    package init(_ subject: CheckSubject) {
        self.init(
            texts: subject.knownPaths.filter { $0.hasSuffix(".tf") }
                .compactMap { path in subject.text(path).map { (path, $0) } }
        ) { text throws(HCLError) in try subject.parsed(text, as: "hcl", HCLReader.body) }
    }

    /// Takes files by path; those of other kinds are passed over.
    package init(
        texts: [(path: String, text: String)],
        parse: (String) throws(HCLError) -> HCLBody = HCLReader.body
    ) {
        var entries: [String: [TerraformModule.Entry]] = [:]
        var findings: [Finding] = []
        for (path, text) in texts where path.hasSuffix(".tf") {
            let folder = path.folderPart
            do {
                let body = try parse(text)
                entries[folder, default: []] += body.blocks.map {
                    TerraformModule.Entry(file: path, block: $0)
                }
            } catch {
                findings.append(
                    Finding(
                        .high,
                        code: "terraform.syntax",
                        error.reason,
                        file: path,
                        line: error.line
                    )
                )
            }
        }
        self.modules = entries.keys.sorted().map {
            TerraformModule(folder: $0, entries: entries[$0] ?? [])
        }
        self.findings = findings
    }

    package subscript(folder: String) -> TerraformModule? { modules.first { $0.folder == folder } }

    /// The folders that hold at least one file of the deliverable itself.
    package func own(_ subject: CheckSubject) -> [TerraformModule] {
        modules.filter { module in
            subject.files.contains { file in
                file.path.hasPrefix(module.folder + "/")
                    && !file.path.dropFirst(module.folder.count + 1).contains("/")
            }
        }
    }

    /// The folder that a local `source` names, as seen from `folder`.
    package static func resolve(_ source: String, from folder: String) -> String {
        var parts = folder.split(separator: "/").map(String.init)
        for part in source.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

/// Values of a `.tfvars` file.
package enum TerraformValues {
    package static func read(_ text: String) throws(HCLError) -> Value {
        let body = try HCLReader.body(of: text)
        var members = Members()
        for attribute in body.attributes {
            if let value = attribute.expression.literal { members[attribute.name] = value }
        }
        return .object(members)
    }
}

extension CheckSubject {
    func tfvars(_ path: String) throws -> Value {
        let text = try requiredText(path)
        do {
            return try parsed(text, as: "tfvars", TerraformValues.read)
        } catch {
            throw UnreadableFile(path: path, reason: error.description)
        }
    }
}
