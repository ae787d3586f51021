import Workflow

/// The gates of a run in its report: who decided what, when, over which bytes, with which key.
struct ReportDecisions {
    let approvals: ApprovalHistory

    var lines: [String] {
        ["<h2>Decisions</h2>"]
            + (approvals.entries.isEmpty ? ["<p class=\"none\">none</p>"] : [])
            + approvals.entries.flatMap(gate)
    }

    private func gate(_ entry: ApprovalHistory.Entry) -> [String] {
        let opened = entry.opened
        let approvers = opened.approvers.map(\.description).joined(separator: ", ")
        let verdicts = Findings.words(VerdictCounts(opened.subject.verdicts.map(\.verdict)))
        return [
            "<h3>\(HTML.escaped(opened.gate.text)), round \(opened.round): "
                + "\(HTML.badge(entry.outcome))</h3>",
            "<p>\(HTML.escaped(opened.question))</p>",
            "<p>opened \(entry.openedAt)"
                + (opened.expires.map { ", until \($0)" } ?? "")
                + (entry.decidedAt.map { ", ended \($0)" } ?? "")
                + "; who may decide: \(HTML.escaped(approvers)), \(opened.minimum) needed"
                + (opened.isSigned ? ", signed" : "") + "; "
                + "\(Count.of(opened.subject.files.count, "file")), checks: "
                + "\(HTML.escaped(verdicts))</p>",
            "<p>digest \(HTML.code(opened.subject.digest.hex))</p>",
        ]
            + HTML.table(
                ["decision", "by", "host", "identity", "at", "comment", "signature"],
                entry.votes.map(vote) + entry.refused.map(attempt)
            )
    }

    private func vote(_ ballot: ApprovalHistory.Ballot) -> [String] {
        let vote = ballot.vote
        let signature =
            vote.signature.map { signature in
                HTML.badge("signed") + " "
                    + HTML.code(KeyFingerprint.of(armored: signature.armored) ?? "unknown key")
                    + " at \(signature.at.wholeSecond)"
            } ?? "none"
        return [
            HTML.badge(vote.decision.rawValue), HTML.escaped(vote.by),
            HTML.escaped(vote.host ?? ""), vote.identity.rawValue, "\(ballot.at)",
            HTML.escaped(vote.comment), signature,
        ]
    }

    private func attempt(_ attempt: ApprovalHistory.Attempt) -> [String] {
        let refused = attempt.refused
        return [
            "\(HTML.badge("refused")) \(HTML.escaped(refused.decision.rawValue))",
            HTML.escaped(refused.by), HTML.escaped(refused.host), refused.identity.rawValue,
            "\(attempt.at)", HTML.escaped(refused.reason), "",
        ]
    }
}
