import Testing
import Workflow

/// Deliverables that only some runs make.
@Suite struct OwedTests {
    private static func workflow(_ condition: String) -> String {
        """
        name: owed
        phases:
          - id: make
            owner: worker
            steps:
              - { id: choose, set: { wanted: 'no' } }
              - id: maybe
                needs: [choose]
                if: \(condition)
                agent: worker
                task: work
                with: { n: 1 }
                produces: [extra]
              - { id: always, agent: worker, task: work, with: { n: 1 }, produces: [thing] }
            deliverables:
              - { id: extra, files: [extra.txt] }
              - { id: thing, files: [thing.txt] }
          - id: give
            owner: worker
            steps:
              - id: hand-over
                handoff: { to: partner, deliverables: [thing, extra], criteria: [K1] }
        """
    }

    private func end(_ condition: String) async throws -> Run {
        let definition = try Samples.definition(Self.workflow(condition))
        return try await Simulation(definition: definition).toTheEnd("r", [MemoryJournal()]).run
    }

    @Test func `what a skipped step would have made is not owed, and not handed over`() async throws
    {
        let run = try await end("steps.choose.outputs.wanted == 'yes'")
        #expect(run.statusWord == "completed")
        #expect(!run.isOwed("extra"))
        #expect(run.handoffs["hand-over#1.1"]?.offered.deliverables.map(\.deliverable) == ["thing"])
        #expect(RunSummary(run, head: .zero).deliverables.map(\.declaration.id) == ["thing"])
    }

    @Test func `what a step with a condition has made is handed over`() async throws {
        let run = try await end("steps.choose.outputs.wanted == 'no'")
        #expect(run.statusWord == "completed")
        #expect(run.isOwed("extra"))
        let offered = run.handoffs["hand-over#1.1"]?.offered.deliverables.map(\.deliverable)
        #expect(offered == ["thing", "extra"])
    }

    @Test func `a path of several deliverables counts as the last of them captured it`() {
        let files = [("a", "1"), ("b", "1"), ("a", "2")].map { path, text in
            DeliverableFile(path: path, digest: Digest(of: text), bytes: 1)
        }
        #expect(files.latest == [files[1], files[2]])
    }
}
