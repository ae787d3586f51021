/// A person has changed a file of a deliverable at a gate.
package struct DeliverableEdited: Sendable, Hashable {
    package let gate: GateID
    package let round: Int
    package let deliverable: DeliverableID
    package let path: String
    package let before: Digest
    package let after: Digest
    /// Of the new file.
    package let bytes: Int
    /// The stored object that holds the readable difference.
    package let diff: Digest
    package let by: String
    package let identity: GateDeclaration.Identity

    package init(
        gate: GateID,
        round: Int,
        deliverable: DeliverableID,
        path: String,
        before: Digest,
        after: Digest,
        bytes: Int,
        diff: Digest,
        by: String,
        identity: GateDeclaration.Identity
    ) {
        self.gate = gate
        self.round = round
        self.deliverable = deliverable
        self.path = path
        self.before = before
        self.after = after
        self.bytes = bytes
        self.diff = diff
        self.by = by
        self.identity = identity
    }
}

extension Run {
    /// The facts of an edit of a file that `gate` asks about; the gate is void and asks again.
    ///
    /// - Throws: `Refusal` when this person may not decide there, or the gate asks about something
    ///   else than `digest` now.
    package func edit(
        _ path: String,
        at gate: GateID,
        by voter: Voter,
        digest: Digest,
        after: Digest,
        bytes: Int,
        diff: Digest
    ) throws(Refusal) -> [Event] {
        let (file, deliverable) = try editable(path, at: gate, by: voter, digest: digest.hex)
        guard let opened = gates[gate]?.opened else { return [] }
        return [
            .gateVoided(
                gate,
                round: opened.round,
                reason: "'\(path)' was edited by '\(voter.name)'"
            ),
            .deliverableEdited(
                DeliverableEdited(
                    gate: gate,
                    round: opened.round,
                    deliverable: deliverable,
                    path: path,
                    before: file.digest,
                    after: after,
                    bytes: bytes,
                    diff: diff,
                    by: voter.name,
                    identity: voter.identity
                )
            ),
        ]
    }

    /// A file that `voter` may edit at `gate`, and the deliverable that captured it last.
    package func editable(
        _ path: String,
        at gate: GateID,
        by voter: Voter,
        digest: String?
    ) throws(Refusal) -> (DeliverableFile, DeliverableID) {
        do {
            _ = try vote(at: gate, by: voter, .approve, comment: "", digest: digest)
        } catch {
            // That a check fails is a reason to edit.
            guard case .waiver(.open) = error else { throw error }
        }
        guard let record = gates[gate], record.isOpen else { throw .noSuchGate(gate, open: []) }
        let phase = graph.phaseIndex(of: record.opened.phase)
        let owner = deliverableOrder.last { id in
            deliverables[id]?.phase == phase
                && deliverables[id]?.produced?.files.contains { $0.path == path } == true
        }
        guard let file = record.opened.subject.files.first(where: { $0.path == path }),
            let owner
        else { throw .noSuchFile(path, gate: gate) }
        return (file, owner)
    }

    mutating func take(_ edited: DeliverableEdited) {
        guard let phase = deliverables[edited.deliverable]?.phase else { return }
        phases[phase].isEdited = true
        note(edited.by, asProducerIn: self.phase(at: phase).id)
        edits[edited.path] = edited
        deliverables[edited.deliverable]?.editors.append(edited.by)
        // Checks look at the files of other deliverables too: all of the phase are looked at anew.
        for (id, record) in deliverables where record.phase == phase && record.produced != nil {
            deliverables[id]?.produced = nil
            deliverables[id]?.checked = []
        }
    }

    /// Edits that may not have reached the workspace yet, by path.
    package var openEdits: [DeliverableEdited] {
        edits.values.sorted { $0.path < $1.path }
    }
}
