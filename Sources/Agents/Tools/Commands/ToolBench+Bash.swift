import Foundation
import Workflow

/// Bash: a program with its arguments, never a line for a shell.
extension ToolBench {
    private static let mostOutputBytes = 256 * 1024
    private static let timeLimitMilliseconds: Int64 = 10 * 60_000

    /// `argv`, and optionally `timeoutMilliseconds`.
    func bash(_ arguments: Value) async throws -> Done {
        guard let argv = arguments["argv"]?.texts, let name = argv.first, !name.isEmpty,
            argv.count == arguments["argv"]?.arrayValue?.count
        else { throw ToolFailure("the argument 'argv' is no list of strings") }
        let judgement = try judge(argv)
        let program = try program(name)
        let limit = min(
            Self.timeLimitMilliseconds,
            max(100, Int64(arguments["timeoutMilliseconds"]?.intValue ?? .max))
        )
        switch judgement.decision {
        case .deny: throw ToolDenial("nobody may run it: \(judgement.reason)", risk: judgement.risk)
        case .run: return try await run(argv, program, limit, judgement.risk)
        case .ask: return try await elevated(argv, program, limit, judgement)
        }
    }

    /// What may become of a command: by its grant, its arguments and the table of risks.
    private func judge(_ argv: [String]) throws -> RiskTable.Judgement {
        let known = ground.risks.judgement(of: argv)
        let risk = known?.risk ?? .medium
        // What nobody may run is refused for that reason, granted or not.
        if let known, known.decision == .deny {
            throw ToolDenial("nobody may run it: \(known.reason)", risk: known.risk)
        }
        try require(.bash, on: .words(argv), risk: risk)
        if known == nil, ground.grants.patterns(of: .bash)?.isEmpty ?? true {
            throw ToolDenial(
                "no rule knows '\(Words.printable(argv.joined(separator: " "), limit: 200))', and "
                    + "the grant names no command",
                risk: risk
            )
        }
        for argument in argv.dropFirst() {
            if let reason = Self.objection(to: argument) { throw ToolDenial(reason, risk: risk) }
        }
        return known
            ?? RiskTable.Judgement(risk: .medium, decision: .run, reason: "only a grant names it")
    }

    /// An argument that names a place outside, as itself or as the value of an option.
    private static func objection(to argument: String) -> String? {
        let shown = Words.printable(argument, limit: 100)
        if argument.unicodeScalars.contains("\0") { return "an argument holds a NUL" }
        for part in argument.split(whereSeparator: { "=:,@".contains($0) }) {
            if part.hasPrefix("/"), !argument.contains("://") {
                return "'\(shown)' names a place outside the workspace"
            }
            let components = part.split(separator: "/")
            if components.contains("..") { return "'\(shown)' leads out of the workspace" }
            if part.hasPrefix("~") { return "'\(shown)' names somebody's home" }
            if let reason = ProtectedPath.reason(String(part)) { return reason }
        }
        return nil
    }

    private func program(_ name: String) throws -> AgentProgram {
        guard !name.contains("/") else {
            throw ToolDenial("a command is named without its folder")
        }
        do {
            return try AgentProgram(
                [name],
                seenFrom: nil,
                path: Self.searchPath,
                keepingOut: [ground.workshop.folder.path, ground.order.workspace]
            )
        } catch {
            throw ToolFailure(error.description)
        }
    }

    /// Pinned tools first, then the system's folders, then the `PATH`.
    private static let searchPath: String = {
        let inherited = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let absolute = inherited.split(separator: ":").filter { $0.hasPrefix("/") }
        return ([Toolbox.standard().places.prefix + "/bin"] + absolute.map(String.init))
            .joined(separator: ":") + ":" + Confinement.path
    }()

