import Agents
import ArgumentParser
import Workflow

struct SignHeadCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "sign-head",
        abstract: "Sign where a run's journal stands, so that nobody without the key rewrites it.",
        discussion: """
            The key must be one of the workflow file's 'signers'. With --anchor the head is also \
            added to a file outside the state folder, against which 'verify' finds a tail that \
            was cut off.
            """
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Option(
        help: ArgumentHelp(
            "The key to sign with, or its .pub for one in an ssh-agent; else "
                + "$ORCHESTRATE_SIGNING_KEY, else ~/.ssh/id_ed25519.",
            valueName: "key"
        )
    )
    var signWith: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Whose key it is, when not your own.", valueName: "who")
    )
    var who: String?

    @Option(help: ArgumentHelp("Add the head to this file too.", valueName: "file"))
    var anchor: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        try Bystander.refuseInsideStep("sign")
        let session = try Session.open(common)
        let id = try await session.run(named: run)
        let by = who ?? session.surroundings.holder.user
        let loaded = try await session.scheduler.load(id)
        guard loaded.run.definition.signers != nil || anchor != nil else {
            throw Failure(
                .usage,
                "the workflow of run '\(id)' names no 'signers', so nobody could verify a signature",
                hint: "--anchor FILE keeps the head without one"
            )
        }
        let isSigned = loaded.run.definition.signers != nil
        let fold = isSigned ? try await sign(id, by, session) : loaded
        if let anchor {
            let entry = AnchorFile.Anchor(
                run: id,
                sequence: fold.head.sequence,
                head: fold.head.hash,
                at: session.surroundings.now().wholeSecond
            )
            try AnchorFile(path: CommonOptions.absolute(anchor))
                .append(entry, by: by, outside: session.folder)
        }
        if common.json {
            Output.json([
                "schema": 1, "run": .string(id.text), "sequence": .int(fold.head.sequence),
                "head": .string(fold.head.hash.hex), "signed": .bool(isSigned),
                "by": .string(by), "anchor": .optional(anchor),
            ])
            return
        }
        Output.line(
            "run \(id): event \(fold.head.sequence)" + (isSigned ? ", signed by \(by)" : "")
                + (anchor.map { ", anchored in \($0)" } ?? "")
        )
        Output.line("head \(fold.head.hash)")
    }

    /// Appends the signature; one that is the last event already covers everything.
    private func sign(_ id: RunID, _ by: String, _ session: Session) async throws -> RunFold {
        try await session.scheduler.decide(id) { run, head in
            if let last = run.proofs.claims.last, last.sequence == head.sequence,
                last.namespace == .head, last.principal == by
            {
                return []
            }
            let at = max(session.surroundings.now(), head.time).flooredToSecond
            let text = HeadSigned.statement(
                run: id,
                definition: run.definition.digest,
                sequence: head.sequence,
                head: head.hash,
                by: by,
                at: at
            )
            let event = Event.headSigned(
                HeadSigned(
                    sequence: head.sequence,
                    head: head.hash,
                    by: by,
                    identity: who == nil ? .system : .asserted,
                    host: session.surroundings.holder.host,
                    signature: try await Signing(session: session, key: signWith)
                        .signature(over: text, .head, at: at)
                )
            )
            try await Signing.confirm(event, in: run, after: head, session)
            return [event]
        }
    }
}
