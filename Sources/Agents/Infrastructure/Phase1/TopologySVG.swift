/// `architecture/topology.svg`: the regions, tiers, components and connections as a picture.
enum TopologySVG {
    static func text(_ plan: InfrastructurePlan) -> String {
        let layout = TopologyLayout(plan.architecture)
        var svg = SVGWriter(
            width: layout.width,
            height: layout.height,
            title: "Topology of \(plan.request.metadata.name)",
            description: description(plan)
        )
        svg.text(
            24,
            40,
            "Topology of \(plan.request.metadata.name)",
            size: 24,
            weight: "bold"
        )
        svg.text(
            24,
            66,
            "An arrow goes from who opens the connection to who accepts it, with port and protocol.",
            size: 14,
            fill: "#444"
        )
        regions(plan, layout, &svg)
        for band in layout.bands { draw(band, layout, &svg) }
        for line in layout.lines { svg.arrow(line.points, stroke: color(line.edge.protocol)) }
        for band in layout.bands { zones(band, plan, &svg) }
        for box in layout.boxes { draw(box, &svg) }
        for line in layout.lines { label(line, &svg) }
        return svg.finished()
    }

    private static func description(_ plan: InfrastructurePlan) -> String {
        let model = plan.architecture
        return "\(model.components.count) components and \(model.edges.count) connections. "
            + "\(plan.primaryTitle) in \(plan.request.cloud.region), \(plan.request.cloud.zones) zones"
            + (plan.recovery.region.map { "; recovery in \($0)." } ?? ".")
    }

    /// One frame around the tiers of each region.
    private static func regions(
        _ plan: InfrastructurePlan,
        _ layout: TopologyLayout,
        _ svg: inout SVGWriter
    ) {
        let home = layout.bands.filter { !["edge", "recovery"].contains($0.tier) }
        let away = layout.bands.filter { $0.tier == "recovery" }
        let frames = [
            (home, "Region \(plan.request.cloud.region), \(plan.request.cloud.zones) zones"),
            (away, "Region \(plan.recovery.region ?? "")"),
        ]
        for (bands, title) in frames {
            guard let first = bands.first, let last = bands.last else { continue }
            svg.rect(
                12,
                first.y - 26,
                layout.width - 24,
                last.y + last.height - first.y + 36,
                fill: "none",
                stroke: "#7a8699",
                dashed: true
            )
            svg.text(22, first.y - 9, title, size: 14, weight: "bold", fill: "#3b4657")
        }
    }

    private static func draw(
        _ band: TopologyLayout.Band,
        _ layout: TopologyLayout,
        _ svg: inout SVGWriter
    ) {
        svg.rect(
            28,
            band.y,
            layout.width - 56,
            band.height,
            fill: fill(band.tier),
            stroke: "#c5ccd6"
        )
        svg.text(40, band.y + 20, band.title, size: 14, weight: "bold", fill: "#3b4657")
    }

    /// The zones that a tier of subnets spans, each with its addresses; over the lines.
    private static func zones(
        _ band: TopologyLayout.Band,
        _ plan: InfrastructurePlan,
        _ svg: inout SVGWriter
    ) {
        let tiers: [String: NetworkPlan.Tier] = ["public": .public, "app": .private, "data": .data]
        guard let tier = tiers[band.tier], let network = plan.network.primary else { return }
        for (index, subnet) in network.subnets(tier).enumerated() {
            let x = 250 + Double(index) * 214
            svg.rect(x, band.y + 5, 204, 22, fill: "#fff", stroke: "#9aa5b5", kind: "zone")
            svg.text(x + 8, band.y + 20, "\(subnet.zone)  \(subnet.cidr)", size: 12)
        }
    }

    private static func draw(_ box: TopologyLayout.Box, _ svg: inout SVGWriter) {
        let component = box.component
        svg.open(component: component.id, title: "\(component.title): \(component.technology)")
        svg.rect(
            box.x,
            box.y,
            TopologyLayout.boxWidth,
            TopologyLayout.boxHeight,
            fill: "#fff",
            stroke: component.isStateful ? "#8a4b08" : "#1f4e79",
            strokeWidth: component.isStateful ? 2.5 : 1.5,
            kind: "box"
        )
        let lines: [(String, Double, String)] = [
            (component.title, 13, "bold"), (component.technology, 11.5, "normal"),
            (component.size, 11, "normal"),
        ]
        for (index, line) in lines.enumerated() {
            svg.text(
                box.x + 8,
                box.y + 18 + Double(index) * 18,
                SVGWriter.fitted(line.0, size: line.1, into: TopologyLayout.boxWidth - 16),
                size: line.1,
                weight: line.2
            )
        }
        svg.close()
    }

    private static func label(_ line: TopologyLayout.Line, _ svg: inout SVGWriter) {
        let text = "\(line.edge.port) \(line.edge.protocol)"
        let width = SVGWriter.width(text, size: 10.5) + 8
        svg.rect(
            line.label.x - width / 2,
            line.label.y - 7.5,
            width,
            15,
            fill: "#fff",
            stroke: "none",
            kind: "label"
        )
        svg.text(
            line.label.x,
            line.label.y + 4,
            text,
            size: 10.5,
            fill: color(line.edge.protocol),
            anchor: "middle"
        )
    }

    private static func color(_ name: String) -> String {
        switch name {
        case "https": "#1f5fa8"
        case "tls": "#8a4b08"
        default: "#3d6b2f"
        }
    }

    private static func fill(_ tier: String) -> String {
        switch tier {
        case "edge": "#eef3fb"
        case "public": "#fdf3e3"
        case "app": "#eaf5ea"
        case "data": "#fbeeee"
        case "operations": "#f1f1f6"
        default: "#f6f0fa"
        }
    }
}
