import Agents
import Workflow

/// A history as lines of a table, whose columns do not move while it grows.
enum LogTable {
    static func lines(_ entries: [TimelineEntry], header: Bool, _ ink: Ink) -> [String] {
        guard !entries.isEmpty else { return [] }
        let head = "    #  TIME                      TYPE                   WHAT"
        return (header ? [ink(.dim, head)] : [])
            + entries.map { entry in
                let sequence = padded(String(entry.record.sequence), 5, atStart: true)
                let type = padded(entry.type, 21)
                return "\(sequence)  \(ink(.dim, entry.record.time.description))  "
                    + ink(colour(entry.record.event), type) + "  "
                    + EventWords.words(of: entry.record.event)
            }
    }

    private static func padded(_ text: String, _ width: Int, atStart: Bool = false) -> String {
        let filling = String(repeating: " ", count: max(0, width - text.count))
        return atStart ? filling + text : text + filling
    }

    private static func colour(_ event: Event) -> Ink.Colour? {
        switch event {
        case .runFailed, .runRejected, .stepFailed, .messageRejected, .toolRefused, .stepUndoFailed:
            .red
        case .runCompleted, .phaseCompleted: .green
        case .driftChecked(let drift): drift.differences.isEmpty ? .green : .yellow
        case .gateOpened, .gateExpired, .gateVoided, .effectUnknown, .phaseReopened, .checkWaived,
            .checkWaiverExpired, .deliverableEdited, .compensationStarted, .toolAsked:
            .yellow
        case .gateVoted, .gateDecided, .handoffOffered, .handoffAnswered: .blue
        default: nil
        }
    }
}

/// Handoffs with the evidence of their receipts, a line a criterion.
enum HandoffTable {
    static func lines(_ entries: [HandoffHistory.Entry], header: Bool, _ ink: Ink) -> [String] {
        entries.flatMap { lines($0, ink) }
    }

    private static func lines(_ entry: HandoffHistory.Entry, _ ink: Ink) -> [String] {
        let offered = entry.offered
        let names = offered.deliverables.map { "\($0.deliverable) (\($0.manifest.short))" }
        return [
            "\(ink(.bold, offered.handoff.text))  \(offered.from) → \(offered.to)  "
                + (offered.round > 1 ? "round \(offered.round)  " : "")
                + ink(.dim, entry.offeredAt.description),
            "  offers " + Words.printable(names.joined(separator: ", ")),
        ] + offered.waived.map { "  " + DecisionWords.standing($0, ink) } + answer(entry, ink)
            + criteria(entry, ink)
    }

    private static func answer(_ entry: HandoffHistory.Entry, _ ink: Ink) -> [String] {
        if let receipt = entry.receipt {
            let word = receipt.decision.rawValue
            let by = entry.answeredBy.map { " by \($0)" } ?? ""
            let at = entry.answeredAt.map { " at \($0)" } ?? ""
            return ["  \(ink(Ink.Colour.ofStatus(word), word))\(by)\(at)"]
                + receipt.findings.flatMap { Findings.lines($0, ink) }.map { "    " + $0 }
        }
        if let reason = entry.withdrawn { return ["  withdrawn: \(Words.printable(reason))"] }
        return ["  not answered yet"]
    }

    private static func criteria(_ entry: HandoffHistory.Entry, _ ink: Ink) -> [String] {
        guard let receipt = entry.receipt else {
            let ids = entry.offered.criteria
            return ids.isEmpty ? [] : ["  criteria " + Words.printable(ids.joined(separator: ", "))]
        }
        var table = Table("CRITERION", "STATUS", "EVIDENCE")
        for result in receipt.criteria {
            table.add(.init(result.id), .status(result.status.rawValue), .init(result.evidence))
        }
        return table.isEmpty ? [] : table.lines(ink).map { "    " + $0 }
    }
}
