/// Why a failed check was not waived, or why an approval has to waive one first.
package enum WaiverRefusal: Sendable, Hashable, CustomStringConvertible {
    case notTaken(GateID)
    case notAllowed(who: String, gate: GateID, by: [String])
    case notFailed(String, failed: [String])
    case noReason(String)
    case past(String, until: Timestamp)
    case tooLong(String, until: Timestamp, latest: Timestamp)
    /// Failed checks stand in the way of an approval.
    case open(GateID, failed: [String], isTaken: Bool)

    package var description: String {
        switch self {
        case .notTaken(let gate): "gate '\(gate)' takes no waivers: its file says nothing of them"
        case .notAllowed(let who, let gate, let by):
            "'\(who)' may not waive a check at gate '\(gate)'; who may: "
                + by.joined(separator: ", ")
        case .notFailed(let name, let failed):
            "'\(name)' is no failed check of this gate; failed: "
                + (failed.isEmpty ? "none" : failed.joined(separator: ", "))
        case .noReason(let name): "waiving '\(name)' needs a reason"
        case .past(let name, let until):
            "the waiver of '\(name)' would end at \(until), in the past"
        case .tooLong(let name, let until, let latest):
            "the waiver of '\(name)' would end at \(until); the gate allows \(latest) at the latest"
        case .open(let gate, let failed, let isTaken):
            "gate '\(gate)' cannot be approved while checks fail: "
                + failed.joined(separator: ", ")
                + (isTaken
                    ? "; waive each of them" : "; it takes no waivers: edit, or request changes")
        }
    }

    /// Whether it is about the person, or about how long, and not about how it was asked.
    package var isForbidden: Bool {
        switch self {
        case .notTaken, .notAllowed, .tooLong: true
        case .notFailed, .noReason, .past, .open: false
        }
    }
}

extension Run {
    /// The facts of a vote that waives failed checks.
    ///
    /// - Parameters:
    ///   - gate: the gate
    ///   - voter: who decides
    ///   - decision: what
    ///   - comment: in which words
    ///   - digest: what the voter saw, whole or its beginning; nil takes what is asked about now
    ///   - requests: what is let pass; empty for a vote like any other
    ///   - changes: who is to make requested changes
    ///   - now: when it is asked
    /// - Returns: `check.waived` for each request, and the facts of the vote.
    /// - Throws: `Refusal` when a request or the vote itself is not taken; nothing holds then.
    package func vote(
        at gate: GateID,
        by voter: Voter,
        _ decision: GateDecision,
        comment: String,
        digest: String?,
        waiving requests: [WaiverRequest],
        changes: ChangeRequest = ChangeRequest(),
        at now: Timestamp
    ) throws(Refusal) -> [Event] {
        guard !requests.isEmpty, let record = gates[gate], record.isOpen else {
            return try vote(
                at: gate,
                by: voter,
                decision,
                comment: comment,
                digest: digest,
                changes: changes
            )
        }
        let waived = try waivers(requests, at: record.opened, by: voter, now)
        var after = self
        for event in waived { after.apply(event, at: now) }
        let votes = try after.vote(
            at: gate,
            by: voter,
            decision,
            comment: comment,
            digest: digest
        )
        return waived + votes
    }

    private func waivers(
        _ requests: [WaiverRequest],
        at opened: GateOpened,
        by voter: Voter,
        _ now: Timestamp
    ) throws(Refusal) -> [Event] {
        guard let rule = opened.waivers else { throw .waiver(.notTaken(opened.gate)) }
        guard rule.by.contains(where: { includes($0, voter.name) }) else {
            throw .waiver(
                .notAllowed(
                    who: voter.name,
                    gate: opened.gate,
                    by: rule.by.map(\.description)
                )
            )
        }
        var events: [Event] = []
        for request in requests {
            let waiver = try waiver(request, at: opened, rule, now)
            events.append(
                .checkWaived(
                    CheckWaived(
                        waiver: waiver,
                        gate: opened.gate,
                        round: opened.round,
                        by: voter.name,
                        identity: voter.identity
                    )
                )
            )
        }
        return events
    }

    private func waiver(
        _ request: WaiverRequest,
        at opened: GateOpened,
        _ rule: WaiverRule,
        _ now: Timestamp
    ) throws(Refusal) -> Waiver {
        let name = "\(request.deliverable)/\(request.check)"
        let failed = opened.subject.verdicts.filter { $0.verdict == .failed }
        guard
            failed.contains(where: {
                $0.deliverable == request.deliverable && $0.check == request.check
            }), let manifest = deliverables[request.deliverable]?.produced?.manifest
        else {
            throw .waiver(
                .notFailed(name, failed: failed.map { "\($0.deliverable)/\($0.check)" })
            )
        }
        guard !request.reason.allSatisfy(\.isWhitespace) else { throw .waiver(.noReason(name)) }
        guard request.until > now else { throw .waiver(.past(name, until: request.until)) }
        let latest = now.advanced(byMilliseconds: rule.longestMilliseconds)
        guard request.until <= latest else {
            throw .waiver(.tooLong(name, until: request.until, latest: latest))
        }
        return Waiver(
            deliverable: request.deliverable,
            check: request.check,
            manifest: manifest,
            reason: request.reason,
            until: request.until
        )
    }

