import Testing
import Workflow

@Suite("An audited history")
struct HistoryAuditTests {
    private static func history() async throws -> (Definition, [SealedEvent], MemoryJournal) {
        let simulation = Simulation(definition: try Samples.definition(Samples.linear))
        let journal = MemoryJournal()
        _ = try await simulation.toTheEnd("r", [journal])
        let history = try await journal.history(of: "r", after: 0, limit: nil)
        return (simulation.definition, history, journal)
    }

    @Test(arguments: [1, 7, 1000])
    func `gives the rows that are stored, whatever the pages`(size: Int) async throws {
        let (definition, history, journal) = try await Self.history()
        let audit = HistoryAudit("r", definition: definition)
        let start = try #require(history.first)
        var rows = RunProjections(run: "r", started: start.time)
        for first in stride(from: 0, to: history.count, by: size) {
            let page = Array(history[first..<min(first + size, history.count)])
            for change in try audit.changes(for: page) { rows.apply(change) }
        }
        #expect(rows == (try await journal.projections(of: "r")))
    }

    @Test func `names every object that has to be there once`() async throws {
        let (definition, history, _) = try await Self.history()
        let audit = HistoryAudit("r", definition: definition)
        _ = try audit.changes(for: history)
        let digests = audit.objects.map(\.digest)
        #expect(!digests.isEmpty)
        #expect(Set(digests).count == digests.count)
        #expect(audit.objects.first?.name == "'thing.txt' of deliverable 'thing'")
    }

    @Test func `finds a kept head by its beginning`() async throws {
        let (definition, history, _) = try await Self.history()
        let last = try #require(history.last)
        let found = HistoryAudit("r", definition: definition, kept: last.hash.short)
        _ = try found.changes(for: history)
        #expect(found.hasMetKept)
        let lost = HistoryAudit("r", definition: definition, kept: last.hash.short)
        _ = try lost.changes(for: history.dropLast())
        #expect(!lost.hasMetKept)
    }

    @Test func `refuses a history without its beginning`() async throws {
        let (definition, history, _) = try await Self.history()
        let audit = HistoryAudit("r", definition: definition)
        #expect(throws: BrokenHistory.self) { try audit.changes(for: Array(history.dropFirst())) }
    }
}
