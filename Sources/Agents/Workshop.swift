import Foundation
package import Workflow

/// Performs what runs decided: the engine's hands.
///
/// Each kind of work has a file of its own in `Steps/`; this only says which.
package struct Workshop: Performer {
    package let catalog: Catalog
    package let store: ObjectStore
    package let folder: StateFolder
    package let surroundings: any Surroundings
    package let limits: WorkshopLimits
    /// The checks of a phase ask for the same files again and again.
    let texts = ParsedTexts()
    /// What this process knows of secrets.
    package let vault: SecretVault

    package init(
        catalog: Catalog,
        folder: StateFolder,
        surroundings: any Surroundings,
        limits: WorkshopLimits = WorkshopLimits()
    ) {
        self.catalog = catalog
        self.store = ObjectStore(folder: folder.objects)
        self.folder = folder
        self.surroundings = surroundings
        self.limits = limits
        vault = SecretVault(surroundings: surroundings)
    }

    /// Whatever is done, no secret is in what is said of it.
    package func perform(_ order: WorkOrder, ledger: any Ledger) async throws -> [Event] {
        let concealment: @Sendable () -> EventConcealment = {
            EventConcealment(secrets: vault.certain(of: order.run))
        }
        let events = try await carryOut(
            order,
            ConcealingLedger(ledger: ledger, concealment: concealment)
        )
        return try concealment().conceal(events)
    }

    private func carryOut(_ order: WorkOrder, _ ledger: any Ledger) async throws -> [Event] {
        switch order.task {
        case .command(let command):
            try await CommandStep(workshop: self, order: order, command: command).perform(ledger)
        case .probe(let command):
            try await ProbeStep(workshop: self, order: order, command: command).perform(ledger)
        case .message(let message):
            try await Delivery(workshop: self, order: order, message: message).perform(ledger)
        case .capture(let declaration, let phase, let round, let producer):
            try await Capture(workshop: self, order: order)
                .perform(declaration, phase: phase, round: round, producer: producer)
        case .check(let check, let produced, let all):
            try await Checking(workshop: self, inputs: order.inputs, validators: order.validators)
                .perform(check, on: produced, all: all)
        case .offer(let offer):
            try Offering(workshop: self, workspace: order.workspace).perform(offer)
        case .undo(let undo):
            try await UndoStep(workshop: self, order: order, undo: undo).perform(ledger)
        case .timer:
            []
        }
    }

    package func endOrphans(_ run: RunID, _ effects: [EffectRecord]) async throws {
        for effect in effects {
            try await Orphan(
                lock: attempts(of: run).lock(of: effect.intended.effect),
                surroundings: surroundings,
                limits: limits
            ).end()
            let attempt = effect.intended.attempt
            unlink(attempts(of: run).outputs(of: effect.intended.effect, attempt: attempt))
        }
    }

    package func restore(_ captured: [DeliverableProduced], workspace: String) async throws {
        try Offering(workshop: self, workspace: workspace).restore(captured.flatMap(\.files).latest)
    }

    package func layOut(_ edits: [DeliverableEdited], workspace: String) async throws {
        try Offering(workshop: self, workspace: workspace).layOut(edits)
    }

    package func changes(since gate: GateRecord, workspace: String) async throws -> String? {
        try Offering(workshop: self, workspace: workspace).change(in: gate.opened.subject.files)
    }

    package func confirm(_ claims: [SignatureClaim], of run: Run) async throws {
        let verifier = try SignatureVerifier(
            signers: run.definition.signers,
            folder: folder,
            surroundings: surroundings
        )
        for claim in claims {
            if let reason = try await verifier.objection(to: claim) {
                throw IntegrityFault(
                    description: "run '\(run.id)', event \(claim.sequence): \(reason)"
                )
            }
        }
    }

    func attempts(of run: RunID) -> AttemptFolder { AttemptFolder(folder: folder, run: run) }
}

/// The bounds of what steps may take and leave; each is said when it is met.
package struct WorkshopLimits: Sendable, Hashable {
    /// Kept from the beginning of each output stream.
    package var streamHeadBytes = 768 * 1024
    /// Kept from the end of each output stream.
    package var streamTailBytes = 256 * 1024
    /// Of standard output that becomes a step's `outputs.stdout`.
    package var outputValueBytes = 64 * 1024
    /// All outputs of one step together.
    package var outputFileBytes = 64 * 1024
    /// What an agent answers, as JSON; larger things are delivered as files.
    package var messageBytes = 64 * 1024
    /// One file of a deliverable.
    package var deliverableFileBytes = 256 * 1024 * 1024
    /// Between asking a command to end and ending it.
    package var graceMilliseconds: Int64 = 5000

    package init() {}
}

/// Something that is stored is not what it was when it was recorded; nothing is built on it.
package struct IntegrityFault: Error, Sendable, CustomStringConvertible {
    package let description: String
}
