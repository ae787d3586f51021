/// The components and their connections as a Mermaid flowchart.
enum TopologyDiagram {
    private static let tiers: [(id: String, title: String)] = [
        ("edge", "Edge"), ("public", "Public subnets"), ("app", "Private subnets"),
        ("data", "Data subnets and stores"), ("operations", "Operations"),
        ("recovery", "Recovery region"),
    ]

    static func mermaid(_ model: ArchitectureModel) -> String {
        var lines = ["flowchart TB"]
        for tier in tiers {
            let members = model.components.filter { $0.tier == tier.id }
            guard !members.isEmpty else { continue }
            lines.append("    subgraph tier-\(tier.id)[\"\(tier.title)\"]")
            lines += members.map { "        \($0.id)[\"\($0.title): \($0.technology)\"]" }
            lines.append("    end")
        }
        lines += model.edges.map { "    \($0.from) -->|\($0.port)| \($0.to)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
