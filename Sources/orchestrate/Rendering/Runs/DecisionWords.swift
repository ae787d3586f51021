import Agents
import Workflow

/// Waivers, edits and undone steps in words.
enum DecisionWords {
    static func words(of event: Event) -> String {
        switch event {
        case .checkWaived(let waived):
            "\(waived.waiver.name) at gate \(waived.gate) by \(waived.by) until "
                + "\(waived.waiver.until): \"\(waived.waiver.reason)\""
        case .checkWaiverExpired(let waiver): "\(waiver.name), waived until \(waiver.until)"
        case .deliverableEdited(let edited):
            "\(edited.path) of \(edited.deliverable) by \(edited.by): \(edited.before.short) to "
                + "\(edited.after.short)"
        case .compensationRequested(let by): "by \(by)"
        case .compensationStarted(let started):
            (started.steps.isEmpty
                ? "nothing can be undone" : "undoes " + names(started.steps)) + left(started.left)
        case .compensationCompleted(let completed):
            "\(Count.of(completed.undone.count, "step")) undone" + left(completed.left)
        case .stepUndone(let undone): name(undone.step) + tried(undone.attempt)
        case .stepUndoFailed(let undone, let reason):
            "\(name(undone.step))\(tried(undone.attempt)): \(reason)"
        default: ""
        }
    }

    /// `waived notes/spelling by ana until …: reason`.
    static func standing(_ waived: CheckWaived, _ ink: Ink) -> String {
        let waiver = waived.waiver
        return "\(ink(.yellow, DeliverableRecord.waivedWord)) \(waiver.name) by "
            + Words.printable(waived.by) + " until \(waiver.until): "
            + Words.printable(waiver.reason, limit: 200)
    }

    private static func name(_ step: UndoneStep) -> String {
        step.step.text + (step.round > 1 ? ", round \(step.round)" : "")
    }

    private static func names(_ steps: [UndoneStep]) -> String {
        steps.map(\.step.text).joined(separator: ", ")
    }

    private static func left(_ left: [CompensationStarted.Left]) -> String {
        left.isEmpty ? "" : "; not undone: " + names(left.map(\.step))
    }

    private static func tried(_ attempt: Int) -> String {
        attempt > 1 ? ", attempt \(attempt)" : ""
    }
}
