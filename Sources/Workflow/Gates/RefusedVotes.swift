extension Refusal {
    /// Whether somebody tried what he may not do, which an auditor wants to see; what came too
    /// late, or was given before, is no attempt of that kind.
    package var isOfPerson: Bool {
        switch self {
        case .notAllowed, .excluded, .alreadyVoted, .assertedIdentity: true
        case .noSuchGate, .alreadyDecided, .expired, .staleDigest, .noOwner, .noUnknownEffect,
            .runHasEnded:
            false
        }
    }
}

extension Run {
    /// The fact that a vote was refused; none where nobody tried what he may not do, or where the
    /// gate is open no longer.
    package func refused(
        at gate: GateID,
        by voter: Voter,
        _ decision: GateDecision,
        on host: String,
        because refusal: Refusal
    ) -> [Event] {
        guard refusal.isOfPerson, let record = gates[gate], record.isOpen, status.isOpen else {
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
                    host: host,
                    reason: refusal.description
                )
            )
        ]
    }
}

extension GateExclusion {
    /// Why `who` is meant, in words.
    func why(_ who: String) -> String {
        switch self {
        case .requester: "'\(who)' started the run"
        case .producer: "'\(who)' took part in making what it asks about"
        case .named(.role(let role)): "'\(who)' is of role '\(role)'"
        case .named: "'\(who)' is named there"
        }
    }
}
