import Workflow

/// What the resource types that are rendered accept: the arguments that are valid, and not
/// deprecated, in every provider version of the stated range.
package struct TerraformSchema: Sendable {
    private let document: Value

    /// Reads the resource `terraform/aws-schema.json`.
    package init(text: String) throws {
        self.document = try JSONReader.value(of: text)
    }

    private static let metaArguments: Set<String> = [
        "count", "for_each", "depends_on", "provider",
    ]
    private static let metaBlocks: Set<String> = ["lifecycle", "provisioner", "connection"]

    func findings(in entry: TerraformModule.Entry) -> [Finding] {
        let block = entry.block
        guard let type = block.labels.first else { return [] }
        let kind = block.type == "data" ? "data" : "resources"
        guard type.hasPrefix("aws_") else { return [] }
        guard let schema = document[kind]?[type] else {
            return [
                Finding(
                    .high,
                    code: "terraform.unknown-type",
                    "'\(type)' is not in the schema of the types that are rendered",
                    file: entry.file,
                    line: block.line
                )
            ]
        }
        return findings(
            block.body,
            schema,
            at: block.address,
            file: entry.file,
            line: block.line,
            isTop: true
        )
    }

    private func findings(
        _ body: HCLBody,
        _ schema: Value,
        at address: String,
        file: String,
        line: Int,
        isTop: Bool
    ) -> [Finding] {
        guard schema["any"] == nil else { return [] }
        let required = Set(schema.strings("required"))
        let known = required.union(schema.strings("optional"))
        let given = Set(body.attributes.map(\.name))
        var findings: [Finding] = []
        func report(_ message: String, _ line: Int, _ fix: String) {
            findings.append(
                Finding(.high, code: "T02", message, file: file, line: line, fix: fix)
            )
        }
        for attribute in body.attributes where !known.contains(attribute.name) {
            if isTop, Self.metaArguments.contains(attribute.name) { continue }
            report(
                "'\(address)' does not accept '\(attribute.name)', or it is deprecated",
                attribute.line,
                "it accepts: \(known.sorted().joined(separator: ", "))"
            )
        }
        for name in required.subtracting(given).sorted() {
            report("'\(address)' needs '\(name)'", line, "add it")
        }
        let children = body.blocks.map(Self.child)
        for (name, content, childLine) in children {
            if isTop, Self.metaBlocks.contains(name) { continue }
            if let nested = schema["blocks"]?[name] {
                findings += self.findings(
                    content,
                    nested,
                    at: "\(address).\(name)",
                    file: file,
                    line: childLine,
                    isTop: false
                )
            } else {
                report("'\(address)' has no block '\(name)'", childLine, "remove it")
            }
        }
        for (name, nested) in schema["blocks"]?.objectValue?.pairs ?? []
        where nested["min"] != nil && !children.contains(where: { $0.0 == name }) {
            report("'\(address)' needs a block '\(name)'", line, "add it")
        }
        return findings
    }

    /// A `dynamic` block stands for a block of its label with the body of its `content`.
    private static func child(_ block: HCLBlock) -> (String, HCLBody, Int) {
        guard block.type == "dynamic", let name = block.labels.first,
            let content = block.body.blocks("content").first
        else { return (block.type, block.body, block.line) }
        return (name, content.body, content.line)
    }
}
