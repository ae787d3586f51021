import Agents
import Workflow

/// Whether the decisions of a history rest on signatures that hold.
struct SignatureProof {
    let proofs: DecisionProofs
    let run: RunID

    /// The first place, in the order of the history, at which they do not; nil when there is none.
    func firstBreak(_ verifier: SignatureVerifier) async throws -> String? {
        let end = proofs.firstBreak?.sequence ?? .max
        for claim in proofs.claims where claim.sequence < end {
            if let reason = try await verifier.objection(to: claim) {
                return "run '\(run)', event \(claim.sequence): \(reason)"
            }
        }
        return proofs.firstBreak.map { "run '\(run)', \($0)" }
    }
}
