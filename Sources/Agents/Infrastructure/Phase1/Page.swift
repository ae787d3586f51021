/// The parts of a Markdown page.
enum Page {
    static func table(_ headers: [String], _ rows: [[String]]) -> String {
        let lines =
            [line(headers), line(headers.map { _ in "---" })] + rows.map(line)
        return lines.joined(separator: "\n") + "\n"
    }

    /// A bar inside a cell would end it.
    private static func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    static func list(_ entries: [String]) -> String {
        entries.map { "- \($0)\n" }.joined()
    }

    static func numbered(_ entries: [String]) -> String {
        entries.enumerated().map { "\($0.offset + 1). \($0.element)\n" }.joined()
    }

    /// Blocks with an empty line between them.
    static func page(_ blocks: String...) -> String { page(blocks) }

    static func page(_ blocks: [String]) -> String {
        blocks.filter { !$0.isEmpty }
            .map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined(separator: "\n")
    }
}

/// Comma-separated values as RFC 4180 has them, with a line feed.
package enum CSVText {
    package static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    /// The cells of each row; quotation marks inside a cell are dropped.
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(cell)
                cell = ""
            case "\n" where !isQuoted:
                rows.append(row + [cell])
                row = []
                cell = ""
            default: cell.append(character)
            }
        }
        return rows
    }

    private static func cell(_ text: String) -> String {
        let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0 == "\n" }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
