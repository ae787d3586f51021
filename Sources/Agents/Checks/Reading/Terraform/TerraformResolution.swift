package import Workflow

/// Where the value of an argument is written out: in a caller of its module, or in a root's `.tfvars` file.
package struct TerraformResolution: Sendable, Hashable {
    package let file: String
    package let line: Int
    package let value: Value

    /// As text: a string without its quotes.
    package var text: String { value.stringValue ?? JSONWriter.compact(value) }
}

extension TerraformTree {
    /// Follows an expression that is nothing but a variable, or a member of one, through the callers of
    /// its module up to what is written out.
    ///
    /// The values of the root `root` are those of its `terraform.tfvars`, read as `values`. Nil
    /// when the expression is something else or when nobody writes the value out.
    package func resolution(
        of expression: HCLExpression,
        in module: TerraformModule,
        root: String,
        values: HCLBody?
    ) -> TerraformResolution? {
        guard let name = Self.variable(expression) else { return nil }
        return resolution(of: name, in: module, root: root, values: values, depth: 0)
    }

    /// Deeper chains end in "not written out".
    private static let longest = 6

    private func resolution(
        of name: [String],
        in module: TerraformModule,
        root: String,
        values: HCLBody?,
        depth: Int
    ) -> TerraformResolution? {
        guard depth < Self.longest, let variable = name.first else { return nil }
        if module.folder == root {
            return Self.value(of: name, in: values, file: root + "/terraform.tfvars")
        }
        for (caller, entry) in calls(of: module) {
            guard let given = entry.block.body[variable] else { continue }
            let members = name.dropFirst()
            if let value = given.expression.literal, members.isEmpty, !value.isNull {
                return TerraformResolution(file: entry.file, line: given.line, value: value)
            }
            guard let outer = Self.variable(given.expression),
                let found = resolution(
                    of: outer + members,
                    in: caller,
                    root: root,
                    values: values,
                    depth: depth + 1
                )
            else { continue }
            return found
        }
        return nil
    }

    /// `var.name.member` as `[name, member]`; nil when anything else is part of the expression.
    private static func variable(_ expression: HCLExpression) -> [String]? {
        guard let path = expression.references.first?.path, path.first == "var",
            expression.tokens.count == path.count * 2 - 1
        else { return nil }
        return Array(path.dropFirst())
    }

    private static func value(
        of name: [String],
        in values: HCLBody?,
        file: String
    ) -> TerraformResolution? {
        guard let variable = name.first, let attribute = values?[variable],
            var value = attribute.expression.literal
        else { return nil }
        var line = attribute.line
        for member in name.dropFirst() {
            guard let inner = value[member] else { return nil }
            value = inner
            line =
                attribute.expression.tokens.first { $0.identifier == member && $0.line >= line }
                .map(\.line) ?? line
        }
        return value.isNull ? nil : TerraformResolution(file: file, line: line, value: value)
    }
}
