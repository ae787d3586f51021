/// A step while its file is being read: what could be made of it, and the node it came from.
struct StepDraft {
    let node: YAMLNode
    let id: StepID?
    let phase: Int
    var step: Step?
    var uses: [ExpressionUse] = []
    /// Indices of the steps that it needs, of those that exist.
    var needs: [Int] = []

    /// What diagnostics call it.
    var name: String { id.map { "step \($0.text.quoted)" } ?? "a step" }
}

/// A phase while its file is being read.
struct PhaseDraft {
    let node: YAMLNode
    let id: PhaseID?
    let steps: Range<Int>
    var deliverables: [DeliverableDeclaration] = []
    var gate: GateDeclaration?
}

/// Ids that have been given, without regard to case: expressions have none either.
struct Registry {
    let kind: String
    private var places: [String: (id: String, place: Place)] = [:]

    init(_ kind: String) { self.kind = kind }

    /// Reports an id that was given before.
    mutating func add(_ id: String, at place: Place, mistakes: Mistakes) {
        let key = id.lowercased()
        guard let first = places[key] else {
            places[key] = (id, place)
            return
        }
        let position = "\(first.place.line):\(first.place.column)"
        mistakes.error(
            "duplicate \(kind) id \(id.quoted)",
            at: place,
            hint: first.id == id
                ? "the first is at \(position)"
                : "it differs only in case from \(first.id.quoted) at \(position)"
        )
    }
}

extension YAMLNode {
    /// The string under `key`.
    func text(_ key: String) -> String? { self[key]?.scalar?.value.stringValue }

    func bool(_ key: String) -> Bool? { self[key]?.scalar?.value.boolValue }

    func int(_ key: String) -> Int? { self[key]?.scalar?.value.intValue }

    func milliseconds(_ key: String) -> Int64? { text(key).flatMap(DurationText.milliseconds) }

    /// The elements under `key`; a scalar is a list of one.
    func elements(_ key: String) -> [YAMLNode] {
        guard let node = self[key] else { return [] }
        return node.sequence ?? (node.scalar == nil || node.isNull ? [] : [node])
    }

    /// The strings under `key`, each with its place.
    func texts(_ key: String) -> [(text: String, place: Place)] {
        elements(key).compactMap { element in
            element.scalar?.value.stringValue.map { ($0, element.place) }
        }
    }

    func entries(_ key: String) -> [Entry] { self[key]?.mapping ?? [] }
}
