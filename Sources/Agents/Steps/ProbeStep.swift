import Workflow

/// A step's `probe`: a command that says whether an effect of unknown outcome was done.
struct ProbeStep {
    let workshop: Workshop
    let order: WorkOrder
    let command: CommandOrder

    func perform(_ ledger: any Ledger) async throws -> [Event] {
        let attempts = workshop.attempts(of: order.run)
        try attempts.make()
        try DurableFile.makeFolder(order.workspace, mode: 0o755)
        let environment: CommandEnvironment
        do {
            environment = try await CommandEnvironment(
                command,
                in: order,
                workshop.vault,
                folder: workshop.folder
            )
        } catch let error as SecretError {
            return unknown("could not be started: \(error)")
        }
        let probe = EffectKey(owner: command.effect.owner, round: command.round, key: "probe")
        let child = workshop.child(
            of: order,
            command,
            lock: attempts.lock(of: probe),
            environment
        )
        let ended = try await child.run()
            .concealing(workshop.vault.secrets(of: order.run), but: environment.secrets)
        switch ended.ending {
        case .exited(0), .exited(1):
            let completed = EffectCompleted(
                effect: command.effect,
                isDone: ended.ending == .exited(0),
                result: .object([:]),
                evidence: "probe"
            )
            return [.effectCompleted(completed)]
        default:
            return unknown("could not tell: \(ended.ending)" + ended.lastWords)
        }
    }

    private func unknown(_ reason: String) -> [Event] {
        [.effectUnknown(command.effect, reason: "the probe \(reason)")]
    }
}
