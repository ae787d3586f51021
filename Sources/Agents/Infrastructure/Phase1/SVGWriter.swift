/// Writes the few shapes that the pictures are made of.
struct SVGWriter {
    private var lines: [String]

    init(width: Double, height: Double, title: String, description: String) {
        let w = Self.number(width)
        let h = Self.number(height)
        lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(w)\" height=\"\(h)\" "
                + "viewBox=\"0 0 \(w) \(h)\" role=\"img\" aria-labelledby=\"title desc\" "
                + "font-family=\"Helvetica, Arial, sans-serif\">",
            "  <title id=\"title\">\(Self.escaped(title))</title>",
            "  <desc id=\"desc\">\(Self.escaped(description))</desc>",
            "  <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
                + "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                + "<path d=\"M0 0 L8 4 L0 8 z\" fill=\"#555\"/></marker></defs>",
            "  <rect width=\"\(w)\" height=\"\(h)\" fill=\"#fff\"/>",
        ]
    }

    mutating func open(component id: String, title: String) {
        lines.append("  <g id=\"component-\(Self.escaped(id))\">")
        lines.append("  <title>\(Self.escaped(title))</title>")
    }

    mutating func close() { lines.append("  </g>") }

    /// `kind` names what must not overlap with others of its kind or of another.
    mutating func rect(
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        fill: String,
        stroke: String,
        strokeWidth: Double = 1,
        dashed: Bool = false,
        kind: String? = nil
    ) {
        lines.append(
            "  <rect" + (kind.map { " class=\"\($0)\"" } ?? "")
                + " x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
                + " width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
                + " rx=\"4\" fill=\"\(fill)\" stroke=\"\(stroke)\""
                + (strokeWidth == 1 ? "" : " stroke-width=\"\(Self.number(strokeWidth))\"")
                + (dashed ? " stroke-dasharray=\"8 5\"" : "") + "/>"
        )
    }

    mutating func text(
        _ x: Double,
        _ y: Double,
        _ text: String,
        size: Double,
        weight: String = "normal",
        fill: String = "#1b2430",
        anchor: String = "start"
    ) {
        lines.append(
            "  <text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
                + " font-size=\"\(Self.number(size))\""
                + (weight == "normal" ? "" : " font-weight=\"\(weight)\"")
                + " fill=\"\(fill)\"" + (anchor == "start" ? "" : " text-anchor=\"\(anchor)\"")
                + ">\(Self.escaped(text))</text>"
        )
    }

    mutating func arrow(_ points: [(x: Double, y: Double)], stroke: String) {
        let text = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
            .joined(separator: " ")
        lines.append(
            "  <polyline points=\"\(text)\" fill=\"none\" stroke=\"\(stroke)\""
                + " stroke-width=\"1.3\" stroke-opacity=\"0.8\" marker-end=\"url(#arrow)\"/>"
        )
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String) {
        lines.append(
            "  <line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\""
                + " y2=\"\(Self.number(y2))\" stroke=\"\(stroke)\" stroke-width=\"2\""
                + " stroke-dasharray=\"6 4\"/>"
        )
    }

    func finished() -> String { (lines + ["</svg>"]).joined(separator: "\n") + "\n" }

    /// About how wide a text is; a little more rather than less.
    static func width(_ text: String, size: Double) -> Double {
        Double(text.count) * size * 0.57
    }

    /// The text, cut with an ellipsis where it would not fit.
    static func fitted(_ text: String, size: Double, into room: Double) -> String {
        guard width(text, size: size) > room else { return text }
        return String(text.prefix(max(1, Int(room / (size * 0.57)) - 1))) + "…"
    }

    private static func number(_ value: Double) -> String { NumberText.plain(value, places: 1) }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
