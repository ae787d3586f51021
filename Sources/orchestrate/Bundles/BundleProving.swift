import Agents
import Workflow

/// Proves a bundle from itself alone: nothing but `ssh-keygen` is asked, and no state folder.
struct BundleProving {
    let path: String
    let catalog: Catalog
    let limits: Limits
    var kept: String?
    var anchors: [AnchorFile.Anchor] = []

    /// A bundle that holds, or as much of it as there is.
    struct Proved {
        var proof: RunProof
        let file: BundleFile
        let history: [SealedEvent]
        let definition: Definition
    }

    /// - Throws: `Failure(.integrity)` for a file that is no bundle or was changed.
    func prove() async throws -> Proved {
        do {
            return try await proveOrThrow()
        } catch let error as TarError {
            throw Failure(.integrity, "the bundle '\(path)' \(error.reason)")
        } catch let error as EventCodingError {
            throw Failure(.integrity, "the bundle '\(path)': \(error.reason)")
        } catch let error as BrokenHistory {
            throw Failure(.integrity, "the bundle '\(path)': \(error.reason)")
        }
    }

    private func proveOrThrow() async throws -> Proved {
        let file = try BundleFile(path, limits: limits.bundle)
        let run = try file.run()
        let rows = try JournalLines.rows(file.text(BundleNames.journal))
        let (chain, history) = JournalVerifier.follow(rows, of: run)
        if let found = chain.firstBreak { throw TarError("is broken: \(found.description)") }
        let definition = try definition(file, history)
        let audit = HistoryAudit(
            run,
            definition: definition,
            kept: kept,
            sequences: Set(anchors.map(\.sequence))
        )
        _ = try audit.changes(for: history)
        var proof = RunProof(chain, hasKept: kept == nil ? nil : audit.hasMetKept)
        let verifier = SignatureVerifier(
            signers: definition.signers,
            revoked: file.revoked,
            surroundings: SystemSurroundings()
        )
        proof.firstBreak =
            try await SignatureProof(proofs: audit.proofs, run: run).firstBreak(verifier)
            ?? anchors.firstBreak(in: audit.hashes, of: run)
        if proof.firstBreak == nil { try compare(file, history, audit, &proof) }
        proof.signatures = audit.proofs.claims.count
        proof.objects = file.objects.count
        return Proved(proof: proof, file: file, history: history, definition: definition)
    }

    private func definition(_ file: BundleFile, _ history: [SealedEvent]) throws -> Definition {
        guard let first = history.first,
            case .runStarted(let started) = try EventCoding.open(first).event
        else { throw TarError("has a journal that does not begin with run.started") }
        let source = String(decoding: try file.text(BundleNames.definition), as: UTF8.self)
        guard Digest(of: source) == started.definition else {
            throw TarError("holds another definition than the run was started with")
        }
        let reading = try WorkflowFiles.reader(catalog).read(source: source)
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        return definition
    }

    /// Makes everything anew that follows from the history, and compares.
    private func compare(
        _ file: BundleFile,
        _ history: [SealedEvent],
        _ audit: HistoryAudit,
        _ proof: inout RunProof
    ) throws {
        let contents = try BundleContents(history: history, audit: audit, revoked: file.revoked)
        if let missing = contents.objects.first(where: { !file.objects.contains($0.digest) }) {
            throw TarError("has no object \(missing.digest.short), \(missing.name)")
        }
        let sizes = Dictionary(
            file.entries.map { ($0.name, $0.bytes) },
            uniquingKeysWith: { first, _ in first }
        )
        let expected = try contents.entries { sizes[BundleNames.object($0)] ?? 0 }
        let isForeignReport = ReportPage.isOfAnotherProgram(file.texts[BundleNames.report] ?? [])
        for (wanted, found) in zip(expected, file.entries) {
            guard wanted.name == found.name else {
                throw TarError("holds '\(found.name)' where '\(wanted.name)' belongs")
            }
            if wanted.name == BundleNames.report, isForeignReport { continue }
            guard wanted.digest == found.digest, wanted.bytes == found.bytes else {
                throw TarError("holds a '\(found.name)' that is not what its journal gives")
            }
        }
        if let more = file.entries.dropFirst(expected.count).first {
            throw TarError("holds '\(more.name)', which does not belong to the run")
        }
        guard expected.count == file.entries.count else {
            throw TarError("has no '\(expected[file.entries.count].name)'")
        }
        guard contents.manifest(file.entries) == file.manifest else {
            throw TarError("has a \(BundleNames.manifest) that is not the list of what it holds")
        }
        if isForeignReport {
            proof.notes.append(
                "\(BundleNames.report) was made by another version of the program: read the journal, "
                    + "it proves nothing"
            )
        }
        if !contents.notLaidOut.isEmpty {
            let count = Count.of(contents.notLaidOut.count, "file")
            proof.notes.append("\(count) with too long a path is there as an object only")
        }
    }
}
