/// An attempt to decide that was refused; the gate asks as before.
package struct VoteRefused: Sendable, Hashable {
    package let gate: GateID
    package let round: Int
    package let digest: Digest
    package let decision: GateDecision
    package let by: String
    package let identity: GateDeclaration.Identity
    package let host: String
    package let reason: String

    package init(
        gate: GateID,
        round: Int,
        digest: Digest,
        decision: GateDecision,
        by: String,
        identity: GateDeclaration.Identity,
        host: String,
        reason: String
    ) {
        self.gate = gate
        self.round = round
        self.digest = digest
        self.decision = decision
        self.by = by
        self.identity = identity
        self.host = host
        self.reason = reason
    }
}
