import Agents
import Workflow

/// A workflow as a picture: a box a phase, a node a step, an edge a need, a diamond a gate.
struct GraphDrawing {
    private struct Node {
        let name: String
        let label: String
        let isGate: Bool
    }

    private struct Edge {
        let from: String
        let to: String
        /// From one phase to the next.
        let isBetweenPhases: Bool
    }

    private let definition: Definition
    private let phases: [[Node]]
    private let edges: [Edge]

    init(_ definition: Definition) {
        self.definition = definition
        let graph = Graph(definition)
        phases = definition.phases.indices.map { Self.nodes(of: $0, definition, graph) }
        edges = Self.edges(definition, graph)
    }

    private static func nodes(of phase: Int, _ definition: Definition, _ graph: Graph) -> [Node] {
        let steps = graph.phases[phase].map { index in
            let step = graph.steps[index]
            let agent = step.kind.agent.map { " \($0)" } ?? ""
            let isGate = if case .approval = step.kind { true } else { false }
            return Node(
                name: "s\(index)",
                label: "\(step.id) (\(step.kind.word)\(agent))",
                isGate: isGate
            )
        }
        let gate = definition.phases[phase].gate.map {
            Node(name: "g\(phase)", label: "gate \($0.id)", isGate: true)
        }
        return steps + (gate.map { [$0] } ?? [])
    }

    private static func edges(_ definition: Definition, _ graph: Graph) -> [Edge] {
        var edges: [Edge] = []
        var before: [String] = []
        for (index, phase) in definition.phases.enumerated() {
            let members = graph.phases[index]
            for member in members {
                if graph.dependencies[member].isEmpty {
                    edges += before.map {
                        Edge(from: $0, to: "s\(member)", isBetweenPhases: true)
                    }
                }
                edges += graph.dependencies[member].map {
                    Edge(from: "s\($0)", to: "s\(member)", isBetweenPhases: false)
                }
            }
            let leaves = members.filter { graph.dependents[$0].isEmpty }.map { "s\($0)" }
            if phase.gate == nil {
                if !members.isEmpty { before = leaves }
            } else {
                let sources = members.isEmpty ? before : leaves
                edges += sources.map {
                    Edge(from: $0, to: "g\(index)", isBetweenPhases: members.isEmpty)
                }
                before = ["g\(index)"]
            }
        }
        return edges
    }

    private func title(of phase: Phase) -> String { phase.title ?? phase.id.text }

    var mermaid: [String] {
        let boxes = zip(definition.phases, phases).enumerated().flatMap { index, pair in
            ["  subgraph ph\(index)[\"\(Mermaid.text(title(of: pair.0)))\"]"]
                + pair.1.map { node in
                    let label = "\"\(Mermaid.text(node.label))\""
                    return "    \(node.name)" + (node.isGate ? "{\(label)}" : "[\(label)]")
                } + ["  end"]
        }
        return ["flowchart TD"] + boxes
            + edges.map { "  \($0.from) \($0.isBetweenPhases ? "-.->" : "-->") \($0.to)" }
    }

    var dot: [String] {
        let boxes = zip(definition.phases, phases).enumerated().flatMap { index, pair in
            [
                "  subgraph cluster_\(index) {",
                "    label=\(Self.quoted(title(of: pair.0)));",
            ]
                + pair.1.map { node in
                    let shape = node.isGate ? "diamond" : "box"
                    return "    \(node.name) [label=\(Self.quoted(node.label)), shape=\(shape)];"
                } + ["  }"]
        }
        return ["digraph \(Self.quoted(definition.name)) {"] + boxes
            + edges.map {
                "  \($0.from) -> \($0.to)\($0.isBetweenPhases ? " [style=dashed]" : "");"
            } + ["}"]
    }

    private static func quoted(_ text: String) -> String {
        let escaped = Words.printable(text).map { character in
            character == "\"" || character == "\\" ? "\\\(character)" : String(character)
        }
        return "\"\(escaped.joined())\""
    }

    var json: Value {
        [
            "schema": 1,
            "name": .string(definition.name),
            "definition": .string(definition.digest.hex),
            "phases": .array(
                definition.phases.map { phase in
                    [
                        "id": .string(phase.id.text), "title": .optional(phase.title),
                        "owner": .optional(phase.owner?.text),
                        "gate": .optional(phase.gate?.id.text),
                        "deliverables": .strings(phase.deliverables.map(\.id.text)),
                        "steps": .array(phase.steps.map(Self.json)),
                    ]
                }
            ),
            "edges": .array(
                definition.steps.flatMap { step in
                    step.needs.map { ["from": .string($0.text), "to": .string(step.id.text)] }
                }
            ),
        ]
    }

    private static func json(_ step: Step) -> Value {
        [
            "id": .string(step.id.text), "kind": .string(step.kind.word),
            "agent": .optional(step.kind.agent?.text),
            "needs": .strings(step.needs.map(\.text)),
        ]
    }
}
