import Testing
import Workflow

@Suite("Every journal's leases")
struct LeaseTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Store.allCases)
    func `are taken, held and taken over when they have expired`(store: Store) async throws {
        let journal = try store.open(in: folder)
        #expect(try await journal.lease(of: "r") == nil)
        let first = try await journal.takeLease(LeaseRequest("r", .first))
        #expect(first.token == 1)
        #expect(first.expires == LeaseTime(boot: "boot", milliseconds: 1000))
        #expect(try await journal.lease(of: "r") == first)
        let early = LeaseRequest("r", .second, at: 999)
        let held = try await journalError { _ = try await journal.takeLease(early) }
        #expect(held == .held(first))
        let second = try await journal.takeLease(LeaseRequest("r", .second, at: 1000))
        #expect(second.token == 2)
        #expect(second.holder == .second)
    }

    @Test(arguments: Store.allCases)
    func `of another boot have expired`(store: Store) async throws {
        let journal = try store.open(in: folder)
        _ = try await journal.takeLease(LeaseRequest("r", .first))
        let request = LeaseRequest("r", .second, boot: "next boot")
        #expect(try await journal.takeLease(request).token == 2)
    }

    @Test(arguments: Store.allCases)
    func `are taken at once when the run's lock is free`(store: Store) async throws {
        let journal = try store.open(in: folder)
        let first = try await journal.takeLease(LeaseRequest("r", .first))
        let second = try await journal.takeLease(LeaseRequest("r", .second, evenIfHeld: true))
        #expect(second.token == 2)
        let expiry = LeaseTime(boot: "boot", milliseconds: 5000)
        let error = try await journalError { try await journal.renew(first, until: expiry) }
        #expect(error == .fenced(run: "r", token: 1, current: 2, by: .second))
        try await journal.release(first)
        #expect(try await journal.lease(of: "r") == second)
    }

    @Test(arguments: Store.allCases)
    func `are renewed and given back by their holder, and never reuse a token`(
        store: Store
    ) async throws {
        let journal = try store.open(in: folder)
        let lease = try await journal.takeLease(LeaseRequest("r", .first))
        let expiry = LeaseTime(boot: "boot", milliseconds: 5000)
        try await journal.renew(lease, until: expiry)
        #expect(try await journal.lease(of: "r")?.expires == expiry)
        try await journal.release(lease)
        #expect(try await journal.lease(of: "r") == nil)
        let error = try await journalError { try await journal.renew(lease, until: expiry) }
        #expect(error == .fenced(run: "r", token: 1, current: 1, by: nil))
        #expect(try await journal.takeLease(LeaseRequest("r", .second)).token == 2)
    }

    @Test(arguments: Store.allCases)
    func `fence the writes of an earlier holder`(store: Store) async throws {
        let journal = try store.open(in: folder)
        let lease = try await journal.takeLease(LeaseRequest("r", .first))
        var chain = Chain("r", token: lease.token)
        try await journal.append(chain.begin())
        try await journal.append(chain.next())
        _ = try await journal.takeLease(LeaseRequest("r", .second, evenIfHeld: true))
        var zombie = chain
        let error = try await journalError { try await journal.append(zombie.next()) }
        #expect(error == .fenced(run: "r", token: 1, current: 2, by: .second))
        chain.token = nil
        try await journal.append(chain.next())
        #expect(try await journal.head(of: "r") == chain.head)
    }

    @Test(arguments: Store.allCases)
    func `are needed for a write with a token`(store: Store) async throws {
        let journal = try store.open(in: folder)
        var chain = Chain("r", token: 1)
        let error = try await journalError { try await journal.append(chain.begin()) }
        #expect(error == .fenced(run: "r", token: 1, current: 0, by: nil))
    }
}
