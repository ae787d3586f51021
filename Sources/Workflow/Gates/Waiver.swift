/// Who may let failed checks pass at a gate, and for how long.
package struct WaiverRule: Sendable, Hashable {
    package let by: [Approver]
    package let longestMilliseconds: Int64

    /// Thirty days, where the file says nothing.
    package static let standardLongest: Int64 = 30 * 86_400_000

    package init(by: [Approver], longestMilliseconds: Int64 = Self.standardLongest) {
        self.by = by
        self.longestMilliseconds = longestMilliseconds
    }
}

/// A failed check that is let pass for a time, over exactly the bytes that it failed on.
package struct Waiver: Sendable, Hashable {
    package let deliverable: DeliverableID
    package let check: CheckID
    /// The manifest of the deliverable; other bytes are not waived.
    package let manifest: Digest
    package let reason: String
    package let until: Timestamp

    package init(
        deliverable: DeliverableID,
        check: CheckID,
        manifest: Digest,
        reason: String,
        until: Timestamp
    ) {
        self.deliverable = deliverable
        self.check = check
        self.manifest = manifest
        self.reason = reason
        self.until = until
    }

    /// How people name it: `DELIVERABLE/CHECK`.
    package var name: String { "\(deliverable)/\(check)" }
}

/// A person has waived a failed check at a gate.
package struct CheckWaived: Sendable, Hashable {
    package let waiver: Waiver
    package let gate: GateID
    package let round: Int
    package let by: String
    package let identity: GateDeclaration.Identity

    package init(
        waiver: Waiver,
        gate: GateID,
        round: Int,
        by: String,
        identity: GateDeclaration.Identity
    ) {
        self.waiver = waiver
        self.gate = gate
        self.round = round
        self.by = by
        self.identity = identity
    }
}

/// What somebody who approves asks to be let pass.
package struct WaiverRequest: Sendable, Hashable {
    package let deliverable: DeliverableID
    package let check: CheckID
    package let reason: String
    package let until: Timestamp

    package init(deliverable: DeliverableID, check: CheckID, reason: String, until: Timestamp) {
        self.deliverable = deliverable
        self.check = check
        self.reason = reason
        self.until = until
    }
}

extension DeliverableRecord {
    /// The waiver that holds for a check over the present bytes.
    package func waiver(of check: CheckID) -> CheckWaived? {
        guard !waivers.isEmpty, let manifest = produced?.manifest else { return nil }
        return waivers.last { $0.waiver.check == check && $0.waiver.manifest == manifest }
    }

    /// Whether a check has failed and is let pass.
    package func isWaived(_ checked: DeliverableChecked) -> Bool {
        checked.result.verdict == .failed && waiver(of: checked.check) != nil
    }

    /// A check's verdict as it stands, `waived` for one that failed and is let pass.
    package func standing(of checked: DeliverableChecked) -> String {
        isWaived(checked) ? Self.waivedWord : checked.result.verdict.rawValue
    }

    /// The waivers on which the deliverable stands.
    package var standingWaivers: [CheckWaived] {
        checked.filter(isWaived).compactMap { waiver(of: $0.check) }
    }

    package static let waivedWord = "waived"

    /// Failed checks over the present bytes whose waiver has run out.
    var lapses: [Waiver] {
        guard !lapsed.isEmpty, let manifest = produced?.manifest else { return [] }
        return checked.compactMap { checked in
            guard checked.result.verdict == .failed, waiver(of: checked.check) == nil else {
                return nil
            }
            return lapsed.last { $0.check == checked.check && $0.manifest == manifest }
        }
    }
}
