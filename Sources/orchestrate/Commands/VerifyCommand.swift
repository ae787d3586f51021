import Agents
import ArgumentParser
import Foundation
import Workflow

struct VerifyCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove a run: its hash chain, derived tables, definition and stored files.",
        discussion: """
            A tail that was cut off together with its tables shows only against a head that was \
            kept elsewhere: give it with --head, or the file of 'sign-head --anchor' with \
            --anchor. A bundle is proved from itself alone, on any machine.
            """
    )

    @Argument(help: "The run, or the file of a bundle; all runs when left out.")
    var run: String?

    @Option(
        help: ArgumentHelp(
            "A head that was kept: 'run', 'approve' and 'show' print it.",
            valueName: "hash"
        )
    )
    var head: String?

    @Option(
        help: ArgumentHelp(
            "A file of heads that 'sign-head --anchor' wrote; all of them must be there.",
            valueName: "file"
        )
    )
    var anchor: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        guard let head else { return }
        let isHash =
            (12...64).contains(head.count) && head.allSatisfy { $0.isHexDigit && $0.isASCII }
        guard isHash else {
            throw ValidationError("--head takes 12 to 64 hexadecimal digits, not '\(head)'")
        }
    }

    /// A run whose row was removed still has its events, and is proved by them.
    private func named(_ text: String, _ session: Session) async throws -> RunID {
        let stored = try await session.journal.storedRuns()
        if stored.contains(RunID(text)) { return RunID(text) }
        return try await session.run(named: text)
    }

    func run() async throws {
        let anchors = try anchor.map { try AnchorFile(path: CommonOptions.absolute($0)).read() }
        let proofs: [RunProof]
        if let run, let path = try await bundle(run) {
            let proving = BundleProving(
                path: path,
                catalog: try Catalog.standard(),
                limits: try Limits.current(),
                kept: head?.lowercased(),
                anchors: anchors ?? []
            )
            proofs = [try await proving.prove().proof]
        } else {
            proofs = try await stored(anchors ?? [])
        }
        try refuseForeignAnchors(anchors, proofs)
        let report = ProofReport(proofs: proofs, kept: head)
        if common.json {
            Output.json(report.json)
        } else {
            report.lines(.standard).forEach(Output.line)
        }
        if !report.holds { throw ExitStatus.integrity }
    }

    private func stored(_ anchors: [AnchorFile.Anchor]) async throws -> [RunProof] {
        let session = try Session.open(common)
        let present = try await session.journal.storedRuns()
        let runs: [RunID] = if let run { [try await named(run, session)] } else { present }
        var proofs: [RunProof] = []
        for id in runs {
            let proving = Proving(
                session: session,
                run: id,
                kept: head?.lowercased(),
                anchors: anchors
            )
            proofs.append(try await proving.prove())
        }
        guard run == nil else { return proofs }
        let missing = Set(anchors.map(\.run)).subtracting(present).sorted()
        return proofs
            + missing.map { id in
                RunProof(
                    missing: id,
                    firstBreak: "run '\(id)' is missing as a whole, and it was anchored"
                )
            }
    }

    /// An anchor that says nothing of the run would prove nothing, and must not seem to.
    private func refuseForeignAnchors(
        _ anchors: [AnchorFile.Anchor]?,
        _ proofs: [RunProof]
    ) throws {
        guard run != nil, let anchors, let proof = proofs.first,
            !anchors.contains(where: { $0.run == proof.run })
        else { return }
        throw Failure(.notFound, "'\(anchor ?? "")' holds no head of run '\(proof.run)'")
    }

    /// The path of a bundle, if that is what `text` names; a run of that name comes first.
    private func bundle(_ text: String) async throws -> String? {
        let isName = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        if isName, let session = try Session.openIfThere(common) {
            let rows = try await session.journal.runs(withPrefix: text, limit: 1)
            let stored = try await session.journal.storedRuns()
            if !rows.isEmpty || stored.contains(RunID(text)) { return nil }
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: text, isDirectory: &isFolder),
            !isFolder.boolValue
        else {
            if text.contains("/") || text.contains(".") {
                throw Failure(.notFound, "no bundle '\(text)'")
            }
            return nil
        }
        return text
    }

    /// - Throws: `Failure(.notFound)` when there is no such file.
    static func bundlePath(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            !isFolder.boolValue
        else { throw Failure(.notFound, "no bundle '\(path)'") }
        return path
    }
}
