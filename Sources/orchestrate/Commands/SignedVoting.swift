import Agents
import Workflow

/// Signs a vote where its gate asks for that, and leaves an event of every attempt that is refused.
struct SignedVoting {
    let session: Session
    let gate: GateID
    /// The key that the command line names.
    let key: String?

    /// The same facts with the vote among them signed and the signature verified, when the gate asks
    /// for one.
    ///
    /// - Throws: `SigningRefused` when nobody could rely on the signature.
    func signed(_ events: [Event], of run: Run, after head: Head) async throws -> [Event] {
        guard run.gates[gate]?.opened.isSigned == true,
            let index = events.firstIndex(where: { if case .gateVoted = $0 { true } else { false } }
            ),
            case .gateVoted(let vote) = events[index]
        else { return events }
        let at = max(session.surroundings.now(), head.time).flooredToSecond
        let statement = DecisionStatement(
            vote,
            run: run.id,
            definition: run.definition.digest,
            head: head.hash,
            at: at
        )
        let signature = try await Signing(session: session, key: key)
            .signature(over: statement.text, .decision, at: at)
        var events = events
        events[index] = .gateVoted(vote.signed(signature))
        try await Signing.confirm(events[index], in: run, after: head, session)
        return events
    }

    /// Carries out `decide`; when it refuses this person, the attempt is written down.
    func recordingRefusals(
        of run: RunID,
        _ voter: Voter,
        _ decision: GateDecision,
        _ decide: () async throws -> RunFold
    ) async throws -> RunFold {
        do {
            return try await decide()
        } catch let refused as SigningRefused {
            try await record(refused.reason, of: run, voter, decision)
            throw refused
        } catch let refusal as Refusal where refusal.isOfPerson {
            try await record(refusal.description, of: run, voter, decision)
            throw refusal
        }
    }

    private func record(
        _ reason: String,
        of run: RunID,
        _ voter: Voter,
        _ decision: GateDecision
    ) async throws {
        _ = try await session.scheduler.amend(run) { state in
            guard let record = state.gates[gate], record.isOpen, state.status.isOpen else {
                return []
            }
            return [
                .gateVoteRefused(
                    VoteRefused(
                        gate: gate,
                        round: record.opened.round,
                        digest: record.opened.subject.digest,
                        decision: decision,
                        by: voter.name,
                        identity: voter.identity,
                        host: session.surroundings.holder.host,
                        reason: Words.printable(reason, limit: 500)
                    )
                )
            ]
        }
    }
}

/// Makes signatures and sees that they will hold.
struct Signing {
    let session: Session
    /// The key that the command line names.
    let key: String?

    func signature(
        over text: String,
        _ namespace: SignatureNamespace,
        at: Timestamp
    ) async throws -> VoteSignature {
        let key = try SigningKey(named: key, environment: Session.environment)
        let armored = try await key.sign(
            text,
            namespace: namespace,
            environment: Session.environment,
            surroundings: session.surroundings
        )
        return VoteSignature(at: at, text: text, armored: armored)
    }

    /// Verifies the signature of an event before it is written down, in the way in which everybody
    /// will who reads it.
    static func confirm(
        _ event: Event,
        in run: Run,
        after head: Head,
        _ session: Session
    ) async throws {
        var trial = run
        trial.apply(
            RecordedEvent(
                sequence: head.sequence + 1,
                time: max(session.surroundings.now(), head.time),
                hash: .zero,
                event: event
            )
        )
        if let found = trial.proofs.firstBreak { throw SigningRefused(reason: found.reason) }
        guard let claim = trial.proofs.claims.last, claim.sequence == head.sequence + 1 else {
            throw SigningRefused(reason: "nothing was signed")
        }
        let verifier = try SignatureVerifier(
            signers: run.definition.signers,
            folder: session.folder,
            surroundings: session.surroundings
        )
        if let reason = try await verifier.objection(to: claim) {
            throw SigningRefused(reason: reason)
        }
    }
}
