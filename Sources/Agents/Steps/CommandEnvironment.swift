import Foundation
import Workflow

/// The variables of a step's own command and of its probe: both get the same, so that a probe can
/// ask the outside with the credentials that the command had.
struct CommandEnvironment {
    /// What the command gets beside what this process has.
    var variables: [(name: String, value: String)]
    /// What is taken out of all that the command writes.
    let secrets: Secrets

    /// - Throws: `SecretError` when a secret is not where it should be.
    init(
        _ command: CommandOrder,
        in order: WorkOrder,
        _ vault: SecretVault,
        folder: StateFolder,
        outputs: String? = nil
    ) async throws {
        let names = command.environment.flatMap(\.pieces).compactMap { piece in
            if case .secret(let name) = piece { name } else { nil }
        }
        try await vault.recall(order)
        let values = try await vault.values(of: Set(names), in: order)
        variables =
            command.environment.map { ($0.name, Self.text(of: $0, values)) } + [
                ("ORCHESTRATE_RUN", order.run.text),
                ("ORCHESTRATE_STEP", command.step.text),
                ("ORCHESTRATE_ATTEMPT", String(command.attempt)),
                ("ORCHESTRATE_IDEMPOTENCY_KEY", command.idempotencyKey.hex),
                ("ORCHESTRATE_FENCING_TOKEN", String(order.token)),
                ("ORCHESTRATE_STATE", folder.path),
                ("ORCHESTRATE_PROGRAM", Self.program),
            ] + (outputs.map { [("ORCHESTRATE_OUTPUT", $0)] } ?? [])
            + Self.feedback(command.feedback)
        secrets = vault.secrets(of: order.run)
    }

    private static func text(
        of variable: EnvironmentValue,
        _ values: [String: String]
    ) -> String {
        variable.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .secret(let name): values[name] ?? ""
            }
        }.joined()
    }

    /// A variable may not grow without end; what was said first is left out first.
    private static let feedbackBytes = 64 * 1024

    /// Why a step runs again, as JSON: who says so, in which words, with which findings.
    private static func feedback(_ items: [Feedback]) -> [(name: String, value: String)] {
        var kept: [Value] = []
        var bytes = 0
        for item in items.reversed() {
            let form: Value = [
                "from": .string(item.from), "comment": .string(item.comment),
                "findings": .array(item.findings.map(EventCoding.form(finding:))),
            ]
            bytes += JSONWriter.compact(form).utf8.count
            guard bytes <= feedbackBytes else { break }
            kept.insert(form, at: 0)
        }
        guard !items.isEmpty else { return [] }
        return [("ORCHESTRATE_FEEDBACK", JSONWriter.compact(.array(kept)))]
    }

    /// The program's own path, so that a step can call it wherever it was started from.
    static let program: String = {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        guard let link else { return CommandLine.arguments.first ?? "orchestrate" }
        // An upgrade has put another in its place, which goes on with the run as `resume` would.
        let mark = " (deleted)"
        return link.hasSuffix(mark) ? String(link.dropLast(mark.count)) : link
    }()

    /// Credentials that a command inherits and may repeat, by the names under which the clouds'
    /// own tools look for them.
    static let credentials: [(name: String, value: String)] = {
        let environment = ProcessInfo.processInfo.environment
        return credentialNames.compactMap { name in environment[name].map { (name, $0) } }
    }()

    static let credentialNames = [
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", "GOOGLE_CREDENTIALS", "GOOGLE_OAUTH_ACCESS_TOKEN",
        "ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET", "VAULT_TOKEN", "GITHUB_TOKEN",
    ]
}
