package import Workflow

extension TerraformTree {
    /// The written-out values that an expression of `module` can have: its own, that of the local
    /// value or the default of the variable that it names, and what callers hand in for a variable.
    ///
    /// Empty when nothing is written out, for instance when a value comes from a `.tfvars` file.
    package func values(of expression: HCLExpression, in module: TerraformModule) -> [Value] {
        values(of: expression, in: module, depth: 0)
    }

    /// Chains of variables are followed this far; deeper ones end in "not written out".
    private static let deepest = 4

    private func values(
        of expression: HCLExpression,
        in module: TerraformModule,
        depth: Int
    ) -> [Value] {
        if let literal = expression.literal { return [literal] }
        guard depth < Self.deepest, expression.references.count == 1,
            let path = expression.references.first?.path, path.count == 2
        else { return [] }
        let name = path[1]
        if path[0] == "local" {
            return module.locals.filter { $0.attribute.name == name }.flatMap {
                values(of: $0.attribute.expression, in: module, depth: depth + 1)
            }
        }
        guard path[0] == "var" else { return [] }
        let defaults = module.entries("variable").filter { $0.block.labels.first == name }
            .compactMap { $0.block.body["default"]?.expression.literal }
        let given = calls(of: module).flatMap { caller, call in
            call.block.body[name].map { values(of: $0.expression, in: caller, depth: depth + 1) }
                ?? []
        }
        return given.isEmpty ? defaults : given
    }

    /// The module blocks anywhere in the tree whose `source` is `module`, with who holds them.
    package func calls(
        of module: TerraformModule
    ) -> [(caller: TerraformModule, call: TerraformModule.Entry)] {
        modules.flatMap { caller in
            caller.entries("module").compactMap { entry in
                guard let source = entry.block.body["source"]?.expression.stringLiteral,
                    Self.resolve(source, from: caller.folder) == module.folder
                else { return nil }
                return (caller, entry)
            }
        }
    }

    /// The resources of a type in all folders.
    package func resources(
        _ type: String
    ) -> [(module: TerraformModule, entry: TerraformModule.Entry)] {
        modules.flatMap { module in
            module.resources(type).map { (module, $0) }
        }
    }
}