    /// A command over which a person decides, at most once for each time that one did.
    private func elevated(
        _ argv: [String],
        _ program: AgentProgram,
        _ limit: Int64,
        _ judgement: RiskTable.Judgement
    ) async throws -> Done {
        let occurrence = occurrences[argv, default: 0] + 1
        occurrences[argv] = occurrence
        let bench = ground.message.bench
        let asked = bench.toolGates.last {
            $0.request.argv == argv && $0.request.occurrence == occurrence
        }
        guard let asked, let status = asked.record?.status, !asked.isStale else {
            throw ApprovalNeeded(
                request: ToolRequest(
                    gate: GateID("tool-\(bench.step)-\(bench.toolGateCount + 1)"),
                    agent: agent,
                    message: ground.message.envelope.id,
                    step: bench.step,
                    owner: ground.message.envelope.effectOwner,
                    tool: Tool.bash.rawValue,
                    argv: argv,
                    risk: judgement.risk,
                    reason: judgement.reason,
                    occurrence: occurrence
                )
            )
        }
        switch status {
        case .decided(.approve, let by, _):
            let key = "tool:\(asked.request.gate)"
            let result = try await ground.desk.perform(key: key, onUnknown: .ask) { [self] in
                try await runApproved(argv, program, limit, judgement.risk, key)
            }
            return Done(
                result,
                outcome: "approved by \(by), " + (result["ending"]?.stringValue ?? "ended"),
                risk: judgement.risk
            )
        case .decided(let decision, let by, _):
            let comment = asked.record?.votes.last?.comment ?? ""
            throw ToolDenial(
                "\(by) answered \(decision.rawValue)" + (comment.isEmpty ? "" : ": \(comment)"),
                risk: judgement.risk
            )
        case .expired: throw ToolDenial("nobody decided in time", risk: judgement.risk)
        case .open, .voided:
            throw ToolDenial("nobody has decided over it yet", risk: judgement.risk)
        }
    }

    private func runApproved(
        _ argv: [String],
        _ program: AgentProgram,
        _ limit: Int64,
        _ risk: ToolRisk,
        _ key: String
    ) async throws -> Value {
        do {
            return try await run(argv, program, limit, risk).answer
        } catch let failure as ToolFailure {
            throw AgentError(failure.reason)
        } catch {
            // Nobody saw how it ended: it is never silently run again.
            let effect = EffectKey(
                owner: ground.message.envelope.effectOwner,
                round: ground.message.envelope.round,
                key: key
            )
            try await ground.ledger.record([.effectUnknown(effect, reason: "it was cut off")])
            throw error
        }
    }

    private func run(
        _ argv: [String],
        _ program: AgentProgram,
        _ limit: Int64,
        _ risk: ToolRisk
    ) async throws -> Done {
        let staging = ground.staging
        try await staging.layDesk(workspace, ground.grants, ground.desk.staged)
        let outside = ground.confinement
        let confinement = Confinement(
            sandbox: outside.sandbox,
            bubblewrap: outside.bubblewrap,
            readable: program.readable,
            writable: [staging.desk, staging.scratch],
            mayUseNetwork: outside.mayUseNetwork
        )
        try await ground.ledger.confirmLease()
        let call = ToolCall(
            program: "/proc/self/exe",
            arguments: confinement.words(
                for: [program.program] + argv.dropFirst(),
                in: staging.desk,
                lock: staging.path + ".command.lock"
            ),
            folder: staging.path,
            environment: ground.variables,
            timeLimitMilliseconds: limit
        )
        let ended = try await call.run(ground.workshop.surroundings)
        let exitCode: Value = if case .exited(let code) = ended.ending { .int(code) } else { .null }
        return Done(
            [
                "ending": .string(ended.ending.description), "exitCode": exitCode,
                "stderr": .string(shown(ended.stderr)), "stdout": .string(shown(ended.stdout)),
                "truncated": .bool(
                    max(ended.stdout.count, ended.stderr.count) > Self.mostOutputBytes
                ),
            ],
            outcome: ended.ending.description,
            risk: risk
        )
    }

    private func shown(_ bytes: [UInt8]) -> String {
        let concealed = ground.secrets.conceal(Array(bytes.prefix(Self.mostOutputBytes)))
        return String(decoding: concealed, as: UTF8.self)
    }
}

extension ToolGate {
    /// A gate of which nothing is left: it was voided, so a person has to be asked anew.
    fileprivate var isStale: Bool {
        if case .voided = record?.status { true } else { false }
    }
}
