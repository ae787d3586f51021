import Workflow

/// The resources that a root holds, those of the modules that it calls included.
struct TerraformResources {
    struct Entry {
        let block: HCLBlock
        /// The folder of its module.
        let folder: String
        /// Within a module that is called in a loop, so that its number is known only later.
        let isRepeated: Bool
        /// The locals of its module, and the variables whose values are written out.
        let names: [String: HCLExpression]

        /// The elements of a list, a set or a mapping that is written out, here or under a name.
        func length(_ expression: HCLExpression) -> Int? {
            TerraformLoop(names: names).length(expression)
        }
    }

    private let entries: [Entry]

    init(_ tree: TerraformTree, root: String) {
        // A module that is called twice counts twice; a depth no real tree has ends a circle.
        var calls: [Call] = [Call(folder: root, given: nil, isRepeated: false, depth: 0)]
        var index = 0
        while index < calls.count {
            let call = calls[index]
            index += 1
            for entry in tree[call.folder]?.entries("module") ?? []
            where call.depth < 6 && !Self.isElsewhere(entry.block) {
                guard let source = entry.block.body["source"]?.expression.stringLiteral,
                    source.hasPrefix(".")
                else { continue }
                let isLoop = entry.block.body["count"] != nil || entry.block.body["for_each"] != nil
                calls.append(
                    Call(
                        folder: TerraformTree.resolve(source, from: call.folder),
                        given: entry.block.body,
                        isRepeated: call.isRepeated || isLoop,
                        depth: call.depth + 1
                    )
                )
            }
        }
        entries = calls.flatMap { call -> [Entry] in
            guard let module = tree[call.folder] else { return [] }
            let names = Self.names(module, call)
            return module.entries("resource").filter { !Self.isElsewhere($0.block) }.map {
                Entry(
                    block: $0.block,
                    folder: call.folder,
                    isRepeated: call.isRepeated,
                    names: names
                )
            }
        }
    }

    private struct Call {
        let folder: String
        /// The arguments; nil for the root, whose variables are set in another file.
        let given: HCLBody?
        let isRepeated: Bool
        let depth: Int
    }

    /// `local.name` and `var.name` with what stands behind them; of a variable what the caller writes
    /// out, or the default where the caller says nothing.
    private static func names(_ module: TerraformModule, _ call: Call) -> [String: HCLExpression] {
        var names = module.locals.reduce(into: [:]) {
            $0["local." + $1.attribute.name] = $1.attribute.expression
        }
        for entry in module.entries("variable") {
            guard let given = call.given, let name = entry.block.labels.first else { continue }
            let value = given[name]?.expression ?? entry.block.body["default"]?.expression
            if let value, value.literal != nil { names["var." + name] = value }
        }
        return names
    }

    /// Made in the recovery region, which the estimate counts apart.
    private static func isElsewhere(_ block: HCLBlock) -> Bool {
        ["provider", "providers"].contains { name in
            block.body[name]?.expression.tokens.contains { token in
                ["recovery", "dr", "replica"].contains(token.identifier ?? "")
            } ?? false
        }
    }

    /// The resources of a type.
    func all(_ type: String) -> [Entry] { entries.filter { $0.block.labels.first == type } }

    func has(_ type: String) -> Bool { !all(type).isEmpty }

    /// How many of a type there are; nil when a loop's length is not in the text.
    func count(_ type: String) -> Int? {
        var total = 0
        for entry in all(type) {
            let block = entry.block
            guard !entry.isRepeated else { return nil }
            if let loop = block.body["for_each"]?.expression {
                guard let length = entry.length(loop) else { return nil }
                total += length
            } else if let count = block.body["count"]?.expression {
                guard let number = count.literal?.intValue else { return nil }
                total += number
            } else {
                total += 1
            }
        }
        return total
    }
}

/// How often a loop is gone through, when its text says so.
struct TerraformLoop {
    /// Expressions by `local.name` and `var.name`.
    let names: [String: HCLExpression]

    func length(_ expression: HCLExpression) -> Int? {
        if let literal = expression.literal {
            return literal.arrayValue?.count ?? literal.objectValue?.pairs.count
        }
        let tokens = expression.tokens
        // `toset([...])` and `toset(local.name)`
        if tokens.count > 3, tokens[0].identifier == "toset", tokens[1].isSymbol("("),
            tokens[tokens.count - 1].isSymbol(")")
        {
            return length(HCLExpression(tokens: Array(tokens[2..<(tokens.count - 1)])))
        }
        let references = expression.references
        guard references.count == 1, tokens.count == 3 else { return keys(tokens) }
        // A name that stands for itself would go round for ever.
        let name = references[0].path.joined(separator: ".")
        guard let value = names[name] else { return nil }
        return TerraformLoop(names: names.filter { $0.key != name }).length(value)
    }

    /// The entries of a mapping whose values are not all written out: `{ name = value, … }`.
    private func keys(_ tokens: [HCLToken]) -> Int? {
        guard tokens.first?.isSymbol("{") == true, tokens.last?.isSymbol("}") == true,
            tokens.count > 2, tokens[1].identifier != "for"
        else { return nil }
        var depth = 0
        var count = 0
        for token in tokens {
            if token.isSymbol("{") || token.isSymbol("(") || token.isSymbol("[") { depth += 1 }
            if token.isSymbol("}") || token.isSymbol(")") || token.isSymbol("]") { depth -= 1 }
            if depth == 1, token.isSymbol("=") { count += 1 }
        }
        return count
    }
}
