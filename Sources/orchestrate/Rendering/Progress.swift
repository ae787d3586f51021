import Agents
import Foundation
import Synchronization
import Workflow

/// What happens, as it happens: a live line on a terminal, plain lines elsewhere.
///
/// It goes to standard error, so that results can be piped.
final class Progress: Sendable {
    private struct State {
        var total = 0
        var ended = 0
        var phase = ""
        var underWay: [String] = []
        var began = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let isShown: Bool
    private let isLive: Bool

    init(definition: Definition? = nil, isShown: Bool = true) {
        self.isShown = isShown
        isLive =
            isShown && Output.isErrorTerminal
            && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        if let definition { state.withLock { $0.total = definition.steps.count } }
    }

    var observer: @Sendable (RecordedEvent) -> Void {
        { [self] record in if isShown { tell(record.event) } }
    }

    func begin(run: RunID) { line("run \(run)") }

    func begin(with run: Run) {
        state.withLock { state in
            state.total = run.definition.steps.count
            state.ended = run.steps.count { $0.status.isTerminal }
        }
        begin(run: run.id)
    }

    /// Wipes the live line.
    func end() {
        if isLive { raw("\r\u{1B}[K") }
    }

    private func tell(_ event: Event) {
        if let text = Self.words(for: event) { line(text) }
        state.withLock { state in Self.count(event, in: &state) }
        showLiveLine()
    }

    private static func count(_ event: Event, in state: inout State) {
        switch event {
        case .phaseStarted(let phase, _): state.phase = phase.text
        case .stepStarted(let step): state.underWay.append(step.step.text)
        case .stepCompleted(let step):
            state.ended += 1
            state.underWay.removeAll { $0 == step.step.text }
        case .stepFailed(let step): state.underWay.removeAll { $0 == step.step.text }
        case .stepSkipped: state.ended += 1
        default: break
        }
    }

    private static func words(for event: Event) -> String? {
        switch event {
        case .phaseStarted(let phase, let round):
            "phase \(phase)" + (round > 1 ? " (round \(round))" : "")
        case .phaseReopened(let reopened):
            "phase \(reopened.phase) goes back, round \(reopened.round): "
                + Words.printable(reopened.feedback.comment, limit: 200)
        case .phaseCompleted(let phase, _): "phase \(phase) completed"
        case .stepCompleted(let step): "  step \(step.step) completed" + cut(step.streams)
        case .stepFailed(let step):
            "  step \(step.step) failed (attempt \(step.attempt)): "
                + Words.printable(step.reason, limit: 300)
        // What follows from another skipped or failed step says nothing new; 'show' has every reason.
        case .stepSkipped(let step, _, let reason) where reason != Run.skippedForNeeds:
            "  step \(step) skipped: " + String(reason.prefix { $0 != ":" })
        case .effectUnknown(let effect, let reason):
            "  the outcome of \(RunReport.step(of: effect)) is unknown: \(reason)"
        case .deliverableProduced(let produced):
            "  deliverable \(produced.deliverable): \(Count.of(produced.files.count, "file"))"
                + (produced.missing.isEmpty ? "" : ", \(produced.missing.count) missing")
        // The gate lists what gave no verdict, all at once. Validators take minutes, so that each says
        // when it is done.
        case .deliverableChecked(let checked)
        where checked.result.verdict == .failed
            || (checked.result.verdict == .unavailable && checked.kind == .native)
            || (checked.result.verdict == .passed && checked.kind != .native):
            "  check \(checked.check) of \(checked.deliverable): \(checked.result.verdict.rawValue)"
        case .handoffOffered(let offered):
            "  handoff \(offered.handoff): \(offered.from) → \(offered.to)"
        case .handoffAnswered(let handoff, let by, let receipt):
            "  handoff \(handoff): \(receipt.decision.rawValue) by \(by)"
        case .gateOpened(let gate): "  gate \(gate.gate) opened"
        case .gateVoided(let gate, _, let reason): "  gate \(gate) void: \(reason)"
        case .gateExpired(let gate, _): "  gate \(gate) expired"
        case .gateReminded(let gate, _, let expires):
            "  reminder: gate \(gate) expires at \(expires)"
        case .gateEscalated(let gate, _, let to):
            "  gate \(gate) escalated to " + to.map(\.description).joined(separator: ", ")
        case .timerSet(let timer, let due): "  \(timer) waits until \(due)"
        case .checkWaiverExpired, .stepUndone, .stepUndoFailed, .compensationCompleted:
            "  \(EventCoding.form(of: event).type): " + EventWords.words(of: event)
        default: nil
        }
    }

    private static func cut(_ streams: [Workflow.Stream]) -> String {
        streams.filter { $0.totalBytes > $0.keptBytes }.map {
            ", \($0.name) cut: \($0.keptBytes) of \($0.totalBytes) bytes kept (streamHeadBytes, "
                + "streamTailBytes)"
        }.joined()
    }

    private func line(_ text: String) {
        if isLive { raw("\r\u{1B}[K") }
        raw(text + "\n")
    }

    private func showLiveLine() {
        guard isLive else { return }
        let text = state.withLock { state in
            let seconds = Int64(
                (ContinuousClock.now - state.began).components.seconds
            )
            let waitsFor = state.underWay.prefix(3).joined(separator: ", ")
            return "\(state.phase) \(state.ended)/\(state.total) steps, "
                + "\(Words.duration(max(1, seconds) * 1000))"
                + (waitsFor.isEmpty ? "" : ", waiting for \(waitsFor)")
        }
        raw("\r\u{1B}[K" + text.prefix(100))
    }

    private func raw(_ text: some StringProtocol) {
        Output.progress(String(text))
    }
}
