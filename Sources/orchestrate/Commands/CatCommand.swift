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
        let bytes: [UInt8]
        if let stream {
            bytes = try await output(stream, of: StepID(name), id, session)
        } else {
            let digest = try await digest(ofFile: name, session.load(id))
            bytes = try session.workshop.store.read(digest)
        }
        guard common.json else {
            Output.bytes(bytes)
            return
        }
        Output.json([
            "schema": 1, "run": .string(id.text), "path": .string(name),
            "sha256": .string(Digest(of: bytes).hex), "bytes": .int(bytes.count),
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

    /// What the last attempt that ended wrote; a stream of which nothing was kept is empty.
    private func output(
        _ name: StreamName,
        of step: StepID,
        _ run: RunID,
        _ session: Session
    ) async throws -> [UInt8] {
        var last: [Workflow.Stream]?
        for sealed in try await session.journal.history(of: run, after: 0, limit: nil)
        where sealed.type == "step.completed" || sealed.type == "step.failed" {
            switch try EventCoding.open(sealed).event {
            case .stepCompleted(let ended) where ended.step == step: last = ended.streams
            case .stepFailed(let ended) where ended.step == step: last = ended.streams
            default: break
            }
        }
        guard let last else {
            throw Failure(
                .notFound,
                "no attempt of a step '\(step)' has ended in run '\(run)'",
                hint: "'orchestrate show \(run)' shows the steps"
            )
        }
        guard let stream = last.first(where: { $0.name == name.rawValue }) else { return [] }
        return try session.workshop.store.read(stream.digest)
    }
}
