import Workflow

/// Small readings that several tools share.
enum ToolWords {
    /// `FILE:LINE[:COLUMN]: MESSAGE`, as most tools write it.
    static func located(
        _ text: Substring
    ) -> (file: String, line: Int, message: String)? {
        let parts = text.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, let line = Int(parts[1]), !parts[0].isEmpty else { return nil }
        let hasColumn = parts.count == 4 && Int(parts[2]) != nil
        let rest = hasColumn ? String(parts[3]) : parts[2...].joined(separator: ":")
        return (String(parts[0]), line, trimmed(rest))
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return String(text[start..<max(start, end)])
    }

    static func lines(_ text: String) -> [Substring] { text.split(whereSeparator: \.isNewline) }

    /// One line of at most so many characters.
    static func short(_ text: String, limit: Int = 400) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Words.printable(words, limit: limit)
    }

    /// `path` as seen from the root, when it was said in `folder`; `./` and `..` are resolved.
    static func place(_ path: String, in folder: String) -> String {
        let full = path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
        var parts: [Substring] = []
        for part in full.split(separator: "/") {
            if part == "." { continue }
            if part == "..", parts.last != nil { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The last words of a tool that gave no verdict.
    static func broken(_ tool: String, _ output: ToolOutput) -> ToolReading {
        let said = output.stderr.isEmpty ? output.stdout : output.stderr
        let words = lines(said).suffix(3).map(String.init).joined(separator: " ")
        let code = output.exitCode.map { "exit code \($0)" } ?? "no exit code"
        return .broken(
            short("\(tool) gave no verdict: \(code)" + (words.isEmpty ? "" : ": " + words))
        )
    }

    /// The number of the first line of `text` that holds `part`.
    static func line(of part: String, in text: String?) -> Int? {
        guard let text, !part.isEmpty else { return nil }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains(part) }.map { $0 + 1 }
    }
}
