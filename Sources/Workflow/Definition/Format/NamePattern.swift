/// Which names are allowed: the first character, the others, and how many.
struct NamePattern: Sendable {
    let words: String
    /// The regular expression that says the same.
    let regex: String
    private let first: [Bool]
    private let rest: [Bool]
    private let lengths: ClosedRange<Int>

    /// - Parameters:
    ///   - words: What a mistake says was expected.
    ///   - first: The first character, as between the brackets of a regular expression.
    ///   - rest: The other characters; a dash comes last.
    ///   - lengths: How many characters in all.
    init(_ words: String, first: String, rest: String, lengths: ClosedRange<Int>) {
        self.words = words
        self.first = Self.table(first)
        self.rest = Self.table(rest)
        self.lengths = lengths
        regex = "^[\(first)][\(rest)]{\(lengths.lowerBound - 1),\(lengths.upperBound - 1)}$"
    }

    func matches(_ text: String) -> Bool {
        guard lengths.contains(text.utf8.count), let head = text.utf8.first else { return false }
        return head < 128 && first[Int(head)]
            && text.utf8.dropFirst().allSatisfy { $0 < 128 && rest[Int($0)] }
    }

    private static func table(_ characters: String) -> [Bool] {
        var table = [Bool](repeating: false, count: 128)
        let bytes = Array(characters.utf8)
        var index = 0
        while index < bytes.count {
            let isRange = index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "-")
            let last = isRange ? bytes[index + 2] : bytes[index]
            for byte in bytes[index]...last { table[Int(byte)] = true }
            index += isRange ? 3 : 1
        }
        return table
    }
}

extension NamePattern {
    static let workflow = NamePattern(
        "a name of 2 to 63 lower-case letters, digits and dashes that begins with a letter",
        first: "a-z",
        rest: "a-z0-9-",
        lengths: 2...63
    )
    /// Phases, steps, gates, inputs, outputs and roles: what expressions can name.
    static let id = NamePattern(
        "an id of at most 63 letters, digits, '_' and '-' that begins with a letter or '_'",
        first: "a-zA-Z_",
        rest: "a-zA-Z0-9_-",
        lengths: 1...63
    )
    static let agent = NamePattern(
        "an agent's id of at most 63 lower-case letters, digits and dashes",
        first: "a-z",
        rest: "a-z0-9-",
        lengths: 1...63
    )
    /// Deliverables, checks, criteria and requirements.
    static let label = NamePattern(
        "an id of at most 63 letters, digits, '.', '_' and '-' that begins with a letter or digit",
        first: "a-zA-Z0-9",
        rest: "a-zA-Z0-9._-",
        lengths: 1...63
    )
    static let variable = NamePattern(
        "a variable's name of letters, digits and '_' that begins with no digit",
        first: "a-zA-Z_",
        rest: "a-zA-Z0-9_",
        lengths: 1...255
    )
}

/// A length of time as people write it: `500ms`, `30s`, `2m`, `72h`, `3d`.
package enum DurationText {
    static let regex = "^[0-9]{1,9}(ms|s|m|h|d)$"
    /// Longer waits are mistakes.
    static let maximumMilliseconds: Int64 = 3650 * 86_400_000

    package static func milliseconds(of text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [String: Int64] = [
            "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        guard (1...9).contains(digits.count), let count = Int64(digits),
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        let total = count * unit
        return total <= maximumMilliseconds ? total : nil
    }
}

/// A path of the workspace, with `/` between its components.
enum DeclaredPath {
    /// Why `path` may not be used; nil when it may.
    static func objection(to path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "holds a control character"
        }
        if path.hasPrefix("/") { return "is absolute" }
        if path.hasPrefix("~") || path.contains("\\") { return "holds '~' or '\\'" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains("..") { return "leaves the workspace" }
        let inner = path.hasSuffix("/") ? parts.dropLast() : parts[...]
        return inner.contains { $0.isEmpty || $0 == "." } ? "has an empty or '.' component" : nil
    }
}
