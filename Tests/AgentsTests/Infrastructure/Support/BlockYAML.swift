import Workflow

/// Reads the part of YAML that `YAMLWriter` writes, so that tests read bytes back without a library.
struct BlockYAML {
    struct Malformed: Error { let line: String }

    private var lines: [Substring]
    private var index = 0

    static func value(of text: String) throws -> Value {
        var reader = BlockYAML(lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        while reader.lines.last?.isEmpty == true { reader.lines.removeLast() }
        return try reader.block(indent: 0)
    }

    private init(lines: [Substring]) { self.lines = lines }

    private func indent(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

    /// Comments of whole lines; within literal blocks they are text and are not looked for.
    private mutating func skipComments() {
        while index < lines.count, lines[index].drop(while: { $0 == " " }).hasPrefix("#") {
            index += 1
        }
    }

    private mutating func block(indent level: Int) throws -> Value {
        skipComments()
        guard index < lines.count else { return .null }
        let body = lines[index].dropFirst(level)
        if body.hasPrefix("- ") || body == "-" { return try list(indent: level) }
        if let (_, _) = Self.split(body) { return try object(indent: level) }
        index += 1
        return try Self.scalar(String(body))
    }

    private mutating func list(indent level: Int) throws -> Value {
        var elements: [Value] = []
        while index < lines.count, indent(lines[index]) == level,
            lines[index].dropFirst(level).hasPrefix("-")
        {
            // The dash counts as indentation of what stands behind it.
            let rest = lines[index].dropFirst(level + 1)
            lines[index] = Substring(String(repeating: " ", count: level + 1) + rest)
            elements.append(try block(indent: level + 2))
            skipComments()
        }
        return .array(elements)
    }

    private mutating func object(indent level: Int) throws -> Value {
        var members = Members()
        while index < lines.count, indent(lines[index]) == level,
            let (key, rest) = Self.split(lines[index].dropFirst(level))
        {
            index += 1
            if rest == "|" || rest == "|-" {
                members[key] = .string(literal(indent: level + 2, keepsNewline: rest == "|"))
            } else if rest.isEmpty {
                members[key] = try block(indent: level + 2)
            } else {
                members[key] = try Self.scalar(rest)
            }
            skipComments()
        }
        return .object(members)
    }

    private mutating func literal(indent level: Int, keepsNewline: Bool) -> String {
        var text: [Substring] = []
        while index < lines.count, lines[index].isEmpty || indent(lines[index]) >= level {
            text.append(lines[index].dropFirst(level))
            index += 1
        }
        return text.joined(separator: "\n") + (keepsNewline ? "\n" : "")
    }

    private static func split(_ line: Substring) -> (String, String)? {
        if line.hasPrefix("\"") {
            var isEscaped = false
            for position in line.indices.dropFirst() {
                if line[position] == "\"", !isEscaped {
                    let after = line[line.index(after: position)...]
                    guard after.hasPrefix(":"),
                        let key = try? JSONReader.value(of: String(line[...position])).stringValue
                    else { return nil }
                    return (key, String(after.dropFirst().drop { $0 == " " }))
                }
                isEscaped = line[position] == "\\" && !isEscaped
            }
            return nil
        }
        if let range = line.firstRange(of: ": ") {
            return (String(line[..<range.lowerBound]), String(line[range.upperBound...]))
        }
        return line.hasSuffix(":") ? (String(line.dropLast()), "") : nil
    }

    private static func scalar(_ text: String) throws -> Value {
        switch text {
        case "{}": return .object([:])
        case "[]": return .array([])
        case "": throw Malformed(line: text)
        default:
            let isPlain = text.first.map { $0.isLetter || $0 == "/" } ?? false
            let isWord = ["true", "false", "null"].contains(text)
            return isPlain && !isWord ? .string(text) : try JSONReader.value(of: text)
        }
    }
}
