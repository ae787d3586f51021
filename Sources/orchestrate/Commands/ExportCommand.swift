import Agents
import ArgumentParser
import Foundation
import Workflow

struct ExportCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write one file with all that proves a run, for somebody who has nothing else.",
        discussion: """
            The bundle is a tar archive: the journal, the definition, approvals with their \
            signatures and the public keys, every stored file, and a report to read. \
            'orchestrate verify FILE' proves it anywhere, 'orchestrate import FILE' reads it.
            """
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The file to write.", valueName: "file")
    )
    var output: String

    @Flag(help: "Replace the file when it is there.")
    var force = false

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        let session = try Session.open(common)
        let id = try await session.run(named: run)
        let path = CommonOptions.absolute(output)
        if FileManager.default.fileExists(atPath: path), !force {
            throw Failure(.usage, "'\(output)' is there already", hint: "--force replaces it")
        }
        let proof = try await Proving(session: session, run: id, kept: nil).prove()
        if let found = proof.firstBreak {
            throw Failure(
                .integrity,
                found,
                hint: "what does not hold is not exported; 'orchestrate verify \(id)'"
            )
        }
        let contents = try await contents(of: id, session)
        try write(contents, to: path, session.workshop.store)
        for path in contents.notLaidOut {
            Output.error("left out of deliverables/: '\(path)' is too long; it is an object")
        }
        if common.json {
            Output.json([
                "schema": 1, "run": .string(id.text), "output": .string(output),
                "head": .string(contents.head.hash.hex), "events": .int(contents.head.sequence),
                "objects": .int(contents.objects.count),
                "signatures": .int(proof.signatures),
            ])
        } else {
            Output.line(
                "\(output): run \(id), \(Count.of(contents.head.sequence, "event")), "
                    + Count.of(contents.objects.count, "object")
            )
            Output.line("head \(contents.head.hash)")
            Output.line(NextCommand.line("orchestrate verify \(output)"))
        }
    }

    private func contents(of id: RunID, _ session: Session) async throws -> BundleContents {
        let history = try await session.journal.history(of: id, after: 0, limit: nil)
        let fold = try await session.scheduler.load(id)
        let audit = HistoryAudit(id, definition: fold.run.definition)
        _ = try audit.changes(for: history)
        let own = try SignatureVerifier.revokedKeys(in: session.folder)
        let brought = try ImportedRuns(session.folder).revoked(of: id)
        return try BundleContents(
            history: history,
            audit: audit,
            revoked: (own.map { [$0] } ?? []) + brought
        )
    }

    private func write(_ contents: BundleContents, to path: String, _ store: ObjectStore) throws {
        let entries = try contents.entries { try store.read($0).count }
        let archive = try TarWriter(path)
        do {
            try archive.add(BundleNames.manifest, contents.manifest(entries))
            for entry in entries {
                try archive.add(
                    entry.name,
                    try contents.texts[entry.name] ?? store.read(entry.digest)
                )
            }
        } catch {
            archive.discard()
            throw error
        }
        try archive.finish()
    }
}
