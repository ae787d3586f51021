import Workflow

/// The keys between the two `---` lines at the beginning of a Markdown file.
///
/// Read line by line and not as YAML, since what people write there is often none: a description with
/// a colon in it, a list of tools with parentheses.
struct FrontMatter {
    struct Entry {
        let key: String
        let line: Int
        var text: String
        /// The elements of a list below it.
        var items: [String] = []
        /// The pairs of a mapping below it.
        var pairs: [(key: String, value: String, line: Int)] = []
    }

    private(set) var entries: [Entry] = []
    /// The number of lines that it takes, its marks included; 0 without one.
    private(set) var count = 0

    init(_ lines: [String]) {
        guard lines.first?.trimmed == "---",
            let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" })
        else { return }
        count = end + 1
        for index in 1..<end { read(lines[index], number: index + 1) }
    }

    subscript(key: String) -> Entry? { entries.first { $0.key == key } }

    private mutating func read(_ line: String, number: Int) {
        let trimmed = line.trimmed
        guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { return }
        let isIndented = line.first == " " || line.first == "\t"
        if trimmed.hasPrefix("- "), !entries.isEmpty {
            entries[entries.count - 1].items.append(Self.plain(String(trimmed.dropFirst(2))))
        } else if let (key, value) = Self.pair(trimmed) {
            if isIndented, !entries.isEmpty {
                entries[entries.count - 1].pairs.append((key, value, number))
            } else {
                entries.append(Entry(key: key, line: number, text: value))
            }
        } else if !entries.isEmpty {
            entries[entries.count - 1].text += " " + trimmed
        }
    }

    private static func pair(_ text: String) -> (String, String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let key = plain(String(text[..<colon]))
        guard !key.isEmpty, !key.contains("\t") else { return nil }
        return (key, plain(String(text[text.index(after: colon)...])))
    }

    static func plain(_ text: String) -> String {
        let text = text.trimmed
        for quote in ["\"", "'"] where text.count > 1 && text.hasPrefix(quote) {
            if text.hasSuffix(quote) { return String(text.dropFirst().dropLast()) }
        }
        return text == ">" || text == "|" || text == ">-" || text == "|-" ? "" : text
    }

    /// The elements of a value that lists them, on its line or below it; commas in parentheses
    /// separate nothing.
    static func list(_ entry: Entry) -> [String] {
        guard entry.items.isEmpty else { return entry.items }
        var text = entry.text
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map(plain).filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
