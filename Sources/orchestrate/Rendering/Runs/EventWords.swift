import Agents
import Workflow

/// One event in words.
enum EventWords {
    static func words(of event: Event) -> String {
        Words.printable(sentence(event), limit: 300)
    }

    private static func sentence(_ event: Event) -> String {
        switch event {
        case .runStarted(let started): "workflow \(started.workflow), by \(started.startedBy)"
        case .runCompleted: "completed"
        case .runFailed(let reason): reason
        case .runRejected(let gate, let by): "at gate \(gate) by \(by)"
        case .runCancelRequested(let by, let comment): "by \(by)\(said(comment))"
        case .runCancelled(let by): "by \(by)"
        case .runValidatorsSet(let policy, let by): "\(policy.rawValue), by \(by)"
        case .phaseStarted(let phase, let round), .phaseCompleted(let phase, let round):
            "\(phase)\(again(round))"
        case .phaseReopened(let reopened):
            "\(reopened.phase), round \(reopened.round), for \(reopened.feedback.from)"
                + said(reopened.feedback.comment)
        case .stepStarted, .stepCompleted, .stepFailed, .stepSkipped: step(event)
        case .effectIntended, .effectCompleted, .effectUnknown, .effectSettled: effect(event)
        case .messageSent, .messageSuspended, .messageHandled, .messageRejected: message(event)
        case .deliverableProduced(let produced):
            "\(produced.deliverable) by \(produced.producer): \(Count.of(produced.files.count, "file"))"
                + (produced.missing.isEmpty ? "" : ", \(produced.missing.count) missing")
                + ", \(produced.manifest.short)"
        case .deliverableChecked(let checked):
            "\(checked.deliverable) \(checked.check): \(checked.result.verdict.rawValue)"
                + found(checked.result.findings)
        case .handoffOffered, .handoffAnswered, .handoffWithdrawn: handoff(event)
        case .gateOpened, .gateVoted, .gateDecided, .gateVoided, .gateExpired, .gateReminded,
            .gateEscalated, .gateVoteRefused:
            gate(event)
        case .headSigned(let signed): "event \(signed.sequence), by \(signed.by)"
        case .timerSet(let timer, let due): "\(timer) until \(due)"
        case .timerFired(let timer), .timerCancelled(let timer): "\(timer)"
        case .toolUsed(let use):
            "\(use.agent) used \(use.tool)\(times(use.count))\(ToolWords.on(use))"
        case .toolRefused(let use, let reason):
            "\(use.agent) asked for \(use.tool)\(ToolWords.on(use)): \(reason)"
        case .toolAsked(let request): request.question
        case .agentStarted(let started): ToolWords.words(of: started)
        case .agentReported(let agent, _, let text): "\(agent): \(text)"
        case .checkWaived, .checkWaiverExpired, .deliverableEdited, .compensationRequested,
            .compensationStarted, .compensationCompleted, .stepUndone, .stepUndoFailed:
            DecisionWords.words(of: event)
        case .driftChecked(let drift):
            "\(drift.environment) by \(drift.by): "
                + (drift.differences.isEmpty
                    ? "as applied" : Count.of(drift.differences.count, "difference"))
        case .circuitOpened(let opened):
            "\(opened.agent) failed \(opened.failures) of its last \(opened.deliveries) deliveries; "
                + "its messages are held until \(opened.until)"
        case .circuitClosed(let agent): "\(agent) answers again"
        }
    }

    private static func step(_ event: Event) -> String {
        switch event {
        case .stepStarted(let step): "\(step.step)\(again(step.round))\(tried(step.attempt))"
        case .stepCompleted(let step): "\(step.step)\(again(step.round))\(tried(step.attempt))"
        case .stepFailed(let step):
            "\(step.step)\(again(step.round))\(tried(step.attempt)): \(step.reason)"
                + found(step.findings)
        case .stepSkipped(let step, _, let reason): "\(step): \(reason)"
        default: ""
        }
    }

