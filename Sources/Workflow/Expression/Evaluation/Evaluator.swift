/// Walks an expression's tree.
///
/// Every mistake has the column of the node that it is in.
struct Evaluator {
    let contexts: ExpressionContexts
    var meter = WorkMeter()

    init(_ contexts: ExpressionContexts) { self.contexts = contexts }

    mutating func evaluate(_ node: SyntaxNode) throws(ExpressionError) -> Operand {
        switch node {
        case .literal(let value):
            return Operand(value)
        case .root(let name, let column):
            return try root(name, column: column)
        case .index(let base, let key, let column):
            let base = try evaluate(base)
            // Nothing is read of a primitive, not even its key.
            if base.isPrimitive { return Operand(.null) }
            return try read(try evaluate(key), of: base, column: column)
        case .wildcard(let base, let column):
            return try readAll(of: try evaluate(base), column: column)
        case .not(let operand):
            return Operand(.bool(!(try evaluate(operand).isTruthy)))
        case .comparison(let comparison, let left, let right, let column):
            let relation = try relate(try evaluate(left), try evaluate(right), column: column)
            return Operand(.bool(relation.satisfies(comparison)))
        case .all(let operands):
            return try firstOrLast(of: operands, where: false)
        case .any(let operands):
            return try firstOrLast(of: operands, where: true)
        case .call(let function, let arguments, let column):
            return try call(function, arguments, column: column)
        }
    }

    mutating func relate(
        _ left: Operand,
        _ right: Operand,
        column: Int
    ) throws(ExpressionError) -> Relation {
        try meter.charge(left.bytesToRead + right.bytesToRead, column: column)
        return Relation(left, right)
    }

    mutating func text(of operand: Operand, column: Int) throws(ExpressionError) -> String {
        try meter.charge(operand.effortOfText, column: column)
        return operand.text
    }

    /// The first operand that decides, or the last: an operand itself, not whether it is true.
    private mutating func firstOrLast(
        of operands: [SyntaxNode],
        where decisive: Bool
    ) throws(ExpressionError) -> Operand {
        var result = Operand(.null)
        for operand in operands {
            result = try evaluate(operand)
            if result.isTruthy == decisive { break }
        }
        return result
    }

    private func root(_ name: String, column: Int) throws(ExpressionError) -> Operand {
        if let (key, value) = contexts.roots.member(named: name) {
            return Operand(value, place: [.key(key)])
        }
        throw .unknown("named-value", name, among: contexts.roots.keys, column: column)
    }

    // MARK: Reading parts

    private mutating func read(
        _ key: Operand,
        of base: Operand,
        column: Int
    ) throws(ExpressionError) -> Operand {
        if case .filtered(let items) = base.content {
            try meter.charge(items.count * Self.bytesOfItem, column: column)
            var found: [Operand] = []
            for item in items {
                if let part = try part(key, of: item, column: column) { found.append(part) }
            }
            return Operand(filtered: found)
        }
        return try part(key, of: base, column: column) ?? Operand(.null)
    }

    /// The part of one array or object; nil when it has none such.
    private mutating func part(
        _ key: Operand,
        of base: Operand,
        column: Int
    ) throws(ExpressionError) -> Operand? {
        switch base.content {
        case .value(.object(let members)):
            guard key.isPrimitive else { return nil }
            let name = try text(of: key, column: column)
            // A name that fits exactly is looked up, any other is searched for.
            let bytes = members[name] == nil ? members.count * Self.bytesOfName : 0
            try meter.charge(bytes, column: column)
            guard let (name, value) = members.member(named: name) else { return nil }
            return Operand(value, place: base.place(of: .key(name)))
        case .value(.array(let elements)):
            try meter.charge(key.bytesToRead, column: column)
            // A fraction is cut off, so that 1.9 is the second element.
            let position = key.number.rounded(.down)
            guard position >= 0, let index = Int(exactly: position), index < elements.count
            else { return nil }
            return Operand(elements[index], place: base.place(of: .element(index)))
        default:
            return nil
        }
    }

    /// About what one item of a list takes in memory.
    private static let bytesOfItem = 16
    /// About what is read of a name to see that it is another.
    private static let bytesOfName = 8

    mutating func elements(of list: Operand, column: Int) throws(ExpressionError) -> [Operand]? {
        let elements = list.elements
        try meter.charge((elements?.count ?? 0) * Self.bytesOfItem, column: column)
        return elements
    }

    /// `.*`: of an array its elements, of an object its values, of a filtered list those of each
    /// item, of anything else nothing.
    private mutating func readAll(
        of base: Operand,
        column: Int
    ) throws(ExpressionError) -> Operand {
        var found: [Operand] = []
        if case .filtered(let items) = base.content {
            for item in items { found += children(of: item) }
        } else {
            found = children(of: base)
        }
        let bytes = found.count * Self.bytesOfItem
        try meter.grow(by: bytes, to: bytes, column: column)
        return Operand(filtered: found)
    }

    private func children(of base: Operand) -> [Operand] {
        if case .value(.object(let members)) = base.content {
            return members.pairs.map { Operand($0.value, place: base.place(of: .key($0.key))) }
        }
        return base.elements ?? []
    }
}

extension Members {
    /// The member with this name, or else the first whose name differs only in case.
    fileprivate func member(named name: String) -> (key: String, value: Value)? {
        if let value = self[name] { return (name, value) }
        guard let key = keys.first(where: { CaseFolding.equal($0, name) }) else { return nil }
        return self[key].map { (key, $0) }
    }
}
