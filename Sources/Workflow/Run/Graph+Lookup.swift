extension Graph {
    var count: Int { steps.count }

    func index(of step: StepID) -> Int? { indexOf[step] }

    func phaseIndex(of phase: PhaseID) -> Int? { phaseIndexes[phase] }

    func steps(ofPhase phase: Int) -> Range<Int> { phases[phase] }
}
