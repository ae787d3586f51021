import Agents
import ArgumentParser
import Workflow

struct DeliverablesCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "deliverables",
        abstract: "Show what a run made: files, digests, verdicts."
    )

    @Argument(help: "The run; the latest when left out.")
    var run: String?

    @Flag(help: "Read the stored and the workspace's files again and compare; 5 when one differs.")
    var check = false

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        let session = try Session.open(common)
        let run = try await session.load(try await session.run(named: run))
            .asOf(session.surroundings.now())
        let records = run.deliverableOrder.filter(run.isOwed).compactMap { run.deliverables[$0] }
        let files = records.flatMap { $0.produced?.files ?? [] }
        let list = DeliverableList(
            run: run.id,
            records: records,
            states: check ? states(files, run.started.workspace, session) : nil
        )
        if common.json {
            Output.json(list.json)
        } else {
            list.lines(.standard).forEach(Output.line)
        }
        if !list.isWhole { throw ExitStatus.integrity }
    }

    private func states(
        _ files: [DeliverableFile],
        _ workspace: String,
        _ session: Session
    ) -> [String: DeliverableList.FileState] {
        let folder = WorkspaceFolder(root: workspace)
        let latest = Dictionary(files.latest.map { ($0.path, $0) }) { _, last in last }
        let pairs = files.map { file in
            (
                file.path,
                DeliverableList.FileState(
                    stored: stored(file, session.workshop.store),
                    // The workspace holds what was captured last.
                    workspace: found(latest[file.path] ?? file, folder)
                )
            )
        }
        // A file of two deliverables is whole only when both of its stored versions are.
        return Dictionary(pairs) { first, second in first.isWhole ? second : first }
    }

    private func stored(_ file: DeliverableFile, _ store: ObjectStore) -> String {
        do {
            _ = try store.read(file.digest)
            return "ok"
        } catch {
            switch error {
            case .missing: return "missing"
            case .damaged: return "damaged"
            case .unavailable: return "unreadable"
            }
        }
    }

    private func found(_ file: DeliverableFile, _ folder: WorkspaceFolder) -> String {
        guard let path = try? WorkspacePath(file.path) else { return "unreadable" }
        do {
            return try folder.digest(path) == file.digest ? "ok" : "changed"
        } catch {
            switch error {
            case .missing: return "missing"
            case .symbolicLink, .notAFile: return "changed"
            case .tooLarge, .tooMany, .unavailable, .refused: return "unreadable"
            }
        }
    }
}
