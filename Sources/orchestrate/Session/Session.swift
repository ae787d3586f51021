import Agents
import Foundation
import Workflow

/// An opened state folder with the engine around it.
struct Session {
    let folder: StateFolder
    let journal: SQLiteJournal
    let surroundings: SystemSurroundings
    let catalog: Catalog
    let limits: Limits
    let workshop: Workshop
    let scheduler: Scheduler

    /// Opens the state folder that the options name or that is found upwards.
    ///
    /// - Throws: `Failure(.notFound)` when there is none.
    static func open(
        _ options: CommonOptions,
        observer: @escaping @Sendable (RecordedEvent) -> Void = { _ in }
    ) throws -> Session {
        guard let session = try openIfThere(options, observer: observer) else {
            throw Failure(
                .notFound,
                "no state folder here or above",
                hint: "'orchestrate run FILE' makes one, --home DIR names another"
            )
        }
        return session
    }

    /// The same, with nil when there is no state folder yet.
    static func openIfThere(
        _ options: CommonOptions,
        observer: @escaping @Sendable (RecordedEvent) -> Void = { _ in }
    ) throws -> Session? {
        if let home = options.namedHome {
            guard FileManager.default.fileExists(atPath: home + "/journal.sqlite") else {
                return nil
            }
            return try Session(StateFolder(existing: home), observer: observer)
        }
        let here = FileManager.default.currentDirectoryPath
        guard let folder = try StateFolder.find(from: here),
            FileManager.default.fileExists(atPath: folder.database)
        else { return nil }
        return try Session(folder, observer: observer)
    }

    /// Opens the state folder and makes it when there is none.
    static func make(
        _ options: CommonOptions,
        observer: @escaping @Sendable (RecordedEvent) -> Void = { _ in }
    ) throws -> Session {
        let here = FileManager.default.currentDirectoryPath
        let found = try options.namedHome == nil ? StateFolder.find(from: here)?.path : nil
        let path = options.namedHome ?? found ?? here + "/" + StateFolder.name
        return try Session(StateFolder.create(at: path), observer: observer)
    }

    private init(
        _ folder: StateFolder,
        observer: @escaping @Sendable (RecordedEvent) -> Void
    ) throws {
        self.folder = folder
        journal = try SQLiteJournal(path: folder.database)
        surroundings = SystemSurroundings()
        let catalog = try Catalog.standard()
        self.catalog = catalog
        let limits = try Limits.current()
        self.limits = limits
        workshop = Workshop(
            catalog: catalog,
            folder: folder,
            surroundings: surroundings,
            limits: limits.workshop
        )
        let vault = workshop.vault
        Output.conceal { vault.conceal($0) }
        scheduler = Scheduler(
            journal: journal,
            runner: Runner(
                journal: journal,
                performer: workshop,
                surroundings: surroundings,
                limits: limits.runner,
                observer: observer
            ),
            claims: FileClaims(folder),
            surroundings: surroundings,
            definition: { source in
                let reader = try WorkflowFiles.reader(catalog)
                let reading = reader.read(source: source)
                guard let definition = reading.definition else {
                    throw InvalidDefinition(reading.diagnostics)
                }
                return definition
            },
            isAuditOnly: { [imported = ImportedRuns(folder)] in imported.contains($0) }
        )
    }

    /// The run that `text` names: an exact id, else a unique prefix; nil means the latest.
    ///
    /// - Throws: `Failure(.notFound)` when there is none, `.usage` when a prefix fits several.
    func run(named text: String?) async throws -> RunID {
        guard let text else {
            guard let latest = try await journal.runs(limit: 1, before: nil).first else {
                throw Failure(
                    .notFound,
                    "there is no run yet",
                    hint: "'orchestrate run FILE' begins one"
                )
            }
            return latest.run
        }
        if try await journal.head(of: RunID(text)) != nil { return RunID(text) }
        let rows = text.isEmpty ? [] : try await journal.runs(withPrefix: text, limit: 3)
        guard let only = rows.first else {
            throw Failure(
                .notFound,
                "no run '\(text)'",
                hint: "'orchestrate list' shows those that exist"
            )
        }
        guard rows.count == 1 else {
            let names = rows.map(\.run.text).joined(separator: ", ")
            throw Failure(
                .usage,
                "'\(text)' fits several runs: \(names)",
                hint: "give more of the id"
            )
        }
        return only.run
    }
}

extension Session {
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Refuses what would go on with a run that was only brought here to be looked at.
    func refuseIfImported(_ run: RunID) throws(AuditOnly) {
        if scheduler.isAuditOnly(run) { throw AuditOnly(run: run) }
    }

    /// A run as its journal has it.
    func load(_ run: RunID) async throws -> Run { try await scheduler.load(run).run }
}
