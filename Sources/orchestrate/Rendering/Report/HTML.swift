import Agents
import Workflow

/// Text and tags of a page; whatever came as data goes through `escaped`.
enum HTML {
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in Words.printable(text) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }

    /// A table; the cells are markup already.
    static func table(
        _ head: [String],
        _ rows: [[String]],
        empty: String = "none"
    ) -> [String] {
        guard !rows.isEmpty else { return ["<p class=\"none\">\(empty)</p>"] }
        let cells = { (tag: String, texts: [String]) in
            "<tr>" + texts.map { "<\(tag)>\($0)</\(tag)>" }.joined() + "</tr>"
        }
        let top = head.isEmpty ? [] : ["<thead>" + cells("th", head) + "</thead>"]
        return ["<div class=\"wide\"><table>"] + top + ["<tbody>"]
            + rows.map { cells("td", $0) } + ["</tbody></table></div>"]
    }

    /// Text of many lines, each for itself, as it is.
    static func block(_ lines: [String]) -> String {
        "<pre>" + lines.map(escaped).joined(separator: "\n") + "</pre>"
    }

    static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    /// A word with the colour of what it says; only what passed is green.
    static func badge(_ word: String) -> String {
        let kind =
            switch word {
            case "passed", "accepted", "approve", "completed", "signed": "good"
            case "failed", "rejected", "reject", "refused", "cancelled", "missing": "bad"
            default: "open"
            }
        return "<span class=\"\(kind)\">\(escaped(word))</span>"
    }
}
