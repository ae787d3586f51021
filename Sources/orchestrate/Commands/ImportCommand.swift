import Agents
import ArgumentParser
import Workflow

struct ImportCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Prove a bundle and read its run into the state folder, to look at and no more.",
        discussion: """
            'list', 'show', 'log', 'cat', 'deliverables' and 'verify' work on it; nobody can \
            decide, resume or cancel it here.
            """
    )

    @Argument(help: "The bundle.", completion: .file(extensions: ["tar"]))
    var file: String

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        _ = try VerifyCommand.bundlePath(file)
        let proving = BundleProving(
            path: file,
            catalog: try Catalog.standard(),
            limits: try Limits.current()
        )
        let proved = try await proving.prove()
        if let found = proved.proof.firstBreak {
            throw Failure(.integrity, "the bundle '\(file)': \(found)", hint: "it was not imported")
        }
        for note in proved.proof.notes { Output.error("note: \(note)") }
        let run = proved.proof.run
        let session = try Session.make(common)
        let isNew = try await isNew(proved, session)
        if isNew { try await store(proved, session) }
        if common.json {
            Output.json([
                "schema": 1, "run": .string(run.text), "imported": .bool(isNew),
                "head": .string(proved.proof.head.hex), "events": .int(proved.proof.events),
            ])
        } else {
            Output.line(
                "run \(run): \(Count.of(proved.proof.events, "event")), "
                    + (isNew ? "imported for audit" : "is here already")
            )
            Output.line(NextCommand.line("orchestrate show \(run)"))
        }
    }

    /// Whether the run is not here yet.
    ///
    /// - Throws: `Failure(.usage)` when another run, or the run itself, has its id.
    private func isNew(_ proved: BundleProving.Proved, _ session: Session) async throws -> Bool {
        let run = proved.proof.run
        guard let head = try await session.journal.head(of: run) else { return true }
        guard session.scheduler.isAuditOnly(run), head.hash == proved.proof.head else {
            throw Failure(
                .usage,
                "a run '\(run)' is in this state folder already",
                hint: "import into another one with --home DIR"
            )
        }
        return false
    }

    /// The mark comes first: nothing that could be gone on with is ever there.
    private func store(_ proved: BundleProving.Proved, _ session: Session) async throws {
        let run = proved.proof.run
        let origin: Value = [
            "schema": 1, "run": .string(run.text), "head": .string(proved.proof.head.hex),
            "at": .string(session.surroundings.now().description),
            "by": .string(session.surroundings.holder.user),
        ]
        try ImportedRuns(session.folder).add(run, origin, revoked: proved.file.revoked)
        let store = session.workshop.store
        do {
            _ = try BundleFile(file, limits: session.limits.bundle) { digest, bytes in
                // The file may have been changed since it was proved.
                guard proved.file.objects.contains(digest) else {
                    throw TarError("was changed while it was read")
                }
                _ = try store.put(bytes)
            }
        } catch let error as TarError {
            throw Failure(.integrity, "the bundle '\(file)' \(error.reason)")
        }
        let records = try proved.history.map { sealed in try EventCoding.open(sealed) }
        try await session.journal.append(
            Batch(
                run: run,
                after: .start,
                events: proved.history,
                changes: try Projector.changes(
                    of: records,
                    run: run,
                    definition: proved.definition
                ),
                token: nil,
                definition: (proved.definition.digest, proved.definition.source)
            )
        )
    }
}
