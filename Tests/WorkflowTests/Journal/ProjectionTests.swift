import Testing
import Workflow

@Suite("The rows that every journal derives")
struct ProjectionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func gate(_ id: GateID, since: Int64, round: Int = 1) -> OpenGate {
        OpenGate(
            gate: id,
            round: round,
            digest: Digest(of: "subject \(round)"),
            since: Timestamp(milliseconds: since),
            expires: round == 1 ? nil : Timestamp(milliseconds: since + 9),
            approvers: ["ann", "bob \"the\" builder"],
            minimum: 2
        )
    }

    @Test(arguments: Store.allCases)
    func `follow the run's status`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        try await journal.append(chain.begin())
        let later = Timestamp(milliseconds: Chain.start + 50)
        try await journal.append(chain.next(changes: [.runStatus("waiting", at: later)]))
        let rows = try await journal.runs(limit: 1, before: nil)
        #expect(rows.first?.status == "waiting")
        #expect(rows.first?.updated == later)
        #expect(rows.first?.started == Timestamp(milliseconds: Chain.start))
        #expect(rows.first?.head == chain.head)
    }

    @Test(arguments: Store.allCases)
    func `show open gates, the oldest first`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var one = Chain("one")
        var two = Chain("two")
        try await journal.append(one.begin())
        try await journal.append(two.begin())
        let late = gate("design", since: 20)
        let early = gate("build", since: 10, round: 2)
        try await journal.append(one.next(changes: [.gateOpened(late)]))
        try await journal.append(two.next(changes: [.gateOpened(early)]))
        #expect(
            try await journal.openGates(of: nil)
                == [GateRow(run: "two", gate: early), GateRow(run: "one", gate: late)]
        )
        #expect(try await journal.openGates(of: "one") == [GateRow(run: "one", gate: late)])
        try await journal.append(one.next(changes: [.gateStatus(id: "design", "approved")]))
        #expect(try await journal.openGates(of: "one") == [])
        let again = gate("design", since: 30, round: 2)
        try await journal.append(one.next(changes: [.gateOpened(again)]))
        #expect(try await journal.openGates(of: "one") == [GateRow(run: "one", gate: again)])
    }

    @Test(arguments: Store.allCases)
    func `follow messages and deliverables`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        try await journal.append(chain.begin())
        let digest = Digest(of: "plan")
        try await journal.append(
            chain.next(changes: [
                .messageSent(id: "m2", type: "build", from: "engine", to: "builder"),
                .messageStatus(id: "m2", "handled"),
                .deliverableProduced(id: "D1.1", round: 2, producer: "planner", digest: digest),
                .deliverableStatus(id: "D1.1", "passed"),
            ])
        )
        let found = try #require(try await journal.projections(of: "r"))
        #expect(found.messages["m2"]?.status == "handled")
        #expect(found.messages["m2"]?.to == "builder")
        #expect(found.deliverables["D1.1"]?.status == "passed")
        #expect(found.deliverables["D1.1"]?.digest == digest)
        #expect(found.deliverables["D1.1"]?.round == 2)
    }

    @Test(arguments: Store.allCases)
    func `are not touched by a refused append`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r")
        try await journal.append(chain.begin())
        var late = chain
        try await journal.append(chain.next())
        let before = try await journal.projections(of: "r")
        let time = Timestamp(milliseconds: 1)
        let refused = late.next(changes: [.runStatus("failed", at: time)])
        let error = try await journalError { try await journal.append(refused) }
        #expect(error != nil)
        #expect(try await journal.projections(of: "r") == before)
    }
}