    private static func effect(_ event: Event) -> String {
        switch event {
        case .effectIntended(let effect): name(effect.effect)
        case .effectCompleted(let effect):
            "\(name(effect.effect)): \(effect.isDone ? "done" : "not done"), "
                + "as \(effect.evidence) says"
        case .effectUnknown(let effect, let reason): "\(name(effect)): \(reason)"
        case .effectSettled(let effect):
            "\(name(effect.effect)): \(effect.answer.rawValue), says \(effect.by)"
        default: ""
        }
    }

    private static func message(_ event: Event) -> String {
        switch event {
        case .messageSent(let sent):
            "\(sent.envelope.from) → \(sent.envelope.to): \(sent.envelope.type) (\(sent.envelope.id))"
        case .messageSuspended(let message, let question): "\(message) waits for \(question)"
        case .messageHandled(let message, _): message.text
        case .messageRejected(let message, let reason): "\(message): \(reason)"
        default: ""
        }
    }

    private static func handoff(_ event: Event) -> String {
        switch event {
        case .handoffOffered(let offered):
            "\(offered.handoff): \(offered.from) → \(offered.to): "
                + offered.deliverables.map(\.deliverable.text).joined(separator: ", ")
                + (offered.waived.isEmpty
                    ? "" : "; waived: " + offered.waived.map(\.waiver.name).joined(separator: ", "))
        case .handoffAnswered(let handoff, let by, let receipt):
            "\(handoff): \(receipt.decision.rawValue) by \(by), "
                + Findings.words(VerdictCounts(receipt.criteria.map(\.status)))
                + found(receipt.findings)
        case .handoffWithdrawn(let handoff, let reason): "\(handoff): \(reason)"
        default: ""
        }
    }

    private static func gate(_ event: Event) -> String {
        switch event {
        case .gateOpened(let opened):
            "\(opened.gate)\(again(opened.round)): \(opened.question), "
                + "\(Count.of(opened.subject.files.count, "file")), digest \(opened.subject.digest.short)"
                + GateWords.rules(opened.demand)
        case .gateVoted(let vote):
            "\(vote.gate): \(vote.decision.rawValue) by \(vote.by)"
                + (vote.identity == .asserted ? " (asserted)" : "")
                + (vote.to.map { ", to \($0)" } ?? "")
                + (vote.signature == nil ? "" : ", signed") + said(vote.comment)
        case .gateDecided(let gate, _, let decision, let by):
            "\(gate): \(decision.rawValue) by \(by)"
        case .gateVoided(let gate, _, let reason): "\(gate): \(reason)"
        case .gateExpired(let gate, _): "\(gate) without a decision"
        case .gateReminded(let gate, _, let expires): "\(gate) expires at \(expires)"
        case .gateEscalated(let gate, _, let to):
            "\(gate) to " + to.map(\.description).joined(separator: ", ")
        case .gateVoteRefused(let refused):
            "\(refused.gate): \(refused.decision.rawValue) by \(refused.by) refused"
                + (refused.identity == .asserted ? " (asserted)" : "") + ": \(refused.reason)"
        default: ""
        }
    }

    private static func name(_ effect: EffectKey) -> String {
        effect.owner + (effect.key.isEmpty ? "" : " \(effect.key)") + again(effect.round)
    }

    private static func again(_ round: Int) -> String { round > 1 ? ", round \(round)" : "" }
    private static func tried(_ attempt: Int) -> String {
        attempt > 1 ? ", attempt \(attempt)" : ""
    }
    private static func times(_ count: Int) -> String { count > 1 ? " \(count) times" : "" }
    private static func said(_ comment: String) -> String {
        comment.isEmpty ? "" : ": \"\(comment)\""
    }
    private static func found(_ findings: [Finding]) -> String {
        guard let first = findings.first else { return "" }
        let rest = findings.count > 1 ? " and \(findings.count - 1) more" : ""
        return "; \(first.message)\(rest)"
    }
}
