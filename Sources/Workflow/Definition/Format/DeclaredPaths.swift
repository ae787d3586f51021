/// Declared paths, made ready to be asked about many files.
package struct DeclaredPaths {
    /// Files, and folders with all below them.
    private var whole: Set<String> = []
    /// Folders that were declared as such, with all below them.
    private var folders: Set<String> = []
    /// The pieces between the stars of each component.
    private var patterns: [[[Substring]]] = []

    package init(_ declared: some Sequence<String>) {
        for path in declared {
            if path.contains("*") {
                patterns.append(
                    path.split(separator: "/").map {
                        $0.split(separator: "*", omittingEmptySubsequences: false)
                    }
                )
            } else if path.hasSuffix("/") {
                folders.insert(String(path.dropLast()))
            } else {
                whole.insert(path)
            }
        }
    }

    /// Whether `path` is among the files that they stand for.
    package func name(_ path: String) -> Bool {
        if whole.contains(path) || isBelow(path) { return true }
        guard !patterns.isEmpty else { return false }
        let names = path.split(separator: "/")
        return patterns.contains { pattern in
            pattern.count == names.count
                && zip(pattern, names).allSatisfy { Self.matches($1, $0) }
        }
    }

    private func isBelow(_ path: String) -> Bool {
        path.utf8.indices.contains { index in
            guard path.utf8[index] == UInt8(ascii: "/") else { return false }
            let folder = String(path[..<index])
            return whole.contains(folder) || folders.contains(folder)
        }
    }

    /// Whether the pieces stand in `name` in this order, the first at its beginning, the last at
    /// its end.
    private static func matches(_ name: Substring, _ pieces: [Substring]) -> Bool {
        guard let first = pieces.first, let last = pieces.last else { return name.isEmpty }
        guard pieces.count > 1 else { return name == first }
        guard name.hasPrefix(first), name.hasSuffix(last),
            name.utf8.count >= first.utf8.count + last.utf8.count
        else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