    /// Whether `approver` stands for `name`.
    func includes(_ approver: Approver, _ name: String) -> Bool {
        switch approver {
        case .anyone: true
        case .user(let user): user == name
        case .role(let role):
            definition.roles.contains { $0.name == role && $0.members.contains(name) }
        }
    }

    /// Failed checks that a gate asks about and that nobody has waived, as `DELIVERABLE/CHECK`.
    ///
    /// The gates in the middle of a phase that take no waivers show failed checks and leave it to
    /// people what to make of them.
    package func unwaived(_ opened: GateOpened) -> [String] {
        guard opened.waivers != nil || opened.step == nil else { return [] }
        return opened.subject.verdicts.filter { line in
            line.verdict == .failed
                && deliverables[line.deliverable]?.waiver(of: line.check) == nil
        }.map { "\($0.deliverable)/\($0.check)" }
    }

    /// What one person has waived at this opening of a gate.
    func waived(at opened: GateOpened, by name: String) -> [Waiver] {
        deliverableOrder.flatMap { deliverables[$0]?.waivers ?? [] }
            .filter { $0.gate == opened.gate && $0.round == opened.round && $0.by == name }
            .map(\.waiver)
    }

    /// Waivers whose time is over at `now`, as facts; whoever writes next appends them.
    func expiredWaivers(at now: Timestamp) -> [Event] {
        guard status.isOpen else { return [] }
        return deliverableOrder.flatMap { id -> [Event] in
            guard let waivers = deliverables[id]?.waivers, !waivers.isEmpty else { return [] }
            return waivers.filter { now >= $0.waiver.until }
                .map { .checkWaiverExpired($0.waiver) }
        }
    }

    /// The run as it stands at `now`: a waiver whose time is over holds no longer, whether or not
    /// that has been written down.
    package func asOf(_ now: Timestamp) -> Run {
        var run = self
        for event in expiredWaivers(at: now) { run.apply(event, at: now) }
        return run
    }

    mutating func take(_ waived: CheckWaived) {
        let waiver = waived.waiver
        deliverables[waiver.deliverable]?.waivers.removeAll {
            $0.waiver.check == waiver.check && $0.waiver.manifest == waiver.manifest
        }
        deliverables[waiver.deliverable]?.waivers.append(waived)
        deliverables[waiver.deliverable]?.lapsed.removeAll { $0.check == waiver.check }
    }

    mutating func expire(_ waiver: Waiver) {
        deliverables[waiver.deliverable]?.waivers.removeAll { $0.waiver == waiver }
        deliverables[waiver.deliverable]?.lapsed.append(waiver)
    }

    // MARK: What has run out

    /// What a step that touches the outside must not build on: failed checks whose waiver is over.
    func lapseFailure(of step: Step, _ record: StepRecord, round: Int) -> Event? {
        switch step.kind {
        case .run, .agent, .handoff: break
        case .set, .check, .approval: return nil
        }
        let lapses = deliverableOrder.flatMap { deliverables[$0]?.lapses ?? [] }
        guard !lapses.isEmpty else { return nil }
        return .stepFailed(
            StepFailed(
                step: step.id,
                round: round,
                attempt: record.attempt + 1,
                reason: "a waiver has run out: " + lapses.map(\.name).joined(separator: ", "),
                findings: lapses.map(Self.finding),
                isPermanent: true
            )
        )
    }

    private static func finding(_ lapse: Waiver) -> Finding {
        Finding(
            .high,
            code: lapse.check.text,
            "'\(lapse.name)' failed, and its waiver ended at \(lapse.until)",
            fix: "resume: the phase goes back, and its gate asks again"
        )
    }

    /// A failed run that stands on a waiver that is over goes back to the phase that gave it.
    func lapseFacts() -> [Event] {
        for index in definition.phases.indices where index <= currentPhase {
            let lapses = deliverableOrder.compactMap { deliverables[$0] }
                .filter { $0.phase == index }.flatMap(\.lapses)
            guard !lapses.isEmpty else { continue }
            let feedback = Feedback(
                from: "check:\(lapses[0].check)",
                comment: "a waiver has run out: " + lapses.map(\.name).joined(separator: ", "),
                findings: lapses.map(Self.finding)
            )
            return reopenFacts(phase: index, feedback: feedback)
        }
        return []
    }
}
