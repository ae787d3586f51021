package import Workflow

/// Writes values as YAML text in block style: one way to write each value.
package struct YAMLWriter {
    private var lines: [String] = []

    /// One document, with a newline at its end.
    package static func text(_ value: Value) -> String {
        var writer = YAMLWriter()
        writer.write(value, indent: 0)
        return writer.lines.joined(separator: "\n") + "\n"
    }

    /// Several documents, separated by `---`.
    package static func documents(_ values: [Value]) -> String {
        values.map(text).joined(separator: "---\n")
    }

    private mutating func write(_ value: Value, indent: Int) {
        let pad = String(repeating: " ", count: indent)
        switch value {
        case .object(let members) where !members.isEmpty:
            for (key, member) in members.pairs {
                write(member, after: pad + Self.scalar(key) + ":", indent: indent + 2)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements { writeElement(element, pad: pad, indent: indent) }
        default: lines.append(pad + Self.inline(value))
        }
    }

    /// Writes the first member of an object behind the dash, as people do.
    private mutating func writeElement(_ element: Value, pad: String, indent: Int) {
        guard Self.isBlock(element) else {
            write(element, after: pad + "-", indent: indent + 2)
            return
        }
        let start = lines.count
        write(element, indent: indent + 2)
        lines[start] = pad + "- " + lines[start].dropFirst(indent + 2)
    }

    private mutating func write(_ value: Value, after head: String, indent: Int) {
        if Self.isBlock(value) {
            lines.append(head)
            write(value, indent: indent)
        } else if let text = value.stringValue, Self.isLiteralBlock(text) {
            lines.append(head + (text.hasSuffix("\n") ? " |" : " |-"))
            let pad = String(repeating: " ", count: indent)
            let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
            for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
                lines.append(line.isEmpty ? "" : pad + line)
            }
        } else {
            lines.append(head + " " + Self.inline(value))
        }
    }

    private static func isBlock(_ value: Value) -> Bool {
        switch value {
        case .object(let members): !members.isEmpty
        case .array(let elements): !elements.isEmpty
        default: false
        }
    }

    /// Text whose lines survive a literal block unchanged.
    private static func isLiteralBlock(_ text: String) -> Bool {
        text.contains("\n") && !text.hasPrefix(" ") && !text.hasPrefix("\n")
            && !text.hasSuffix("\n\n") && !text.contains("\t") && !text.contains("\r")
    }

    private static func inline(_ value: Value) -> String {
        switch value {
        case .object: "{}"
        case .array: "[]"
        case .string(let text): scalar(text)
        default: JSONWriter.compact(value)
        }
    }

    /// Plain where no reader can take it for anything but this text, else JSON's quotes, which
    /// YAML shares.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : JSONWriter.compact(.string(text))
    }

    private static let words: Set<String> = [
        "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf",
    ]

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/"),
            !words.contains(text.lowercased()), text.utf8.last != UInt8(ascii: ":"),
            !text.contains(": "), !text.contains(" #"), !text.hasSuffix(" ")
        else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || " _-./:()%+=".utf8.contains($0)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
