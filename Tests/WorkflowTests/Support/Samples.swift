import Testing
import Workflow

/// Small workflows, read from text as a person would write them.
enum Samples {
    static let vocabulary = Vocabulary(
        agents: [
            AgentVocabulary(
                id: "worker",
                accepts: [MessageSchema(type: "work", summary: "anything", isOpen: true)]
            ),
            AgentVocabulary(
                id: "partner",
                accepts: [MessageSchema(type: "help", summary: "anything", isOpen: true)],
                criteria: ["K1"]
            ),
        ],
        checks: ["sound"]
    )

    static func definition(_ text: String) throws -> Definition {
        let reader = DefinitionReader(vocabulary: vocabulary)
        let reading = reader.read(bytes: Array(text.utf8), path: "sample.yaml")
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        return definition
    }

    /// Three steps one after the other, a deliverable, a gate, a handoff.
    static let linear = """
        name: linear
        phases:
          - id: make
            owner: worker
            steps:
              - id: first
                agent: worker
                task: work
                with: { n: 1 }
              - id: second
                needs: [first]
                set: { doubled: '${{ steps.first.outputs.n }}' }
              - id: third
                needs: [second]
                agent: worker
                task: work
                with: { n: '${{ steps.second.outputs.doubled }}' }
            deliverables:
              - id: thing
                files: [thing.txt]
                checks: [sound]
            gate: { id: ok }
          - id: give
            owner: worker
            steps:
              - id: hand-over
                handoff: { to: partner, deliverables: [thing], criteria: [K1] }
        """

    /// A fan of parallel steps with a join.
    static let fan = """
        name: fan
        steps:
          - { id: start, set: { n: 1 } }
          - { id: a, needs: [start], agent: worker, task: work, with: { v: a } }
          - { id: b, needs: [start], agent: partner, task: help, with: { v: b } }
          - { id: c, needs: [a], agent: worker, task: work, with: { v: c } }
          - { id: d, needs: [b], agent: partner, task: help, with: { v: '${{ steps.b.outputs.v }}' } }
          - { id: join, needs: [c, d], set: { all: '${{ steps.c.outputs.v }}${{ steps.d.outputs.v }}' } }
        """

    static let command = """
        name: command
        steps:
          - { id: act, run: 'true', idempotent: true }
          - { id: after, needs: [act], set: { done: yes-it-is } }
        """
}
