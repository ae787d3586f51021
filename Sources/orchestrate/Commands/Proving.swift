import Workflow

/// Proves one run from what is stored.
struct Proving {
    let session: Session
    let run: RunID
    /// A hash, or its beginning, that somebody kept elsewhere.
    let kept: String?

    /// A run that goes on meanwhile is looked at again, for its end moved between two reads.
    private static let attempts = 5

    func prove() async throws -> RunProof {
        var before = try await session.journal.head(of: run)
        var proof = try await proveOnce()
        for _ in 1..<Self.attempts where !proof.holds {
            let after = try await session.journal.head(of: run)
            if after == before { break }
            before = after
            proof = try await proveOnce()
        }
        return proof
    }

    private func proveOnce() async throws -> RunProof {
        let verifier = JournalVerifier(session.journal)
        let chain = try await verifier.verify(run)
        if let found = chain.firstBreak { return RunProof(chain, firstBreak: found.description) }
        let definition: Definition
        do {
            definition = try await session.load(run).definition
        } catch let error as JournalError {
            throw error
        } catch {
            return RunProof(chain, firstBreak: "run '\(run)': \(error)")
        }
        let audit = HistoryAudit(run, definition: definition, kept: kept)
        let full = try await verifier.verify(run) { try audit.changes(for: $0) }
        if let found = full.firstBreak { return RunProof(full, firstBreak: found.description) }
        return try prove(full, audit)
    }

    private func prove(_ chain: Verification, _ audit: HistoryAudit) throws -> RunProof {
        var proof = RunProof(chain, hasKept: kept == nil ? nil : audit.hasMetKept)
        for (digest, name) in audit.objects {
            do {
                _ = try session.workshop.store.read(digest)
                proof.objects += 1
            } catch {
                proof.firstBreak = "run '\(run)', \(name): \(error)"
                return proof
            }
        }
        return proof
    }
}
