/// The lines of a Markdown file by what they are, without what stands in fences.
struct MarkdownOutline {
    enum Kind: Equatable {
        case heading(level: Int, String)
        /// `**Label**: rest`, at the beginning of a line.
        case label(String, rest: String)
        /// A point of a list, with the words in bold that it begins with.
        case bullet(lead: String?, String)
        case numbered(lead: String?, String)
        case text(String)
    }

    struct Line {
        let number: Int
        let kind: Kind
        /// The headings above it, the outermost first.
        let path: [String]
    }

    let lines: [Line]

    /// - Parameters:
    ///   - source: the lines of the whole file
    ///   - count: how many at its beginning are front matter
    init(_ source: [String], skipping count: Int) {
        var found: [Line] = []
        var path: [(level: Int, text: String)] = []
        var fence: String?
        for (index, raw) in source.enumerated() where index >= count {
            let text = raw.trimmed
            if let open = fence {
                if text.hasPrefix(open), text.drop(while: { $0 == open.first }).isEmpty {
                    fence = nil
                }
                continue
            }
            if text.hasPrefix("```") || text.hasPrefix("~~~") {
                fence = String(text.prefix(3))
                continue
            }
            guard !text.isEmpty else { continue }
            let kind = Self.kind(text)
            if case .heading(let level, let title) = kind {
                path.removeAll { $0.level >= level }
                found.append(Line(number: index + 1, kind: kind, path: path.map(\.text)))
                path.append((level, title))
            } else {
                found.append(Line(number: index + 1, kind: kind, path: path.map(\.text)))
            }
        }
        lines = found
    }

    private static func kind(_ text: String) -> Kind {
        let marks = text.prefix { $0 == "#" }
        if (1...6).contains(marks.count), text.dropFirst(marks.count).first == " " {
            return .heading(level: marks.count, text.dropFirst(marks.count).trimmed)
        }
        if text.hasPrefix("- ") || text.hasPrefix("* ") || text.hasPrefix("+ ") {
            let (lead, rest) = bold(text.dropFirst(2).trimmed)
            return .bullet(lead: lead, rest)
        }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, text.dropFirst(digits.count).hasPrefix(". ") {
            let (lead, rest) = bold(text.dropFirst(digits.count + 2).trimmed)
            return .numbered(lead: lead, rest)
        }
        if case (let lead?, let rest) = bold(text) { return .label(lead, rest: rest) }
        return .text(text)
    }

    /// The words in bold at the beginning, and what follows them without the colon.
    private static func bold(_ text: String) -> (String?, String) {
        guard text.hasPrefix("**"), let end = text.dropFirst(2).range(of: "**") else {
            return (nil, text)
        }
        var lead = String(text.dropFirst(2)[..<end.lowerBound]).trimmed
        if lead.hasSuffix(":") { lead.removeLast() }
        var rest = text[end.upperBound...].trimmed
        if rest.hasPrefix(":") { rest = rest.dropFirst().trimmed }
        return (lead, rest)
    }
}

extension Substring {
    fileprivate func range(of needle: String) -> Range<Substring.Index>? {
        firstRange(of: needle)
    }
}
