import Testing
import Workflow

@Suite struct `The graph of a definition` {
    static func definition(_ phases: [[(String, [String])]]) -> Definition {
        Definition(
            name: "aa",
            description: nil,
            inputs: [],
            agents: [],
            roles: [],
            phases: phases.enumerated().map { index, steps in
                Phase(
                    id: PhaseID("p\(index)"),
                    title: nil,
                    owner: nil,
                    steps: steps.map { id, needs in
                        Step(id: StepID(id), needs: needs.map { StepID($0) }, kind: .set([]))
                    },
                    deliverables: [],
                    gate: nil
                )
            },
            source: "{}"
        )
    }

    static let diamond = Graph(
        definition([
            [("d", ["b", "c"]), ("b", ["a"]), ("c", ["a"]), ("a", [])],
            [("e", ["d"]), ("f", ["e"])],
        ])
    )

    @Test func `edges join steps of one phase`() {
        let graph = Self.diamond
        #expect(graph.dependencies == [[1, 2], [3], [3], [], [], [4]])
        #expect(graph.dependents == [[], [0], [0], [1, 2], [5], []])
        #expect(graph.phaseOf == [0, 0, 0, 0, 1, 1])
        #expect(graph.phases == [0..<4, 4..<6])
        #expect(graph.indexOf["c"] == 2)
    }

    @Test func `the order puts each step after what it needs`() {
        #expect(Self.diamond.topologicalOrder == [3, 1, 2, 0, 4, 5])
    }

    @Test func `what depends on a step is found through others`() {
        #expect(Self.diamond.descendants(of: [3]) == [0, 1, 2])
        #expect(Self.diamond.descendants(of: [0]) == [])
    }

    @Test func `a hundred thousand steps are ordered`() {
        let steps = (0..<100_000).map { ("s\($0)", $0 == 0 ? [] : ["s\($0 - 1)"]) }
        let graph = Graph(Self.definition([steps]))
        #expect(graph.topologicalOrder == Array(0..<100_000))
        #expect(graph.descendants(of: [0]).count == 99_999)
    }
}
