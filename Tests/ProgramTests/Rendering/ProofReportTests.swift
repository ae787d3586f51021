import Testing
import Workflow

@testable import orchestrate

@Suite("A report of proofs")
struct ProofReportTests {
    /// A proof of a journal that was never damaged, with what is said of it.
    private func proof(hasKept: Bool?, firstBreak: String? = nil) async throws -> RunProof {
        let journal = MemoryJournal()
        let event = HashChain.seal(
            run: "r1",
            type: "run.started",
            version: 1,
            body: .object([:]),
            token: 0,
            time: Timestamp(milliseconds: RenderingSamples.start),
            after: .start
        )
        let definition = (digest: Digest(of: "d"), source: "d")
        try await journal.append(
            Batch(
                run: "r1",
                after: .start,
                events: [event],
                changes: [
                    .runStarted(workflow: "w", definition: definition.digest, at: event.time)
                ],
                token: nil,
                definition: definition
            )
        )
        let chain = try await JournalVerifier(journal).verify("r1")
        return RunProof(chain, firstBreak: firstBreak, hasKept: hasKept)
    }

    @Test func `holds when every run does`() async throws {
        let report = ProofReport(proofs: [try await proof(hasKept: nil)], kept: nil)
        #expect(report.holds)
        #expect(report.json["ok"] == true)
        #expect(report.json["break"] == .null)
    }

    @Test func `names the first break`() async throws {
        let broken = try await proof(hasKept: nil, firstBreak: "run 'r1', event 3: is missing")
        let report = ProofReport(proofs: [broken], kept: nil)
        #expect(!report.holds)
        #expect(report.lines(.plain) == ["broken run 'r1', event 3: is missing"])
    }

    @Test func `does not hold without the head that was kept`() async throws {
        let lost = ProofReport(proofs: [try await proof(hasKept: false)], kept: "abc")
        #expect(!lost.holds)
        #expect(lost.lines(.plain).last?.contains("cut off or rewritten") == true)
        let found = ProofReport(proofs: [try await proof(hasKept: true)], kept: "abc")
        #expect(found.holds)
    }
}
