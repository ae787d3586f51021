package import Workflow

/// Whether what was approved is still what is there, asked right before something acts on it.
struct ApprovedBytes {
    let workshop: Workshop
    let order: WorkOrder

    /// The facts for gates whose files changed after they were approved; none when all are as they
    /// were.
    ///
    /// - Throws: `IntegrityFault` when a stored object is not what was approved.
    func voided() throws -> [Event] {
        try workshop.changes(in: order.approved, workspace: order.workspace).map { gate, reason in
            .gateVoided(gate.gate, round: gate.round, reason: reason)
        }
    }
}

extension Workshop {
    /// The gates of `approved` whose files are other bytes by now, each with the reason.
    ///
    /// - Throws: `IntegrityFault` when a stored object is not what was approved.
    package func changes(
        in approved: [ApprovedFiles],
        workspace: String
    ) throws -> [(gate: ApprovedFiles, reason: String)] {
        let offering = Offering(workshop: self, workspace: workspace)
        return try approved.compactMap { gate in
            try offering.change(in: gate.files, after: "approved").map { (gate, $0) }
        }
    }
}
