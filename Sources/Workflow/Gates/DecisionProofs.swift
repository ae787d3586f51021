/// One signature in a history, and what has to be asked of it; asking is the tools' affair.
package struct SignatureClaim: Sendable, Hashable {
    /// The event that holds it.
    package let sequence: Int
    /// What it is, in words.
    package let subject: String
    /// Whose signature it has to be.
    package let principal: String
    package let namespace: SignatureNamespace
    package let signature: VoteSignature
}

/// What a run's history has to prove about its decisions: which signatures it rests on, and the
/// first place where one is missing or is over something else.
///
/// Part of the fold of a run, so that whoever reads a history has it: whoever goes on with a run,
/// whoever verifies it, whoever exports it.
package struct DecisionProofs: Sendable, Hashable {
    package struct Break: Sendable, Hashable, CustomStringConvertible {
        package let sequence: Int
        package let reason: String
        package var description: String { "event \(sequence): \(reason)" }
    }

    private struct Gate: Sendable, Hashable {
        let opened: GateOpened
        let since: Timestamp
        /// Who may decide, with those to whom the gate has escalated.
        var approvers: [Approver]
        var votes: [Vote] = []
    }

    /// In the order of the history; only ever grows.
    package private(set) var claims: [SignatureClaim] = []
    package private(set) var firstBreak: Break?
    private var gates: [GateID: Gate] = [:]
    /// The end of the journal before the next event.
    private var head = Head.start
    /// The same without waivers: a vote signs what stood before those that it brings along.
    private var decisionHead = Head.start

    package init() {}

    /// Takes in the next event.
    mutating func apply(_ record: RecordedEvent, run: RunID, definition: Definition) {
        let reason: String? =
            switch record.event {
            case .gateOpened(let opened): open(opened, record, definition)
            case .gateEscalated(let gate, _, let to): escalate(gate, to)
            case .gateVoted(let vote): take(vote, record, run, definition)
            case .gateDecided(let gate, let round, let decision, _):
                objection(to: decision, gate, round)
            case .headSigned(let signed): take(signed, record, run, definition)
            default: nil
            }
        if let reason, firstBreak == nil {
            firstBreak = Break(sequence: record.sequence, reason: reason)
        }
        head = Head(sequence: record.sequence, hash: record.hash, time: record.time)
        if case .checkWaived = record.event { return }
        decisionHead = head
    }

    private mutating func open(
        _ opened: GateOpened,
        _ record: RecordedEvent,
        _ definition: Definition
    ) -> String? {
        gates[opened.gate] = Gate(
            opened: opened,
            since: record.time,
            approvers: opened.approvers
        )
        let declared = definition.gate(opened.gate)
        guard declared?.isSigned == true, !opened.isSigned else { return nil }
        return "opens gate '\(opened.gate)' without the signatures that the definition asks for"
    }

    private mutating func escalate(_ gate: GateID, _ to: [Approver]) -> String? {
        gates[gate]?.approvers += to
        return nil
    }

    private mutating func take(
        _ vote: Vote,
        _ record: RecordedEvent,
        _ run: RunID,
        _ definition: Definition
    ) -> String? {
        let name = "the vote of '\(vote.by)' at gate '\(vote.gate)'"
        guard let gate = gates[vote.gate] else { return nil }
        guard let signature = vote.signature else {
            return gate.opened.isSigned
                ? "\(name) has no signature, and the gate asks for one" : nil
        }
        guard vote.round == gate.opened.round, vote.digest == gate.opened.subject.digest else {
            return "\(name) is over something else than the gate asks about"
        }
        let statement = DecisionStatement(
            vote,
            run: run,
            definition: definition.digest,
            head: decisionHead.hash,
            at: signature.at
        )
        guard statement.text == signature.text else {
            return "\(name) is not what was signed"
        }
        guard isPossible(signature.at, since: max(gate.since, decisionHead.time), record) else {
            return "\(name) is dated \(signature.at.wholeSecond), which it cannot be"
        }
        guard definition.names(vote.by, among: gate.approvers) else {
            return "\(name) is of somebody who may not decide there"
        }
        gates[vote.gate]?.votes.append(vote)
        claims.append(
            SignatureClaim(
                sequence: record.sequence,
                subject: name,
                principal: vote.by,
                namespace: .decision,
                signature: signature
            )
        )
        return nil
    }

    /// A time outside is a way to use a key after its time or before it.
    private func isPossible(
        _ time: Timestamp,
        since: Timestamp,
        _ record: RecordedEvent
    ) -> Bool {
        since.flooredToSecond <= time && time <= record.time
    }

    private func objection(
        to decision: GateDecision,
        _ id: GateID,
        _ round: Int
    ) -> String? {
        guard let gate = gates[id], gate.opened.isSigned else { return nil }
        let people = Set(gate.votes.filter { $0.decision == decision }.map(\.by))
        let needed = decision == .approve ? gate.opened.minimum : 1
        guard gate.opened.round != round || people.count < needed else { return nil }
        return "gate '\(id)' is decided (\(decision.rawValue)) with \(people.count) of \(needed) "
            + "signed votes"
    }

    private mutating func take(
        _ signed: HeadSigned,
        _ record: RecordedEvent,
        _ run: RunID,
        _ definition: Definition
    ) -> String? {
        let name = "the signed head of '\(signed.by)'"
        guard signed.sequence == head.sequence, signed.head == head.hash else {
            return "\(name) is that of event \(signed.sequence) (\(signed.head.short)), the event "
                + "before it is \(head.sequence) (\(head.hash.short))"
        }
        let statement = HeadSigned.statement(
            run: run,
            definition: definition.digest,
            sequence: signed.sequence,
            head: signed.head,
            by: signed.by,
            at: signed.signature.at
        )
        guard statement == signed.signature.text else { return "\(name) is not what was signed" }
        guard isPossible(signed.signature.at, since: head.time, record) else {
            return "\(name) is dated \(signed.signature.at.wholeSecond), which it cannot be"
        }
        claims.append(
            SignatureClaim(
                sequence: record.sequence,
                subject: name,
                principal: signed.by,
                namespace: .head,
                signature: signed.signature
            )
        )
        return nil
    }
}

extension Definition {
    /// The declaration of a gate, wherever it stands.
    func gate(_ id: GateID) -> GateDeclaration? {
        for phase in phases {
            if let gate = phase.gate, gate.id == id { return gate }
            for step in phase.steps {
                if case .approval(let gate) = step.kind, gate.id == id { return gate }
            }
        }
        return nil
    }

    /// Whether `name` is one of these people.
    package func names(_ name: String, among approvers: [Approver]) -> Bool {
        approvers.contains { approver in
            switch approver {
            case .anyone: true
            case .user(let user): user == name
            case .role(let role): roles.contains { $0.name == role && $0.members.contains(name) }
            }
        }
    }
}
