extension Graph {
    var count: Int { steps.count }

    func index(of step: StepID) -> Int? { indexOf[step] }

    func phaseIndex(of phase: PhaseID) -> Int? { phaseIndexes[phase] }

    func steps(ofPhase phase: Int) -> Range<Int> { phases[phase] }

    /// All steps of the same phase that depend on one of `roots`, directly or not.
    func descendants(of roots: [Int]) -> Set<Int> {
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
