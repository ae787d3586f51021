import Agents
import Workflow

/// A sequence diagram as a picture inside a page.
struct SequencePicture {
    /// Arrows and notes that a person can still look at; the text beside has all of them.
    private static let limit = 400
    private static let columnWidth = 190
    private static let rowHeight = 34
    private static let top = 70

    private let parts: [SequenceDiagram.Line]
    private let leftOut: Int
    private let names: [String]

    init(_ all: [SequenceDiagram.Line]) {
        parts = Array(all.prefix(Self.limit))
        leftOut = all.count - parts.count
        var names: [String] = []
        for part in parts {
            let mentioned =
                switch part {
                case .arrow(let from, let to, _, _, _): [from, to]
                case .note(let over, _): [over]
                }
            for name in mentioned where !names.contains(name) { names.append(name) }
        }
        self.names = names
    }

    var lines: [String] {
        guard !parts.isEmpty else { return ["<p class=\"none\">none</p>"] }
        let width = names.count * Self.columnWidth + 20
        let height = Self.top + parts.count * Self.rowHeight + 20
        let frame =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
            + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
            + "aria-label=\"Sequence of messages, handoffs and decisions\" "
            + "font-family=\"sans-serif\" font-size=\"12\">"
        let note =
            leftOut == 0
            ? []
            : ["<p>left out of the picture: \(leftOut) more, which the text below has</p>"]
        return ["<div class=\"wide\">", frame, Self.marker]
            + names.indices.flatMap { column($0, height: height) }
            + parts.enumerated().map { row($0.element, at: $0.offset) }
            + ["</svg>", "</div>"] + note
    }

    private static let marker =
        "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
        + "markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#334\"/></marker>"
        + "</defs>"

    private func x(_ name: String) -> Int {
        (names.firstIndex(of: name) ?? 0) * Self.columnWidth + Self.columnWidth / 2 + 10
    }

    private func column(_ index: Int, height: Int) -> [String] {
        let x = x(names[index])
        return [
            "<rect x=\"\(x - 85)\" y=\"10\" width=\"170\" height=\"30\" rx=\"4\" fill=\"#e8eef7\" "
                + "stroke=\"#5b7299\"/>",
            text(x, 30, names[index], length: 26, weight: "bold"),
            "<line x1=\"\(x)\" y1=\"40\" x2=\"\(x)\" y2=\"\(height - 10)\" stroke=\"#aab4c3\"/>",
        ]
    }

    private func row(_ part: SequenceDiagram.Line, at index: Int) -> String {
        let y = Self.top + index * Self.rowHeight
        switch part {
        case .note(let over, let words):
            let x = x(over)
            return
                "<rect x=\"\(x - 88)\" y=\"\(y - 14)\" width=\"176\" height=\"22\" fill=\"#fff6d6\" "
                + "stroke=\"#c9a200\"/>" + text(x, y + 1, words, length: 30)
        case .arrow(let from, let to, let words, let isAnswer, _):
            let dashes = isAnswer ? " stroke-dasharray=\"5 4\"" : ""
            let start = x(from)
            guard from != to else {
                return
                    "<path d=\"M\(start) \(y - 6) h28 v12 h-24\" fill=\"none\" stroke=\"#334\"\(dashes) "
                    + "marker-end=\"url(#head)\"/>"
                    + text(start + 34, y, words, length: 24, "start")
            }
            let end = x(to)
            // A long way leaves room for many words.
            let room = max(28, abs(end - start) / 7)
            return
                "<line x1=\"\(start)\" y1=\"\(y + 4)\" x2=\"\(end)\" y2=\"\(y + 4)\" stroke=\"#334\""
                + "\(dashes) marker-end=\"url(#head)\"/>"
                + text((start + end) / 2, y - 2, words, length: room)
        }
    }

    private func text(
        _ x: Int,
        _ y: Int,
        _ words: String,
        length: Int,
        _ anchor: String = "middle",
        weight: String = "normal"
    ) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">"
            + "<title>\(HTML.escaped(words))</title>"
            + HTML.escaped(Words.printable(words, limit: length)) + "</text>"
    }
}
