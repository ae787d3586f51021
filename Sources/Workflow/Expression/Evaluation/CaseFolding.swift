/// Comparison of text without regard to case, letter for letter, with no language's rules.
///
/// Each letter is taken for its capital when that is one letter. A letter outside ASCII never
/// becomes one inside it, so that `ı` is not `I`; accents are not composed, so that two ways to
/// write `é` differ.
enum CaseFolding {
    static func relation(_ left: String, _ right: String) -> Relation {
        var left = left.unicodeScalars.makeIterator()
        var right = right.unicodeScalars.makeIterator()
        while true {
            switch (left.next().map(capital), right.next().map(capital)) {
            case (nil, nil): return .equal
            case (nil, _): return .less
            case (_, nil): return .greater
            case (let one?, let other?):
                if one == other { continue }
                return order(one, other) ? .less : .greater
            }
        }
    }

    static func equal(_ left: String, _ right: String) -> Bool {
        relation(left, right) == .equal
    }

    /// The letters of `text` as capitals.
    static func capitals(_ text: String) -> [Unicode.Scalar] { text.unicodeScalars.map(capital) }

    private static func capital(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII {
            guard ("a"..."z").contains(scalar) else { return scalar }
            return Unicode.Scalar(UInt8(scalar.value) - 32)
        }
        let mapping = scalar.properties.uppercaseMapping.unicodeScalars
        guard let first = mapping.first, mapping.count == 1, !first.isASCII else { return scalar }
        return first
    }

    /// Whether `left` comes before `right` by UTF-16 units, as in GitHub: what needs two units comes
    /// before U+E000.
    private static func order(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        String(left).utf16.lexicographicallyPrecedes(String(right).utf16)
    }

    /// Whether `needle` is in `text`, in time that is linear in both (Knuth, Morris, Pratt).
    static func contains(_ text: [Unicode.Scalar], _ needle: [Unicode.Scalar]) -> Bool {
        guard needle.count <= text.count else { return false }
        guard !needle.isEmpty else { return true }
        let borders = borders(of: needle)
        var matched = 0
        for scalar in text {
            while matched > 0, needle[matched] != scalar { matched = borders[matched - 1] }
            if needle[matched] == scalar { matched += 1 }
            if matched == needle.count { return true }
        }
        return false
    }

    /// For each prefix, the length of its longest proper prefix that is also its suffix.
    private static func borders(of needle: [Unicode.Scalar]) -> [Int] {
        var borders = [0]
        var matched = 0
        for scalar in needle.dropFirst() {
            while matched > 0, needle[matched] != scalar { matched = borders[matched - 1] }
            if needle[matched] == scalar { matched += 1 }
            borders.append(matched)
        }
        return borders
    }
}
