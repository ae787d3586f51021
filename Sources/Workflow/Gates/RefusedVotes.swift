extension Refusal {
    /// Whether somebody tried what he may not do, which an auditor wants to see; what came too
    /// late, or was given before, is no attempt of that kind.
    package var isOfPerson: Bool {
        switch self {
        case .notAllowed, .excluded, .alreadyVoted, .assertedIdentity, .waiver(.notAllowed): true
        case .noSuchGate, .alreadyDecided, .expired, .staleDigest, .noOwner, .noUnknownEffect,
            .runHasEnded, .waiver, .noSuchFile, .noSteps, .roundsUsed:
            false
        }
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
