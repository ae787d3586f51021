import Workflow

/// A control after its evidence was looked for.
struct JudgedControl {
    let id: String
    let status: ControlsModel.Status
    let found: [FoundEvidence]
    let note: String

    var paths: [String] { found.map(\.path).unique }

    var settings: [String] {
        found.map { "\($0.address.prefix { $0 != "." }).\($0.attribute)" }.unique
    }
}

/// A setting as it stands in a delivered file.
struct FoundEvidence: Hashable {
    let path: String
    let line: Int
    /// `aws_db_instance.this`, or the member of a document.
    let address: String
    let attribute: String
    /// What is written there: a value, or the variable that the environment sets.
    let value: String
    /// Where a variable gets its value, and which.
    var resolved: TerraformResolution?

    /// The value that holds, as far as the files write it out.
    var effective: String { resolved.map { "\(value) = \($0.text)" } ?? value }
}

/// Finds settings in delivered files by parsing them: a claim without its setting becomes a gap.
struct EvidenceIndex {
    private let texts: [String: String]
    private let tree: TerraformTree
    /// The environment whose values are shown.
    private let root: String
    private let values: HCLBody?

    init(files: [RenderedFile], environment: EnvironmentName) {
        texts = Dictionary(
            files.map { ($0.path, $0.text) },
            uniquingKeysWith: { first, _ in first }
        )
        tree = TerraformTree(texts: files.map { ($0.path, $0.text) })
        root = "terraform/environments/\(environment.rawValue)"
        values = texts[root + "/terraform.tfvars"].flatMap { try? HCLReader.body(of: $0) }
    }

    func judge(_ control: ControlsModel.Control) -> JudgedControl {
        let looked = control.evidence.map { (wanted: $0, found: find($0)) }
        let found = looked.compactMap(\.found)
        let missing = looked.filter { $0.found == nil }
            .map { "\($0.wanted.artifact): \($0.wanted.attribute)" }
        let isGap = control.status == .implemented && found.isEmpty
        let rest = missing.isEmpty ? "" : "; not found: " + missing.joined(separator: ", ")
        let wanted = missing.isEmpty ? "nothing" : missing.joined(separator: ", ")
        return JudgedControl(
            id: control.id,
            status: isGap ? .gap : control.status,
            found: found.unique,
            note: isGap ? "the setting was not found in \(wanted)" : control.note + rest
        )
    }

    private func find(_ evidence: ControlsModel.Evidence) -> FoundEvidence? {
        evidence.artifact.hasSuffix(".tf") ? terraform(evidence) : document(evidence)
    }

    private func terraform(_ evidence: ControlsModel.Evidence) -> FoundEvidence? {
        guard let module = tree[evidence.artifact.folderPart] else { return nil }
        for entry in module.entries("resource")
        where entry.file == evidence.artifact
            && entry.block.address == evidence.resource
        {
            for attribute in Self.attributes(evidence.attribute, in: entry.block.body) {
                let text = Self.text(attribute.expression)
                let resolved = tree.resolution(
                    of: attribute.expression,
                    in: module,
                    root: root,
                    values: values
                )
                guard Self.fits(text, resolved, evidence.value, attribute.expression) else {
                    continue
                }
                return FoundEvidence(
                    path: entry.file,
                    line: attribute.line,
                    address: evidence.resource,
                    attribute: evidence.attribute,
                    value: text,
                    resolved: resolved
                )
            }
        }
        return nil
    }

    /// Takes `name` anywhere in the body, or `block.name` within such blocks.
    private static func attributes(_ name: String, in body: HCLBody) -> [HCLAttribute] {
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 2 else {
            return (body.attributes + body.allBlocks.flatMap(\.body.attributes))
                .filter { $0.name == name }
        }
        return body.allBlocks.filter { $0.type == parts[0] }.flatMap(\.body.attributes)
            .filter { $0.name == parts[1] }
    }

    private static func text(_ expression: HCLExpression) -> String {
        if let literal = expression.literal {
            return literal.stringValue ?? JSONWriter.compact(literal)
        }
        let names = expression.references.map { $0.path.joined(separator: ".") }
        return names.isEmpty ? "an expression" : names.joined(separator: ", ")
    }

    /// A value that comes from a variable is what the environment sets; what is worked out from others
    /// is shown as it is written, unless a variable is wanted.
    private static func fits(
        _ text: String,
        _ resolved: TerraformResolution?,
        _ wanted: String,
        _ expression: HCLExpression
    ) -> Bool {
        if text == wanted { return true }
        let value = resolved?.text ?? text
        if wanted.hasSuffix("*") { return value.hasPrefix(wanted.dropLast()) }
        if resolved != nil || expression.literal != nil { return value == wanted }
        return !wanted.hasPrefix("var.")
    }

    /// A member of a JSON document: any element of the list that has the value.
    private func document(_ evidence: ControlsModel.Evidence) -> FoundEvidence? {
        guard let text = texts[evidence.artifact], let root = try? JSONReader.value(of: text)
        else { return nil }
        let holders = root[evidence.resource]?.arrayValue ?? [root[evidence.resource] ?? .null]
        let values = holders.compactMap { $0[evidence.attribute]?.stringValue }
        let isPrefix = evidence.value.hasSuffix("*")
        guard
            let value = values.first(where: {
                isPrefix ? $0.hasPrefix(evidence.value.dropLast()) : $0 == evidence.value
            })
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = lines.firstIndex {
            $0.contains("\"\(evidence.attribute)\"") && $0.contains(value)
        }
        return FoundEvidence(
            path: evidence.artifact,
            line: (line ?? 0) + 1,
            address: evidence.resource,
            attribute: evidence.attribute,
            value: value
        )
    }
}
