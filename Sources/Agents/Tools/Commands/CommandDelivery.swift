import Foundation
import Workflow

/// Gives one message to an agent that is a command, and turns what came of it into facts.
struct CommandDelivery {
    let delivery: Delivery

    private var workshop: Workshop { delivery.workshop }
    private var order: WorkOrder { delivery.order }
    private var message: MessageOrder { delivery.message }
    private var envelope: Envelope { delivery.message.envelope }

    /// How long a message may take whose step says nothing.
    static let timeMilliseconds: Int64 = 15 * 60_000

    func perform(_ ledger: any Ledger) async throws -> [Event] {
        guard let declaration = message.bench.declaration, let command = declaration.command,
            let risks = workshop.catalog.risks
        else { return delivery.refused("this program runs no agent '\(envelope.to)'") }
        if let reason = unknownCriteria(declaration) { return delivery.refused(reason) }
        let program: AgentProgram
        do {
            program = try AgentProgram(
                command,
                seenFrom: message.bench.folder,
                keepingOut: [workshop.folder.path, order.workspace]
            )
        } catch {
            return delivery.refused("agent '\(envelope.to)' cannot be started: \(error)")
        }
        let report = try await SandboxFinder.look()
        let sandbox = declaration.sandbox == .none ? .none : report.sandbox
        if sandbox == .none, declaration.sandbox == .required {
            return delivery.refused(
                "agent '\(envelope.to)' requires a sandbox, a tool that is missing here "
                    + "(\(report.reasons.joined(separator: "; "))); install bubblewrap, or let the "
                    + "file say 'sandbox: preferred'"
            )
        }
        let secrets: Secrets
        let revealed: [(name: String, value: String)]
        do {
            let names = Set(declaration.secrets.map(\.input))
            try await workshop.vault.recall(order)
            let values = try await workshop.vault.values(of: names, in: order)
            revealed = declaration.secrets.map { ($0.variable, values[$0.input] ?? "") }
            secrets = workshop.vault.secrets(of: order.run)
        } catch let error as SecretError {
            return delivery.refused("agent '\(envelope.to)' cannot be started: \(error)")
        }
        return try await attempt(
            program,
            declaration,
            sandbox,
            report,
            risks,
            secrets,
            revealed,
            ledger
        )
    }

    private func unknownCriteria(_ declaration: AgentDeclaration) -> String? {
        guard envelope.type == Envelope.handoffType else { return nil }
        let unknown = (message.handoff?.criteria ?? []).filter {
            !declaration.criteria.contains($0)
        }
        return unknown.isEmpty
            ? nil
            : "agent '\(envelope.to)' knows no criterion \(unknown.joined(separator: ", "))"
    }

    private func attempt(
        _ program: AgentProgram,
        _ declaration: AgentDeclaration,
        _ sandbox: Sandbox,
        _ report: SandboxReport,
        _ risks: RiskTable,
        _ secrets: Secrets,
        _ revealed: [(name: String, value: String)],
        _ ledger: any Ledger
    ) async throws -> [Event] {
        let grants = GrantSet(declared: declaration.tools ?? [])
        let attempts = workshop.attempts(of: order.run)
        try attempts.make()
        let path = attempts.agent(of: envelope)
        for lock in [path + ".lock", path + ".command.lock"] {
            try await Orphan(
                lock: lock,
                surroundings: workshop.surroundings,
                limits: workshop.limits
            )
            .end()
        }
        try DurableFile.makeFolder(order.workspace, mode: 0o755)
        let workspace = BeneathFolder(root: order.workspace)
        let staging: StagingFolder
        do {
            staging = try StagingFolder.make(at: path, of: workspace, grants: grants)
        } catch let failure as ToolFailure {
            return delivery.refused("agent '\(envelope.to)': \(failure.reason)")
        }
        defer { staging.remove() }
        let confinement = Confinement(
            sandbox: sandbox,
            bubblewrap: report.sandbox == .bubblewrap ? report.path ?? "" : "",
            readable: program.readable + [staging.view],
            writable: [staging.scratch] + (grants.contains(.write) ? [staging.outbox] : []),
            mayUseNetwork: declaration.mayUseNetwork
        )
        let desk = MessageDesk(workshop: workshop, message: message, grants: grants, ledger: ledger)
        let bench = ToolBench(
            ToolBench.Ground(
                workshop: workshop,
                order: order,
                message: message,
                grants: grants,
                risks: risks,
                desk: desk,
                ledger: ledger,
                staging: staging,
                confinement: confinement,
                secrets: secrets,
                variables: variables(staging, grants, revealed)
            )
        )
        try await ledger.confirmLease()
        try await ledger.record([
            .agentStarted(
                AgentStarted(
                    agent: envelope.to,
                    message: envelope.id,
                    program: program.program,
                    digest: program.digest,
                    idempotencyKey: message.idempotencyKey,
                    tools: grants.written,
                    sandbox: sandbox.rawValue,
                    mayUseNetwork: declaration.mayUseNetwork
                )
            )
        ])
        let ended = try await speak(program, grants, staging, confinement, bench, secrets, ledger)
        return try await CommandOutcome(
            delivery: delivery,
            bench: bench,
            desk: desk,
            staging: staging,
            secrets: secrets
        ).events(after: ended)
    }

