package struct MessageSent: Sendable, Hashable {
    package let envelope: Envelope
    /// The message whose handling waits for the answer, and its place among that message's
    /// questions; nil unless this is a question.
    package let question: Question?

    package struct Question: Sendable, Hashable {
        package let asker: MessageID
        package let index: Int

        package init(asker: MessageID, index: Int) {
            self.asker = asker
            self.index = index
        }
    }

    package init(envelope: Envelope, question: Question? = nil) {
        self.envelope = envelope
        self.question = question
    }
}

package struct DeliverableProduced: Sendable, Hashable {
    package let deliverable: DeliverableID
    package let phase: PhaseID
    package let round: Int
    /// The agent or the step that made it.
    package let producer: String
    /// Sorted by path.
    package let files: [DeliverableFile]
    /// Declared files of which there is none, or that are empty.
    package let missing: [String]

    package init(
        deliverable: DeliverableID,
        phase: PhaseID,
        round: Int,
        producer: String,
        files: [DeliverableFile],
        missing: [String]
    ) {
        self.deliverable = deliverable
        self.phase = phase
        self.round = round
        self.producer = producer
        self.files = files
        self.missing = missing
    }

    /// Digest of the manifest: each path with its digest.
    package var manifest: Digest {
        Digest(ofLines: files.map { "\($0.digest) \($0.path)" } + missing.map { "- \($0)" })
    }
}

package struct DeliverableChecked: Sendable, Hashable {
    package let deliverable: DeliverableID
    package let check: CheckID
    package let kind: CheckKind
    /// The manifest that was looked at.
    package let manifest: Digest
    package let result: CheckResult

    package init(
        deliverable: DeliverableID,
        check: CheckID,
        kind: CheckKind,
        manifest: Digest,
        result: CheckResult
    ) {
        self.deliverable = deliverable
        self.check = check
        self.kind = kind
        self.manifest = manifest
        self.result = result
    }
}

extension DeliverableChecked {
    /// Whether another policy, or a tool that has been installed since, may lead to another verdict.
    var isOpenQuestion: Bool {
        switch result.verdict {
        case .passed: false
        case .failed, .unavailable, .notApplicable: true
        }
    }
}

/// What was offered to a partner, with the bytes' digests.
package struct HandoffOffered: Sendable, Hashable {
    package let handoff: HandoffID
    package let step: StepID
    package let round: Int
    package let from: AgentID
    package let to: AgentID
    package let deliverables: [Item]
    package let criteria: [String]
    /// Failed checks of what is offered that people let pass.
    package let waived: [CheckWaived]

    package struct Item: Sendable, Hashable {
        package let deliverable: DeliverableID
        package let manifest: Digest

        package init(deliverable: DeliverableID, manifest: Digest) {
            self.deliverable = deliverable
            self.manifest = manifest
        }
    }

    package init(
        handoff: HandoffID,
        step: StepID,
        round: Int,
        from: AgentID,
        to: AgentID,
        deliverables: [Item],
        criteria: [String],
        waived: [CheckWaived] = []
    ) {
        self.waived = waived
        self.handoff = handoff
        self.step = step
        self.round = round
        self.from = from
        self.to = to
        self.deliverables = deliverables
        self.criteria = criteria
    }
}
