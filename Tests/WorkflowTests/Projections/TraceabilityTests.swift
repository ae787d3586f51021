import Testing
import Workflow

@Suite struct TraceabilityTests {
    private static let file = """
        name: traced
        inputs:
          page: { type: object }
        requirements:
          A1: { title: Made, from: page.made }
          A2: Nobody makes it
          A3: Made and not checked
          A4: Skipped
        phases:
          - id: make
            owner: worker
            steps:
              - { id: build, agent: worker, task: work, with: { n: 1 } }
              - { id: maybe, if: 'false', agent: worker, task: work, with: {}, produces: [extra] }
            deliverables:
              - { id: thing, files: [thing.txt], checks: [sound], requirements: [A1] }
              - { id: bare, files: [bare.txt], requirements: [A3] }
              - { id: extra, files: [extra.txt], checks: [sound], requirements: [A4] }
              - { id: loose, files: [loose.txt], checks: [sound] }
            gate: { id: ok }
          - id: give
            owner: worker
            steps:
              - id: hand-over
                handoff: { to: partner, deliverables: [thing], criteria: [K1] }
        """

    private func run(
        _ verdict: Verdict,
        _ inputs: Value = ["page": ["made": 3, "lost": true]]
    ) async throws -> Run {
        let definition = try Samples.definition(Self.file)
        var simulation = Simulation(definition: definition)
        simulation.performer.verdict = CheckResult(verdict)
        let plain = simulation.started
        let started = RunStarted(
            workflow: plain.workflow,
            definition: plain.definition,
            inputs: inputs,
            asOf: plain.asOf,
            workspace: plain.workspace,
            startedBy: plain.startedBy,
            program: plain.program
        )
        var fold = RunFold(
            id: "r",
            definition: definition,
            started: started,
            at: simulation.surroundings.time,
            token: 1
        )
        for _ in 0..<200 where fold.run.status.isOpen {
            let decision = fold.run.decide()
            if !decision.facts.isEmpty {
                fold.add(decision.facts, token: 1, at: simulation.surroundings.time)
            } else if let work = decision.work.first {
                let order = try #require(try fold.run.order(for: work, token: 1))
                let events = try await simulation.performer.perform(order, ledger: NoLedger())
                fold.add(events, token: 1, at: simulation.surroundings.time)
            } else {
                guard
                    let gate = fold.run.gateOrder.first(where: {
                        fold.run.gates[$0]?.isOpen == true
                    })
                else { break }
                let votes = try fold.run.vote(
                    at: gate,
                    by: Voter(name: "ana", identity: .system),
                    .approve,
                    comment: "",
                    digest: nil
                )
                fold.add(votes, token: 1, at: simulation.surroundings.time)
            }
        }
        return fold.run
    }

    @Test func `a requirement leads to deliverable, check, gate and receipt`() async throws {
        let trace = Traceability(try await run(.passed))
        let first = try #require(trace.requirements.first)
        #expect(first.id == "A1" && first.title == "Made" && first.isCovered)
        #expect(first.asked.map(\.path) == ["page.made"])
        #expect(first.asked.map(\.value) == [3])
        let deliverable = try #require(first.deliverables.first)
        #expect(deliverable.checks.map(\.check) == ["sound"])
        #expect(deliverable.gates.map(\.status) == ["approve"])
        #expect(deliverable.gates.map(\.by) == ["ana"])
        #expect(deliverable.handoffs.map(\.receipt?.decision) == [.accepted])
    }

    @Test func `what is not covered is named with its reason`() async throws {
        let trace = Traceability(try await run(.passed))
        #expect(trace.uncovered.map(\.id) == ["A2", "A3", "A4"])
        #expect(trace.uncovered.map(\.coverage) == [.noDeliverable, .unchecked, .noDeliverable])
        #expect(trace.uncovered[0].reason == "no deliverable answers it")
        #expect(trace.uncovered[1].reason == "'bare' has no check")
        #expect(trace.uncovered[2].reason?.contains("'extra' is not owed") == true)
        #expect(trace.withoutRequirement == ["loose"])
        #expect(trace.unnamedInputs == ["page.lost"])
    }

    @Test(arguments: [Verdict.failed, .unavailable, .notApplicable])
    func `no verdict but passed covers a requirement`(verdict: Verdict) async throws {
        let trace = Traceability(try await run(verdict))
        let first = try #require(trace.requirements.first)
        #expect(first.coverage == (verdict == .failed ? .failed : .unchecked))
        #expect(first.reason != nil)
    }

    @Test func `before anything is made nothing is covered`() throws {
        let definition = try Samples.definition(Self.file)
        let simulation = Simulation(definition: definition)
        let fold = RunFold(
            id: "r",
            definition: definition,
            started: simulation.started,
            at: simulation.surroundings.time,
            token: 1
        )
        let trace = Traceability(fold.run)
        #expect(trace.uncovered.count == trace.requirements.count)
        #expect(trace.requirements.first?.coverage == .notProduced)
        #expect(trace.requirements.first?.deliverables.first?.gates.map(\.status) == ["not-opened"])
    }
}
