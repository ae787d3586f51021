import Workflow

/// `architecture/figures.json`: every number with its formula, its inputs and where these come from.
enum FigureJSON {
    static func value(_ plan: InfrastructurePlan) -> Value {
        .object([
            "schema": 1,
            "figures": .array(
                all(plan).map { figure in
                    var members = figure.json.objectValue ?? [:]
                    if figure.inputs.isEmpty {
                        members["source"] = source(of: figure.id, plan.request)
                    }
                    return .object(members)
                }
            ),
        ])
    }

    /// The plan's figures, and those that only the estimate or the agreements know.
    private static func all(_ plan: InfrastructurePlan) -> [Figure] {
        let agreements = plan.availability.services.map {
            Figure.input("sla." + $0.name.replacing(" ", with: "-"), $0.slaPercent, "%")
        }
        var seen: Set<String> = []
        return (plan.figures + agreements + plan.cost.lines.flatMap(\.inputs))
            .filter { seen.insert($0.id).inserted }
    }

    /// A member of the requirements, an assumption, or a rule of the model.
    private static func source(of id: String, _ request: InfrastructureRequest) -> Value {
        for path in [id, "application." + id] {
            let keys = path.split(separator: ".").map(String.init)
            let found = keys.reduce(Optional(request.normalized)) { $0?[$1] }
            guard let found, found.numberValue != nil else { continue }
            let isDefault = keys.indices.contains { index in
                request.defaulted.contains(keys[...index].joined(separator: "."))
            }
            return .object([
                "kind": .string(path.hasPrefix("assumptions.") ? "assumption" : "requirement"),
                "path": .string(path), "isDefault": .bool(isDefault),
            ])
        }
        if id.hasPrefix("sla.") { return .object(["kind": "agreement", "path": .null]) }
        return .object(["kind": "model", "path": .null])
    }
}
