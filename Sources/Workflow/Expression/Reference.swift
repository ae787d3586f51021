/// A place in the contexts that an expression reads, as far as it is known without evaluating.
///
/// `steps.collect.outputs.stdout` and `steps['collect'].outputs.stdout` have the root `steps` and
/// the path `collect`, `outputs`, `stdout`. A path stops at the first part that is no name: at a
/// number, at `*`, or at something computed.
package struct Reference: Sendable, Hashable {
    /// In lower case, because the names of contexts are.
    package let root: String
    /// As written.
    package let path: [String]
    /// Where the root stands, as the columns of errors are counted.
    package let column: Int

    package init(root: String, path: [String], column: Int) {
        self.root = root
        self.path = path
        self.column = column
    }

    func moved(by offset: Int) -> Reference {
        Reference(root: root, path: path, column: column + offset)
    }
}

extension SyntaxNode {
    /// Every read of a context, in the order of their columns.
    var references: [Reference] {
        var found: [Reference] = []
        collectReferences(into: &found)
        return found.sorted { $0.column < $1.column }
    }

    private func collectReferences(into found: inout [Reference]) {
        if let path = staticPath {
            found.append(path.reference)
            return
        }
        switch self {
        case .literal, .root: break
        case .index(let base, let key, _):
            base.collectReferences(into: &found)
            key.collectReferences(into: &found)
        case .wildcard(let base, _): base.collectReferences(into: &found)
        case .not(let operand): operand.collectReferences(into: &found)
        case .comparison(_, let left, let right, _):
            left.collectReferences(into: &found)
            right.collectReferences(into: &found)
        case .all(let operands), .any(let operands), .call(_, let operands, _):
            for operand in operands { operand.collectReferences(into: &found) }
        }
    }

    /// The reference that this node is, when it is a root followed by names and then by parts that
    /// read nothing themselves.
    private var staticPath: (reference: Reference, isOpen: Bool)? {
        switch self {
        case .root(let name, let column):
            return (Reference(root: name.lowercased(), path: [], column: column), true)
        case .index(let base, .literal(let key), _):
            guard let (reference, isOpen) = base.staticPath else { return nil }
            guard isOpen, case .string(let name) = key else { return (reference, false) }
            let path = reference.path + [name]
            return (Reference(root: reference.root, path: path, column: reference.column), true)
        case .wildcard(let base, _):
            return base.staticPath.map { ($0.reference, false) }
        default:
            return nil
        }
    }
}
