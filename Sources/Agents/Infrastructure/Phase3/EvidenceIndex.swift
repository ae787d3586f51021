import Workflow

/// A control after its evidence was looked for.
struct JudgedControl {
    let id: String
    let status: ControlsModel.Status
    let found: [FoundEvidence]
    let note: String

    var paths: [String] { CostModel.unique(found.map(\.path)) }

    var settings: [String] {
        CostModel.unique(found.map { "\($0.address.prefix { $0 != "." }).\($0.attribute)" })
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
}

/// Finds settings in delivered files by parsing them: a claim without its setting becomes a gap.
struct EvidenceIndex {
    private let texts: [String: String]
    private let blocks: [String: [(path: String, block: HCLBlock)]]

    init(files: [RenderedFile]) {
        texts = Dictionary(
            files.map { ($0.path, $0.text) },
            uniquingKeysWith: { first, _ in first }
        )
        var blocks: [String: [(path: String, block: HCLBlock)]] = [:]
        for file in files where file.path.hasSuffix(".tf") {
            guard let body = try? HCLReader.body(of: file.text) else { continue }
            blocks[Self.folder(file.path), default: []] += body.blocks.map { (file.path, $0) }
        }
        self.blocks = blocks
    }

    func judge(_ control: ControlsModel.Control) -> JudgedControl {
        let found = control.evidence.compactMap(find)
        let missing = control.evidence.filter { find($0) == nil }
            .map { "\($0.artifact): \($0.attribute)" }
        let isGap = control.status == .implemented && found.isEmpty
        let rest = missing.isEmpty ? "" : "; not found: " + missing.joined(separator: ", ")
        let wanted = missing.isEmpty ? "nothing" : missing.joined(separator: ", ")
        var seen: Set<FoundEvidence> = []
        return JudgedControl(
            id: control.id,
            status: isGap ? .gap : control.status,
            found: found.filter { seen.insert($0).inserted },
            note: isGap ? "the setting was not found in \(wanted)" : control.note + rest
        )
    }

    private func find(_ evidence: ControlsModel.Evidence) -> FoundEvidence? {
        evidence.artifact.hasSuffix(".tf") ? terraform(evidence) : document(evidence)
    }

    /// The resource's type and the attribute count, not the chosen name.
    private func terraform(_ evidence: ControlsModel.Evidence) -> FoundEvidence? {
        let type = evidence.resource.prefix { $0 != "." }
        for (path, block) in blocks[Self.folder(evidence.artifact)] ?? []
        where block.labels.first.map({ $0 == type }) ?? false {
            for attribute in Self.attributes(evidence.attribute, in: block.body) {
                let text = Self.text(attribute.expression)
                guard Self.fits(text, evidence.value, attribute.expression) else { continue }
                return FoundEvidence(
                    path: path,
                    line: attribute.line,
                    address: block.labels.joined(separator: "."),
                    attribute: evidence.attribute,
                    value: text
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

    /// A value that comes from a variable is the environment's choice, unless one is named.
    private static func fits(_ text: String, _ wanted: String, _ expression: HCLExpression) -> Bool
    {
        if wanted.hasSuffix("*") { return text.hasPrefix(wanted.dropLast()) }
        if text == wanted { return true }
        return expression.literal == nil && !wanted.hasPrefix("var.")
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

    private static func folder(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