    private func speak(
        _ program: AgentProgram,
        _ grants: GrantSet,
        _ staging: StagingFolder,
        _ confinement: Confinement,
        _ bench: ToolBench,
        _ secrets: Secrets,
        _ ledger: any Ledger
    ) async throws -> AgentProcess.Ended<AgentConversation.Outcome> {
        let time = message.timeoutMilliseconds ?? Self.timeMilliseconds
        let bounds = AgentWire.Bounds(
            lineBytes: 16 * 1024 * 1024,
            outputBytes: 64 * 1024 * 1024,
            stderrHeadBytes: workshop.limits.streamHeadBytes,
            stderrTailBytes: workshop.limits.streamTailBytes
        )
        let opening = AgentOpening(
            order: order,
            message: message,
            grants: grants,
            staging: staging,
            sandbox: confinement.sandbox,
            bounds: bounds,
            timeMilliseconds: time
        )
        let conversation = AgentConversation(
            bench: bench,
            ledger: ledger,
            secrets: secrets,
            opening: opening.line,
            timeMilliseconds: time,
            surroundings: workshop.surroundings
        )
        let process = AgentProcess(
            words: confinement.words(
                for: [program.program] + program.arguments,
                in: staging.view,
                lock: staging.path + ".lock"
            ),
            environment: bench.ground.variables,
            bounds: bounds,
            graceMilliseconds: workshop.limits.graceMilliseconds,
            surroundings: workshop.surroundings
        )
        return try await process.run { wire in await conversation.hold(wire) }
    }

    /// All that a command has in its environment: nothing of this process's own.
    private func variables(
        _ staging: StagingFolder,
        _ grants: GrantSet,
        _ secrets: [(name: String, value: String)]
    ) -> [String: String] {
        var variables = [
            "PATH": Confinement.path, "LANG": "C.UTF-8", "HOME": staging.scratch,
            "TMPDIR": staging.scratch, "ORCHESTRATE_AGENT": envelope.to.text,
            "ORCHESTRATE_IDEMPOTENCY_KEY": message.idempotencyKey.hex,
            "ORCHESTRATE_RUN": order.run.text, "ORCHESTRATE_VIEW": staging.view,
            // The program itself, on its way to the command, must not dump its memory.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        if grants.contains(.write) { variables["ORCHESTRATE_OUTBOX"] = staging.outbox }
        if let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] {
            variables["LD_LIBRARY_PATH"] = libraries
        }
        for (name, value) in secrets { variables[name] = value }
        return variables
    }
}

extension AttemptFolder {
    /// Where an agent that is a command works for a message, the same for all attempts of a step.
    func agent(of envelope: Envelope) -> String {
        let name = Digest(ofLines: [envelope.effectOwner, envelope.to.text]).hex.prefix(32)
        return path + "/agent-\(name)"
    }
}
