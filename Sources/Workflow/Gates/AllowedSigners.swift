/// Whose keys may sign: the text of an `allowed_signers` file, and the little of it that is read here.
///
/// Who signed what is decided by `ssh-keygen`, never here; this only tells beforehand whether a
/// person could sign at all.
package struct AllowedSigners: Sendable, Hashable {
    /// One line of the file.
    package struct Entry: Sendable, Hashable {
        /// Names or patterns of names, as written.
        package let principals: [String]
        /// The namespaces for which the key counts; empty for all.
        package let namespaces: [String]
        package let line: Int
    }

    package let text: String
    package let entries: [Entry]

    /// Reads the file's text.
    ///
    /// - Throws: `AllowedSignersError` with the first line that is no entry.
    package init(_ text: String) throws(AllowedSignersError) {
        var entries: [Entry] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, raw) in lines.enumerated() {
            let line = raw.drop { $0 == " " || $0 == "\t" }
            if line.isEmpty || line.first == "#" || line == "\r" { continue }
            entries.append(try Self.entry(String(line), number: index + 1))
        }
        guard !entries.isEmpty else {
            throw AllowedSignersError(line: 1, reason: "names no key")
        }
        self.text = text
        self.entries = entries
    }

    /// Whether a key of `name` may sign in `namespace`, whatever the time is.
    package func covers(_ name: String, in namespace: SignatureNamespace) -> Bool {
        entries.contains { entry in
            let counts = { (pattern: String) in NameGlob(pattern).matches(namespace.rawValue) }
            guard entry.namespaces.isEmpty || entry.namespaces.contains(where: counts) else {
                return false
            }
            let isRefused = entry.principals.contains { pattern in
                pattern.hasPrefix("!") && NameGlob(String(pattern.dropFirst())).matches(name)
            }
            return !isRefused && entry.principals.contains { NameGlob($0).matches(name) }
        }
    }

    private static func entry(
        _ line: String,
        number: Int
    ) throws(AllowedSignersError) -> Entry {
        let fields = fields(of: line)
        guard fields.count >= 3 else {
            throw AllowedSignersError(
                line: number,
                reason: "is not 'PRINCIPALS [OPTIONS] KEYTYPE KEY'"
            )
        }
        let hasOptions = !isKeyType(fields[1])
        guard !hasOptions || (fields.count >= 4 && isKeyType(fields[2])) else {
            throw AllowedSignersError(line: number, reason: "names no type of key")
        }
        return Entry(
            principals: fields[0].filter { $0 != "\"" }.split(separator: ",").map(String.init),
            namespaces: hasOptions ? namespaces(in: fields[1]) : [],
            line: number
        )
    }

    private static func isKeyType(_ field: String) -> Bool {
        ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-", "rsa-sha2-"].contains { field.hasPrefix($0) }
    }

    /// Parts between blanks; a blank between double quotes belongs to its part.
    private static func fields(of line: String) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character == " " || character == "\t" || character == "\r" {
                if !field.isEmpty { fields.append(field) }
                field = ""
            } else {
                field.append(character)
            }
        }
        return field.isEmpty ? fields : fields + [field]
    }

    private static func namespaces(in options: String) -> [String] {
        let mark = "namespaces=\""
        guard let start = options.lowercased().firstRange(of: mark)?.upperBound else { return [] }
        return options[start...].prefix { $0 != "\"" }.split(separator: ",").map(String.init)
    }
}

/// Why a text is no `allowed_signers` file.
package struct AllowedSignersError: Error, Sendable, Hashable, CustomStringConvertible {
    package let line: Int
    package let reason: String
    package var description: String { "line \(line) \(reason)" }
}

/// What a signature is for, so that one that was made for something else counts nowhere.
package enum SignatureNamespace: String, Sendable, Hashable {
    case decision = "orchestrate-decision"
    case head = "orchestrate-head"
}

/// A pattern of names as OpenSSH has them: `*` is any run of characters, `?` any one.
struct NameGlob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    func matches(_ name: String) -> Bool {
        let name = Array(name)
        // `reach` holds where in the name the pattern so far can end.
        var reach: Set<Int> = [0]
        for part in pattern {
            switch part {
            case "*":
                guard let first = reach.min() else { return false }
                reach = Set(first...name.count)
            case "?": reach = Set(reach.filter { $0 < name.count }.map { $0 + 1 })
            default:
                reach = Set(reach.filter { $0 < name.count && name[$0] == part }.map { $0 + 1 })
            }
        }
        return reach.contains(name.count)
    }
}
