import Agents
import ArgumentParser
import Workflow

struct CatCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Print one captured file, byte for byte, after verifying it.",
        discussion: """
            With --stream it prints what the last attempt of a step wrote, as far as it was kept.
            """
    )

    enum StreamName: String, ExpressibleByArgument, CaseIterable {
        case stdout
        case stderr
    }

    @Argument(help: "The run, which may be left out for the latest, and the path.")
    var names: [String]

    @Option(help: ArgumentHelp("The names are a run and a step, whose output is printed."))
    var stream: StreamName?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        guard (1...2).contains(names.count) else {
            throw ValidationError("expected [RUN] PATH, found \(names.count) names")
        }
    }

    func run() async throws {
        let session = try Session.open(common)
        let id = try await session.run(named: names.count == 2 ? names[0] : nil)
        let name = names[names.count - 1]
        let digest: Digest
        if let stream {
            digest = try await self.digest(of: stream, step: StepID(name), id, session)
        } else {
            digest = try await self.digest(ofFile: name, session.load(id))
        }
        let bytes = try session.workshop.store.read(digest)
        guard common.json else {
            Output.bytes(bytes)
            return
        }
        Output.json([
            "schema": 1, "run": .string(id.text), "path": .string(name),
            "sha256": .string(digest.hex), "bytes": .int(bytes.count),
            "text": .optional(String(validating: bytes, as: UTF8.self)),
        ])
    }

    /// A file of several deliverables is the one that was captured last.
    private func digest(ofFile path: String, _ run: Run) throws -> Digest {
        let produced = run.deliverableOrder.compactMap { run.deliverables[$0]?.produced }
        let files = produced.flatMap(\.files)
        if let file = files.last(where: { $0.path == path }) { return file.digest }
        let near =
            Spelling.nearest(to: path, in: files.map(\.path))
            ?? files.map(\.path).first { $0.hasSuffix("/" + path) }
        throw Failure(
            .notFound,
            "run '\(run.id)' captured no file '\(path)'",
            hint: near.map { "did you mean '\($0)'?" }
                ?? "'orchestrate deliverables \(run.id)' shows the files"
        )
    }

    private func digest(
        of name: StreamName,
        step: StepID,
        _ run: RunID,
        _ session: Session
    ) async throws -> Digest {
        var found: Digest?
        for sealed in try await session.journal.history(of: run, after: 0, limit: nil)
        where sealed.type == "step.completed" || sealed.type == "step.failed" {
            let streams: (StepID, [Workflow.Stream])
            switch try EventCoding.open(sealed).event {
            case .stepCompleted(let ended): streams = (ended.step, ended.streams)
            case .stepFailed(let ended): streams = (ended.step, ended.streams)
            default: continue
            }
            guard streams.0 == step else { continue }
            found = streams.1.first { $0.name == name.rawValue }?.digest ?? found
        }
        guard let found else {
            throw Failure(
                .notFound,
                "no \(name.rawValue) of a step '\(step)' in run '\(run)'",
                hint: "only steps with 'run' have output, once an attempt has ended"
            )
        }
        return found
    }
}
