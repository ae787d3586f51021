import Workflow

/// Judges whether what a module refers to is declared, and what it declares is used.
struct TerraformReferences {
    let tree: TerraformTree

    func findings(in module: TerraformModule) -> [Finding] {
        undeclared(module) + unused(module) + calls(module)
    }

    private func undeclared(_ module: TerraformModule) -> [Finding] {
        let variables = module.names("variable")
        let locals = Set(module.locals.map(\.attribute.name))
        let calls = module.names("module")
        let resources = addresses(module, "resource")
        let data = addresses(module, "data")
        var findings: [Finding] = []
        for (file, reference) in module.references {
            let path = reference.path
            let isDeclared =
                switch path[0] {
                case "var": variables.contains(path[1])
                case "local": locals.contains(path[1])
                case "module": calls.contains(path[1])
                case "data": path.count < 3 || data.contains("\(path[1]).\(path[2])")
                case let root where root.hasPrefix("aws_"):
                    resources.contains("\(root).\(path[1])")
                default: true
                }
            if !isDeclared {
                findings.append(missing(path, resources, module, file, reference.line))
            }
        }
        return findings
    }

    /// T32 where a resource of the same type has a similar name, T01 otherwise.
    private func missing(
        _ path: [String],
        _ resources: Set<String>,
        _ module: TerraformModule,
        _ file: String,
        _ line: Int
    ) -> Finding {
        let similar = resources.sorted().first { address in
            let parts = address.split(separator: ".").map(String.init)
            guard parts.count == 2, path.count > 1, parts[0] == path[0] else { return false }
            return parts[1].contains(path[1]) || path[1].contains(parts[1])
        }
        let code = similar == nil ? "T01" : "T32"
        let name = path.prefix(path[0] == "data" ? 3 : 2).joined(separator: ".")
        return Finding(
            .high,
            code: code,
            "'\(name)' is used but not declared in '\(module.folder)'",
            file: file,
            line: line,
            fix: similar.map { "use '\($0)'" } ?? "declare it, or correct the name"
        )
    }

    private func addresses(_ module: TerraformModule, _ type: String) -> Set<String> {
        Set(module.entries(type).map { $0.block.address })
    }

    private func unused(_ module: TerraformModule) -> [Finding] {
        // A variable that only its own validation reads is not used.
        let readers = module.entries.filter { $0.block.type != "variable" }
        let used = Set(
            readers.flatMap { $0.block.body.expressions.flatMap(\.references) }
                .map { $0.path.prefix(2).joined(separator: ".") }
        )
        let usedData = Set(
            module.references.filter { $0.reference.path[0] == "data" }
                .map { $0.reference.path.dropFirst().prefix(2).joined(separator: ".") }
        )
        var findings: [Finding] = []
        func report(_ name: String, _ file: String, _ line: Int) {
            findings.append(
                Finding(
                    .medium,
                    code: "terraform.unused",
                    "'\(name)' is declared in '\(module.folder)' but never used",
                    file: file,
                    line: line,
                    fix: "remove it"
                )
            )
        }
        for entry in module.entries("variable") {
            let name = "var.\(entry.block.labels.first ?? "")"
            if !used.contains(name) { report(name, entry.file, entry.block.line) }
        }
        for (file, local) in module.locals where !used.contains("local.\(local.name)") {
            report("local.\(local.name)", file, local.line)
        }
        for entry in module.entries("data") {
            let name = entry.block.address
            if !usedData.contains(name) { report("data.\(name)", entry.file, entry.block.line) }
        }
        return findings
    }

    /// Arguments that a call gives against the variables that its module has, and the outputs
    /// that are taken from it.
    private func calls(_ module: TerraformModule) -> [Finding] {
        let meta: Set<String> = [
            "source", "count", "for_each", "depends_on", "providers", "version",
        ]
        var findings: [Finding] = []
        for call in module.entries("module") {
            let name = call.block.labels.first ?? ""
            guard let source = call.block.body["source"]?.expression.stringLiteral,
                source.hasPrefix("."),
                let target = tree[TerraformTree.resolve(source, from: module.folder)]
            else {
                findings.append(
                    Finding(
                        .high,
                        code: "terraform.module",
                        "module '\(name)' has no source that was delivered",
                        file: call.file,
                        line: call.block.line
                    )
                )
                continue
            }
            let given = Set(call.block.body.attributes.map(\.name)).subtracting(meta)
            let wrong =
                given.subtracting(target.names("variable")).sorted().map {
                    "has no argument '\($0)'"
                }
                + target.requiredVariables.subtracting(given).sorted().map { "needs '\($0)'" }
            findings += wrong.map {
                Finding(
                    .high,
                    code: "T01",
                    "module '\(name)': '\(target.folder)' \($0)",
                    file: call.file,
                    line: call.block.line,
                    fix: "give the module what it declares in variables.tf, and nothing else"
                )
            }
            findings += missingOutputs(of: name, target, in: module)
        }
        return findings
    }

    private func missingOutputs(
        of name: String,
        _ target: TerraformModule,
        in module: TerraformModule
    ) -> [Finding] {
        let outputs = target.names("output")
        return module.references.compactMap { file, reference in
            let path = reference.path
            guard path[0] == "module", path[1] == name, path.count > 2,
                !outputs.contains(path[2])
            else { return nil }
            return Finding(
                .high,
                code: "T31",
                "'\(target.folder)' has no output '\(path[2])'",
                file: file,
                line: reference.line,
                fix: "add the output, or use one of: \(outputs.sorted().joined(separator: ", "))"
            )
        }
    }
}
