import Workflow

/// What was asked of people and what they answered, as a bundle holds it.
enum ApprovalsJSON {
    static func value(_ history: ApprovalHistory, run: RunID) -> Value {
        [
            "schema": 1,
            "run": .string(run.text),
            "gates": .array(history.entries.map(gate)),
        ]
    }

    private static func gate(_ entry: ApprovalHistory.Entry) -> Value {
        let opened = entry.opened
        return [
            "gate": .string(opened.gate.text),
            "phase": .string(opened.phase.text),
            "round": .int(opened.round),
            "question": .string(opened.question),
            "digest": .string(opened.subject.digest.hex),
            "opened": .string(entry.openedAt.description),
            "sequence": .int(entry.sequence),
            "approvers": .strings(opened.approvers.map(\.description)),
            "minimum": .int(opened.minimum),
            "signed": .bool(opened.isSigned),
            "expires": .optional(opened.expires?.description),
            "outcome": .string(entry.outcome),
            "decided": .optional(entry.decidedAt?.description),
            "votes": .array(entry.votes.map(vote)),
            "refused": .array(entry.refused.map(attempt)),
        ]
    }

    private static func vote(_ ballot: ApprovalHistory.Ballot) -> Value {
        let vote = ballot.vote
        return [
            "decision": .string(vote.decision.rawValue),
            "by": .string(vote.by),
            "host": .optional(vote.host),
            "identity": .string(vote.identity.rawValue),
            "comment": .string(vote.comment),
            "digest": .string(vote.digest.hex),
            "at": .string(ballot.at.description),
            "sequence": .int(ballot.sequence),
            "signature": vote.signature.map { signature in
                [
                    "at": .string(signature.at.wholeSecond),
                    "key": .optional(KeyFingerprint.of(armored: signature.armored)),
                    "text": .string(signature.text),
                    "armored": .string(signature.armored),
                ]
            } ?? .null,
        ]
    }

    private static func attempt(_ attempt: ApprovalHistory.Attempt) -> Value {
        let refused = attempt.refused
        return [
            "decision": .string(refused.decision.rawValue),
            "by": .string(refused.by),
            "host": .string(refused.host),
            "identity": .string(refused.identity.rawValue),
            "reason": .string(refused.reason),
            "at": .string(attempt.at.description),
            "sequence": .int(attempt.sequence),
        ]
    }
}
