import Agents
import ArgumentParser
import Workflow

struct VerifyCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove a run: its hash chain, derived tables, definition and stored files.",
        discussion: """
            A tail that was cut off together with its tables shows only against a head that was \
            kept elsewhere: give it with --head.
            """
    )

    @Argument(help: "The run; all when left out.")
    var run: String?

    @Option(
        help: ArgumentHelp(
            "A head that was kept: 'run', 'approve' and 'show' print it.",
            valueName: "hash"
        )
    )
    var head: String?

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
        let session = try Session.open(common)
        let runs: [RunID] =
            if let run {
                [try await named(run, session)]
            } else {
                try await session.journal.storedRuns()
            }
        var proofs: [RunProof] = []
        for id in runs {
            let proving = Proving(session: session, run: id, kept: head?.lowercased())
            proofs.append(try await proving.prove())
        }
        let report = ProofReport(proofs: proofs, kept: head)
        if common.json {
            Output.json(report.json)
        } else {
            report.lines(.standard).forEach(Output.line)
        }
        if !report.holds { throw ExitStatus.integrity }
    }
}
