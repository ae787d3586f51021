/// The steps of a definition with the edges between them, as indices for quick reading.
///
/// Steps are counted from zero in the order of the file. An edge joins two steps of one phase;
/// that all steps of a phase come after the phases before needs no edges.
package struct Graph: Sendable {
    package let steps: [Step]
    package let indexOf: [StepID: Int]
    /// The index of each step's phase.
    package let phaseOf: [Int]
    /// The steps of its phase that each step needs.
    package let dependencies: [[Int]]
    /// The steps of its phase that need each step.
    package let dependents: [[Int]]
    /// The range of steps of each phase.
    package let phases: [Range<Int>]
    let phaseIndexes: [PhaseID: Int]

    /// The graph of a definition that was read without mistakes.
    package init(_ definition: Definition) {
        steps = definition.steps
        indexOf = Dictionary(zip(steps.map(\.id), steps.indices)) { first, _ in first }
        var phaseOf: [Int] = []
        var phases: [Range<Int>] = []
        for (index, phase) in definition.phases.enumerated() {
            let first = phaseOf.count
            phaseOf.append(contentsOf: repeatElement(index, count: phase.steps.count))
            phases.append(first..<phaseOf.count)
        }
        var dependencies = [[Int]](repeating: [], count: steps.count)
        var dependents = dependencies
        for (index, step) in steps.enumerated() {
            for need in step.needs {
                guard let other = indexOf[need], phaseOf[other] == phaseOf[index] else { continue }
                dependencies[index].append(other)
                dependents[other].append(index)
            }
        }
        self.phaseOf = phaseOf
        self.phases = phases
        phaseIndexes = Dictionary(
            zip(definition.phases.map(\.id), definition.phases.indices)
        ) { first, _ in first }
        self.dependencies = dependencies
        self.dependents = dependents
    }

    /// All steps, each after what it needs.
    ///
    /// Steps that are free from the start come in the order of the file. Steps of a circle, which no checked definition has, are left out.
    package var topologicalOrder: [Int] {
        var missing = dependencies.map(\.count)
        var order: [Int] = []
        order.reserveCapacity(steps.count)
        for phase in phases {
            var ready = phase.filter { missing[$0] == 0 }
            var next = 0
            while next < ready.count {
                let step = ready[next]
                next += 1
                order.append(step)
                for dependent in dependents[step] {
                    missing[dependent] -= 1
                    if missing[dependent] == 0 { ready.append(dependent) }
                }
            }
        }
        return order
    }

    /// All steps of the same phase that depend on one of `roots`, directly or through others.
    package func descendants(of roots: [Int]) -> Set<Int> {
        var found: Set<Int> = []
        var open = roots
        while let index = open.popLast() {
            for dependent in dependents[index] where found.insert(dependent).inserted {
                open.append(dependent)
            }
        }
        return found
    }
}
