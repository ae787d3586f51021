import Workflow

/// One statement of an IAM policy document in Terraform.
package struct IAMStatement: Sendable, Hashable {
    /// `folder:document#index`, unique in a tree.
    package let address: String
    package let file: String
    package let line: Int
    package let effect: String
    package let actions: [String]
    package let resources: [String]
    package let isNegative: Bool

    /// Allows every action of everything or of a service, or anything on every resource.
    package var isWild: Bool {
        effect == "Allow"
            && (isNegative || resources.contains("*")
                || actions.contains { $0 == "*" || $0.hasSuffix(":*") })
    }
}

package enum IAMStatements {
    package static func all(in modules: [TerraformModule]) -> [IAMStatement] {
        modules.flatMap { module in
            module.entries("data").filter { $0.block.labels.first == "aws_iam_policy_document" }
                .flatMap { entry in
                    entry.block.body.blocks.compactMap(content).enumerated().map {
                        statement($0.element, index: $0.offset, entry, module)
                    }
                }
        }
    }

    private static func content(_ block: HCLBlock) -> HCLBlock? {
        if block.type == "statement" { return block }
        guard block.type == "dynamic", block.labels.first == "statement" else { return nil }
        return block.body.blocks("content").first
    }

    private static func statement(
        _ block: HCLBlock,
        index: Int,
        _ entry: TerraformModule.Entry,
        _ module: TerraformModule
    ) -> IAMStatement {
        let body = block.body
        let sid = body["sid"]?.expression.stringLiteral ?? String(index + 1)
        let isNegative = body["not_actions"] != nil || body["not_resources"] != nil
        return IAMStatement(
            address: "\(module.folder):\(entry.block.labels.last ?? "")#\(sid)",
            file: entry.file,
            line: block.line,
            effect: body["effect"]?.expression.stringLiteral ?? "Allow",
            actions: texts(body["actions"] ?? body["not_actions"]),
            resources: texts(body["resources"]),
            isNegative: isNegative
        )
    }

    /// Written-out strings as they are, everything else by its first reference.
    private static func texts(_ attribute: HCLAttribute?) -> [String] {
        guard let tokens = attribute?.expression.tokens else { return [] }
        let strings = tokens.compactMap(\.text)
        let references = attribute?.expression.references.map { $0.path.joined(separator: ".") }
        return strings.isEmpty ? references ?? [] : strings
    }
}
