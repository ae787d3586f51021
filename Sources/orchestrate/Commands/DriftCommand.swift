import Agents
import ArgumentParser
import Workflow

struct DriftCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Compare what a run applied with what is there; changes nothing.",
        discussion: "Exits with 1 when something differs. What was found is journaled."
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Option(help: "One environment; all that were applied when left out.")
    var environment: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        try Bystander.refuseInsideStep("record drift")
        let session = try Session.open(common)
        let id = try await session.run(named: run)
        try session.refuseIfImported(id)
        let state = try await session.load(id)
        let all = AppliedEnvironment.all(of: state, session).filter(\.isCurrent)
        let chosen = all.filter { environment == nil || $0.name == environment }
        guard !chosen.isEmpty else {
            throw Failure(
                .usage,
                environment.map { "run '\(id)' has not applied what it captured of '\($0)'" }
                    ?? "run '\(id)' has applied nothing of what it captured",
                hint: "'orchestrate show \(id)' says how far each environment is"
            )
        }
        var found: [DriftChecked] = []
        for applied in chosen {
            let drift = try applied.drift(state, session)
            _ = try await session.scheduler.amend(id) { _ in [.driftChecked(drift)] }
            found.append(drift)
            if !common.json { Self.lines(drift).forEach(Output.line) }
        }
        if common.json { Output.json(Self.json(id, found)) }
        if found.contains(where: { !$0.differences.isEmpty }) { throw ExitStatus.failed }
    }

    private static func lines(_ drift: DriftChecked) -> [String] {
        let head =
            drift.differences.isEmpty
            ? "as applied" : Count.of(drift.differences.count, "difference")
        return ["\(drift.environment): \(head)"]
            + drift.differences.map { difference in
                let names = difference.attributes.joined(separator: ", ")
                return Words.printable(
                    "  \(difference.address): \(difference.kind)"
                        + (names.isEmpty ? "" : " (\(names))")
                )
            }
    }

    private static func json(_ run: RunID, _ found: [DriftChecked]) -> Value {
        [
            "schema": 1, "run": .string(run.text),
            "drift": .bool(found.contains { !$0.differences.isEmpty }),
            "environments": .array(
                found.map { drift in
                    [
                        "environment": .string(drift.environment), "tool": .string(drift.tool),
                        "differences": .array(
                            drift.differences.map { difference in
                                [
                                    "address": .string(difference.address),
                                    "kind": .string(difference.kind),
                                    "attributes": .strings(difference.attributes),
                                ]
                            }
                        ),
                    ]
                }
            ),
        ]
    }
}

/// An environment of which something may be there: a run has applied it, or begun to.
struct AppliedEnvironment {
    let name: String
    let root: String
    let backend: TerraformBackend
    /// Whether what is there is what the run has captured last, by its record.
    let isCurrent: Bool

    static func all(of run: Run, _ session: Session) -> [AppliedEnvironment] {
        EnvironmentState.all(of: run, session).compactMap { state in
            guard state.mode == "applied" || state.isThere,
                let root = state.standing?.root ?? state.root
            else { return nil }
            return AppliedEnvironment(
                name: state.name,
                root: root,
                backend: state.standing?.backend
                    ?? state.backend.flatMap { TerraformBackend(rawValue: $0) } ?? .configured,
                isCurrent: state.mode == "applied"
            )
        }
    }

    func drift(_ run: Run, _ session: Session) throws -> DriftChecked {
        do {
            let place = try TerraformPlace(
                session.folder,
                run: run.id,
                environment: name,
                root: root
            )
            let work = try TerraformWork(
                place,
                purpose: .look,
                backend: backend,
                captured: run.captured.flatMap(\.files),
                store: session.workshop.store,
                workspace: run.started.workspace,
                tell: { _ in }
            )
            let summary = try work.drift()
            return DriftChecked(
                environment: name,
                by: session.surroundings.holder.user,
                tool: "terraform \(try work.version())",
                // What the provider only reads differently after an apply is no difference: the
                // rules of a group that are resources of their own, a policy in other words.
                differences: summary.changes.map { change in
                    DriftChecked.Difference(
                        address: change.address,
                        kind: change.action.rawValue,
                        attributes: change.attributes
                    )
                }
            )
        } catch let error as TerraformError {
            throw Failure(error)
        }
    }
}

extension Failure {
    init(_ error: TerraformError) {
        self.init(error.status ?? .failed, error.description)
    }
}
