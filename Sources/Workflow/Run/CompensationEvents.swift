/// A step of a round: what is undone, or is not.
package struct UndoneStep: Sendable, Hashable {
    package let step: StepID
    package let round: Int

    package init(step: StepID, round: Int) {
        self.step = step
        self.round = round
    }

    /// Under which key its undoing stands in the ledger.
    package var effect: EffectKey {
        EffectKey(owner: step.text, round: round, key: Self.effectKey)
    }

    package static let effectKey = "undo"
}

/// What was done is undone from now on: in which order, and what is not.
package struct CompensationStarted: Sendable, Hashable {
    /// The last that completed comes first.
    package let steps: [UndoneStep]
    /// Steps that may have done something and are not undone.
    package let left: [Left]

    package struct Left: Sendable, Hashable {
        package let step: UndoneStep
        package let reason: String

        package init(step: UndoneStep, reason: String) {
            self.step = step
            self.reason = reason
        }
    }

    package init(steps: [UndoneStep], left: [Left]) {
        self.steps = steps
        self.left = left
    }

    package var isEmpty: Bool { steps.isEmpty && left.isEmpty }
}

/// Everything that was to be undone has been tried.
package struct CompensationCompleted: Sendable, Hashable {
    package let undone: [UndoneStep]
    /// What is still there: undoing that failed, and what was left from the beginning.
    package let left: [CompensationStarted.Left]

    package init(undone: [UndoneStep], left: [CompensationStarted.Left]) {
        self.undone = undone
        self.left = left
    }
}

/// A step's `undo` has ended.
package struct StepUndone: Sendable, Hashable {
    package let step: UndoneStep
    package let attempt: Int
    package let streams: [Stream]

    package init(step: UndoneStep, attempt: Int, streams: [Stream] = []) {
        self.step = step
        self.attempt = attempt
        self.streams = streams
    }
}
