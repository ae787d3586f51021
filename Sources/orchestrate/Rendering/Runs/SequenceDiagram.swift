import Workflow

/// Messages, handoffs and decisions as a Mermaid sequence diagram.
enum SequenceDiagram {
    /// An arrow between two who take part, or a note over one of them.
    enum Line {
        case arrow(from: String, to: String, text: String, isAnswer: Bool, isRefusal: Bool = false)
        case note(over: String, text: String)
    }

    static func lines(_ entries: [TimelineEntry]) -> [String] {
        diagram(parts(entries))
    }

    /// What there is to draw, for those who draw it otherwise.
    static func parts(_ entries: [TimelineEntry]) -> [Line] { entries.compactMap { line($0) } }

    static func lines(handoffs: [HandoffHistory.Entry]) -> [String] {
        diagram(
            handoffs.flatMap { entry -> [Line] in
                let offered = entry.offered
                let round: [Line] =
                    offered.round > 1
                    ? [.note(over: offered.from.text, text: "round \(offered.round)")] : []
                return round + [arrow(offered)] + end(of: entry)
            }
        )
    }

    /// The receipt with what was found, or why there is none.
    private static func end(of entry: HandoffHistory.Entry) -> [Line] {
        let offered = entry.offered
        if let receipt = entry.receipt {
            let codes = receipt.findings.map(\.code).joined(separator: ", ")
            let found: [Line] =
                codes.isEmpty ? [] : [.note(over: offered.to.text, text: "found: \(codes)")]
            return [answer(receipt, from: offered.to, to: offered.from)] + found
        }
        let words = entry.withdrawn.map { "withdrawn: \($0)" } ?? "not answered yet"
        return [.note(over: offered.from.text, text: "handoff \(offered.handoff) \(words)")]
    }

    private static func line(_ entry: TimelineEntry) -> Line? {
        switch entry.record.event {
        case .messageSent(let sent):
            .arrow(
                from: sent.envelope.from.text,
                to: sent.envelope.to.text,
                text: sent.envelope.type,
                isAnswer: false
            )
        case .handoffOffered(let offered): arrow(offered)
        case .handoffAnswered(_, let by, let receipt):
            answer(receipt, from: by, to: entry.place.others.first ?? .engine)
        case .gateOpened(let gate): .note(over: "engine", text: "gate \(gate.gate) opened")
        case .gateDecided(let gate, _, let decision, let by):
            .note(over: "engine", text: "gate \(gate): \(decision.rawValue) by \(by)")
        case .phaseStarted(let phase, _): .note(over: "engine", text: "phase \(phase)")
        case .phaseReopened(let reopened):
            .note(over: "engine", text: "phase \(reopened.phase), round \(reopened.round)")
        default: nil
        }
    }

    private static func arrow(_ offered: HandoffOffered) -> Line {
        let names = offered.deliverables.map(\.deliverable.text).joined(separator: ", ")
        return .arrow(
            from: offered.from.text,
            to: offered.to.text,
            text: "handoff \(offered.handoff): \(names)",
            isAnswer: false
        )
    }

    private static func answer(_ receipt: Receipt, from: AgentID, to: AgentID) -> Line {
        let counts = Findings.words(VerdictCounts(receipt.criteria.map(\.status)))
        return .arrow(
            from: from.text,
            to: to.text,
            text: "\(receipt.decision.rawValue) (\(counts))",
            isAnswer: true,
            isRefusal: receipt.decision == .rejected
        )
    }

    /// Who takes part gets a short name of its own, in the order of appearance.
    static func diagram(_ lines: [Line]) -> [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for line in lines {
            let mentioned =
                switch line {
                case .arrow(let from, let to, _, _, _): [from, to]
                case .note(let over, _): [over]
                }
            for name in mentioned where seen.insert(name).inserted { names.append(name) }
        }
        let alias = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($0.element, "p\($0.offset)") }
        )
        let participants = names.enumerated().map {
            "  participant p\($0.offset) as \(Mermaid.text($0.element))"
        }
        return ["sequenceDiagram"] + participants
            + lines.map { line in
                switch line {
                case .arrow(let from, let to, let text, let isAnswer, let isRefusal):
                    "  \(alias[from] ?? "")"
                        + (isRefusal ? "--x" : isAnswer ? "-->>" : "->>")
                        + "\(alias[to] ?? ""): " + Mermaid.text(text)
                case .note(let over, let text):
                    "  Note over \(alias[over] ?? ""): \(Mermaid.text(text))"
                }
            }
    }
}
