/// What stands between two braces, or in a whole file: attributes and blocks.
package struct HCLBody: Sendable, Hashable {
    package var attributes: [HCLAttribute] = []
    package var blocks: [HCLBlock] = []

    package subscript(name: String) -> HCLAttribute? { attributes.first { $0.name == name } }

    package func blocks(_ type: String) -> [HCLBlock] { blocks.filter { $0.type == type } }

    /// The expressions of this body and of every block within it.
    package var expressions: [HCLExpression] {
        attributes.map(\.expression) + blocks.flatMap(\.body.expressions)
    }

    /// The body's blocks and theirs, outermost first.
    package var allBlocks: [HCLBlock] { blocks + blocks.flatMap(\.body.allBlocks) }
}

/// `type "label" "label" { … }`.
package struct HCLBlock: Sendable, Hashable {
    package let type: String
    package let labels: [String]
    package let line: Int
    package let body: HCLBody

    /// `type.name` of a resource: the labels with dots between them.
    package var address: String { labels.joined(separator: ".") }
}

/// `name = expression`.
package struct HCLAttribute: Sendable, Hashable {
    package let name: String
    package let line: Int
    package let expression: HCLExpression
}

/// The right side of an attribute, as tokens without newlines.
package struct HCLExpression: Sendable, Hashable {
    package let tokens: [HCLToken]

    /// Chains of names like `var.name` and `module.network.vpc_id`, those within strings included.
    package var references: [HCLReference] { Self.references(in: tokens) }

    private static func references(in tokens: [HCLToken]) -> [HCLReference] {
        var found: [HCLReference] = []
        var index = 0
        while index < tokens.count {
            if case .string(_, let interpolations) = tokens[index].kind {
                found += interpolations.flatMap(references(in:))
            }
            let isMember = index > 0 && tokens[index - 1].isSymbol(".")
            if !isMember, let root = tokens[index].identifier {
                let path = chain(from: index, in: tokens)
                if path.count > 1 {
                    found.append(
                        HCLReference(path: [root] + path.dropFirst(), line: tokens[index].line)
                    )
                }
            }
            index += 1
        }
        return found
    }

    /// The names from `index` on; indexes like `[0]` and `[*]` are passed over.
    private static func chain(from index: Int, in tokens: [HCLToken]) -> [String] {
        var names = [tokens[index].identifier ?? ""]
        var next = index + 1
        while next < tokens.count {
            if tokens[next].isSymbol("["), let close = closing(next, in: tokens) {
                next = close + 1
            } else if next + 1 < tokens.count, tokens[next].isSymbol("."),
                let name = tokens[next + 1].identifier
            {
                names.append(name)
                next += 2
            } else {
                break
            }
        }
        return names
    }

    private static func closing(_ open: Int, in tokens: [HCLToken]) -> Int? {
        var depth = 0
        for index in open..<tokens.count {
            if tokens[index].isSymbol("[") { depth += 1 }
            if tokens[index].isSymbol("]") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}

/// A chain of names, such as `var.name`.
package struct HCLReference: Sendable, Hashable {
    package let path: [String]
    package let line: Int
}
