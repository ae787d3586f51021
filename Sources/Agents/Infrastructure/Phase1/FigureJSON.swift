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
        let known = (plan.figures + agreements + plan.cost.lines.flatMap(\.inputs))
            .filter { seen.insert($0.id).inserted }
        // What a formula takes from the requirements without a figure of its own.
        let asked = known.flatMap(\.inputs).filter { !seen.contains($0) }
            .compactMap { id in
                number(id, plan.request).map { Figure.input(id, $0.value, "") }
            }
        return known + asked.filter { seen.insert($0.id).inserted }
    }

    /// The number of the requirements that an id names, with its path.
    private static func number(
        _ id: String,
        _ request: InfrastructureRequest
    ) -> (path: [String], value: Double)? {
        for path in [id, "application." + id] {
            let keys = path.split(separator: ".").map(String.init)
            let found = keys.reduce(Optional(request.normalized)) { $0?[$1] }
            if let value = found?.numberValue { return (keys, value) }
        }
        return nil
    }

    /// A member of the requirements, an assumption, or a rule of the model.
    private static func source(of id: String, _ request: InfrastructureRequest) -> Value {
        if let (keys, _) = number(id, request) {
            let path = keys.joined(separator: ".")
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
