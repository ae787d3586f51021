package struct StepStarted: Sendable, Hashable {
    package let step: StepID
    package let phase: PhaseID
    package let round: Int
    package let attempt: Int
    /// The same for all attempts of the round.
    package let idempotencyKey: Digest
    /// Digest of what the step is given.
    package let input: Digest

    package init(
        step: StepID,
        phase: PhaseID,
        round: Int,
        attempt: Int,
        idempotencyKey: Digest,
        input: Digest
    ) {
        self.step = step
        self.phase = phase
        self.round = round
        self.attempt = attempt
        self.idempotencyKey = idempotencyKey
        self.input = input
    }
}

package struct StepCompleted: Sendable, Hashable {
    package let step: StepID
    package let round: Int
    package let attempt: Int
    package let outputs: Value
    /// What a command wrote, kept in the store.
    package let streams: [Stream]

    package init(
        step: StepID,
        round: Int,
        attempt: Int,
        outputs: Value,
        streams: [Stream] = []
    ) {
        self.step = step
        self.round = round
        self.attempt = attempt
        self.outputs = outputs
        self.streams = streams
    }
}

/// One output stream of a command: what was kept of it, and how much there was.
package struct Stream: Sendable, Hashable {
    /// `stdout` or `stderr`.
    package let name: String
    package let digest: Digest
    package let keptBytes: Int
    package let totalBytes: Int

    package init(name: String, digest: Digest, keptBytes: Int, totalBytes: Int) {
        self.name = name
        self.digest = digest
        self.keptBytes = keptBytes
        self.totalBytes = totalBytes
    }
}

package struct StepFailed: Sendable, Hashable {
    package let step: StepID
    package let round: Int
    package let attempt: Int
    package let reason: String
    package let findings: [Finding]
    /// False when another attempt may succeed without anything being changed.
    package let isPermanent: Bool
    package let streams: [Stream]

    package init(
        step: StepID,
        round: Int,
        attempt: Int,
        reason: String,
        findings: [Finding] = [],
        isPermanent: Bool = false,
        streams: [Stream] = []
    ) {
        self.step = step
        self.round = round
        self.attempt = attempt
        self.reason = reason
        self.findings = findings
        self.isPermanent = isPermanent
        self.streams = streams
    }
}

/// Which effect: a step's own, or one that an agent does while it works for a step or message.
package struct EffectKey: Sendable, Hashable {
    /// A step's id, or a message's.
    package let owner: String
    package let round: Int
    /// Empty for the effect of a step itself.
    package let key: String

    package init(owner: String, round: Int, key: String = "") {
        self.owner = owner
        self.round = round
        self.key = key
    }

    package static func step(_ step: StepID, round: Int) -> EffectKey {
        EffectKey(owner: step.text, round: round)
    }
}

/// What a step is about to do to the outside world.
package struct EffectIntended: Sendable, Hashable {
    package let effect: EffectKey
    package let attempt: Int
    package let idempotencyKey: Digest
    package let input: Digest
    package let onUnknown: Step.OnUnknown

    package init(
        effect: EffectKey,
        attempt: Int,
        idempotencyKey: Digest,
        input: Digest,
        onUnknown: Step.OnUnknown
    ) {
        self.effect = effect
        self.attempt = attempt
        self.idempotencyKey = idempotencyKey
        self.input = input
        self.onUnknown = onUnknown
    }
}

package struct EffectCompleted: Sendable, Hashable {
    package let effect: EffectKey
    /// False when the effect did not happen: the command failed, or the probe says so.
    package let isDone: Bool
    package let result: Value
    /// What told: `exit`, `probe` or `agent`.
    package let evidence: String

    package init(effect: EffectKey, isDone: Bool, result: Value, evidence: String) {
        self.effect = effect
        self.isDone = isDone
        self.result = result
        self.evidence = evidence
    }
}

/// A person's answer for an effect whose outcome nobody knows.
package struct EffectSettled: Sendable, Hashable {
    package enum Answer: String, Sendable, Hashable, CaseIterable {
        case done
        case retry
        case fail
    }

    package let effect: EffectKey
    package let answer: Answer
    package let outputs: Value
    package let by: String

    package init(effect: EffectKey, answer: Answer, outputs: Value, by: String) {
        self.effect = effect
        self.answer = answer
        self.outputs = outputs
        self.by = by
    }
}

/// Names a timer; unique in its run.
package struct TimerID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}
