import Agents
import Workflow

/// Proves one run from what is stored.
struct Proving {
    let session: Session
    let run: RunID
    /// A hash, or its beginning, that somebody kept elsewhere.
    let kept: String?
    var anchors: [AnchorFile.Anchor] = []

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
        let definition: Definition
        do {
            definition = try await self.definition()
        } catch {
            // The chain names the first break better than whoever stumbles over what follows.
            let chain = try await verifier.verify(run)
            let reason = "run '\(run)': \(error)"
            return RunProof(chain, firstBreak: chain.firstBreak?.description ?? reason)
        }
        let audit = HistoryAudit(
            run,
            definition: definition,
            kept: kept,
            sequences: Set(anchors.filter { $0.run == run }.map(\.sequence))
        )
        let chain = try await verifier.verify(run) { try audit.changes(for: $0) }
        if let found = chain.firstBreak, found.sequence != nil {
            return RunProof(chain, firstBreak: found.description)
        }
        // The events hold, each for itself; what they say comes before the tables beside them.
        let signatures = SignatureProof(proofs: audit.proofs, run: run)
        let verifying = try SignatureVerifier(
            signers: definition.signers,
            folder: session.folder,
            surroundings: session.surroundings,
            revoked: ImportedRuns(session.folder).revoked(of: run)
        )
        let firstBreak =
            try await signatures.firstBreak(verifying) ?? chain.firstBreak?.description
            ?? anchors.firstBreak(in: audit.hashes, of: run)
        if let firstBreak { return RunProof(chain, firstBreak: firstBreak) }
        var proof = prove(chain, audit)
        proof.signatures = audit.proofs.claims.count
        return proof
    }

    /// What the run was started with, which must be what its first event says.
    private func definition() async throws -> Definition {
        let history = try await session.journal.history(of: run, after: 0, limit: 1)
        guard let first = history.first,
            case .runStarted(let started) = try EventCoding.open(first).event
        else { throw Unproven(description: "its journal does not begin with run.started") }
        let name = "definition \(started.definition.short)"
        guard let source = try await session.journal.definition(started.definition) else {
            throw Unproven(description: "\(name) is not in the journal")
        }
        guard Digest(of: source) == started.definition else {
            throw Unproven(description: "\(name) is not what its digest says")
        }
        return try session.scheduler.definition(source)
    }

    private func prove(_ chain: Verification, _ audit: HistoryAudit) -> RunProof {
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

/// Why a run cannot be proved at all.
private struct Unproven: Error, CustomStringConvertible {
    let description: String
}
