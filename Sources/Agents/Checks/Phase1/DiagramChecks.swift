import Workflow

/// Checks over what people look at first: the picture, the numbers' origins, the decisions.
package enum DiagramChecks {
    package static let picture = RuleCheck(
        "topology-picture",
        "Every component is exactly once in the picture, nothing lies over anything else, and it "
            + "has words for who cannot see it."
    ) { subject in
        let path = "architecture/topology.svg"
        let drawing = SVGShapes(try subject.requiredText(path))
        let model = try subject.json(ArchitectureChecks.path)
        var findings = Findings(path)
        let ids = model.list("components").compactMap { $0.string("id") }
        for id in ids {
            let count = drawing.components.filter { $0 == id }.count
            findings.expect(
                count == 1,
                "picture.component",
                "component '\(id)' is \(count) times in the picture"
            )
        }
        for stray in drawing.components where !ids.contains(stray) {
            findings.add("picture.component", "'\(stray)' is drawn and is no component")
        }
        let boxes = drawing.shapes.filter { $0.kind == "box" }
        let labels = drawing.shapes.filter { $0.kind == "label" }
        findings.expect(
            boxes.count == ids.count,
            "picture.box",
            "\(boxes.count) boxes for \(ids.count) components"
        )
        findings.expect(
            labels.count == model.list("edges").count,
            "picture.label",
            "\(labels.count) labels for \(model.list("edges").count) connections"
        )
        let solid = boxes + labels
        for (index, shape) in solid.enumerated() {
            for other in solid[(index + 1)...] where shape.overlaps(other) {
                findings.add(
                    "picture.overlap",
                    "a \(shape.kind) at \(shape.place) lies over a \(other.kind) at \(other.place)"
                )
            }
            findings.expect(
                shape.x >= 0 && shape.y >= 0 && shape.x + shape.width <= drawing.width
                    && shape.y + shape.height <= drawing.height,
                "picture.outside",
                "a \(shape.kind) at \(shape.place) is outside the picture"
            )
        }
        for tag in ["title", "desc"] {
            findings.expect(
                drawing.hasText(in: tag),
                "picture.words",
                "<\(tag)> is missing or empty: screen readers have nothing to read"
            )
        }
        return .judged(findings.all, measured: ["boxes": .int(boxes.count)])
    }

    package static let flows = RuleCheck(
        "data-flows",
        "The data flows are the connections of the architecture, each with a purpose."
    ) { subject in
        let path = "architecture/data-flows.json"
        let flows = try subject.json(path).list("flows")
        let edges = try subject.json(ArchitectureChecks.path).list("edges")
        func key(_ value: Value) -> String {
            "\(value.string("from") ?? "?") → \(value.string("to") ?? "?"):"
                + NumberText.plain(value.number("port") ?? -1)
        }
        var findings = Findings(path)
        let known = Set(edges.map(key))
        let written = flows.map(key)
        for edge in known.subtracting(written).sorted() {
            findings.add("flows.missing", "the connection \(edge) is no data flow")
        }
        for flow in written where !known.contains(flow) {
            findings.add("flows.unknown", "\(flow) is no connection of the architecture")
        }
        for flow in flows where (flow.string("purpose") ?? "").isEmpty {
            findings.add("flows.purpose", "\(key(flow)) has no purpose")
        }
        return .judged(findings.all, measured: ["flows": .int(flows.count)])
    }

    package static let figures = RuleCheck(
        "figures-traceable",
        "Every number leads back to requirements, assumptions, agreements or rules."
    ) { subject in
        let path = "architecture/figures.json"
        let figures = try subject.json(path).list("figures")
        let ids = figures.compactMap { $0.string("id") }
        let known = Set(ids)
        var findings = Findings(path)
        findings.expect(!ids.isEmpty, "figures.empty", "no number")
        findings.expect(ids.count == known.count, "figures.double", "an id is there twice")
        for figure in figures {
            let id = figure.string("id") ?? "?"
            for input in figure.strings("inputs") where !known.contains(input) {
                findings.add("figures.input", "'\(id)' follows from '\(input)', which is not there")
            }
            let isTraced =
                figure.strings("inputs").isEmpty
                ? figure.string("source.kind") != nil
                : !(figure.string("formula") ?? "").isEmpty
            findings.expect(isTraced, "figures.source", "'\(id)' has no formula and no source")
        }
        return .judged(findings.all, measured: ["figures": .int(ids.count)])
    }
}

/// The shapes of a picture that this project wrote: rectangles with a class, and groups.
struct SVGShapes {
    struct Shape {
        let kind: String
        let x: Double
        let y: Double
        let width: Double
        let height: Double

        var place: String { "\(NumberText.plain(x)),\(NumberText.plain(y))" }

        func overlaps(_ other: Shape) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height
                && other.y < y + height
        }
    }

    private let text: String
    let components: [String]
    let shapes: [Shape]
    let width: Double
    let height: Double

    init(_ text: String) {
        self.text = text
        let tags = text.split(separator: "<").map { $0.prefix { $0 != ">" } }
        func attribute(_ name: String, _ tag: Substring) -> String? {
            guard let range = tag.firstRange(of: " \(name)=\"") else { return nil }
            return String(tag[range.upperBound...].prefix { $0 != "\"" })
        }
        func number(_ name: String, _ tag: Substring) -> Double {
            attribute(name, tag).flatMap(Double.init) ?? .nan
        }
        components = tags.filter { $0.hasPrefix("g ") }.compactMap { tag in
            guard let id = attribute("id", tag), id.hasPrefix("component-") else { return nil }
            return String(id.dropFirst("component-".count))
        }
        shapes = tags.filter { $0.hasPrefix("rect ") }.compactMap { tag in
            attribute("class", tag).map { kind in
                Shape(
                    kind: kind,
                    x: number("x", tag),
                    y: number("y", tag),
                    width: number("width", tag),
                    height: number("height", tag)
                )
            }
        }
        let root = tags.first { $0.hasPrefix("svg ") } ?? ""
        width = number("width", root)
        height = number("height", root)
    }

    /// Whether the first `tag` of the picture holds words.
    func hasText(in tag: String) -> Bool {
        guard let start = text.firstRange(of: "<\(tag) ") else { return false }
        let rest = text[start.upperBound...].drop { $0 != ">" }.dropFirst()
        return rest.first.map { $0 != "<" } ?? false
    }
}
