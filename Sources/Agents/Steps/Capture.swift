import Workflow

/// Takes a deliverable's files from the workspace into the store.
struct Capture {
    let workshop: Workshop
    let workspace: String

    func perform(
        _ declaration: DeliverableDeclaration,
        phase: PhaseID,
        round: Int,
        producer: String
    ) throws -> [Event] {
        let folder = WorkspaceFolder(root: workspace)
        let limit = workshop.limits.deliverableFileBytes
        var files: [DeliverableFile] = []
        var missing: [String] = []
        for declared in declaration.files {
            // `?` at the end: the files belong to it when there are any.
            let isOptional = declared.hasSuffix("?")
            let pattern = isOptional ? String(declared.dropLast()) : declared
            let found = try paths(pattern, in: folder)
            let captured = try found.map { try capture($0, folder) }
            // A file without a byte says nothing, and a pattern without a file even less.
            missing += captured.filter { $0.bytes == 0 }.map { "\($0.path) (empty)" }
            missing += captured.filter { $0.bytes > limit }.map {
                "\($0.path) (\($0.bytes) bytes, the limit deliverableFileBytes is \(limit))"
            }
            if captured.isEmpty, !isOptional { missing.append(pattern) }
            files += captured.filter { (1...limit).contains($0.bytes) }
        }
        var seen: Set<String> = []
        let unique = files.filter { seen.insert($0.path).inserted }.sorted { $0.path < $1.path }
        let produced = DeliverableProduced(
            deliverable: declaration.id,
            phase: phase,
            round: round,
            producer: producer,
            files: unique,
            missing: missing
        )
        return [.deliverableProduced(produced)]
    }

    private func paths(_ pattern: String, in folder: WorkspaceFolder) throws -> [WorkspacePath] {
        do {
            return try folder.files(pattern).files
        } catch WorkspaceError.missing {
            return []
        } catch WorkspaceError.unavailable(_, let error) where error.isMissing {
            return []
        }
    }

    private func capture(
        _ path: WorkspacePath,
        _ folder: WorkspaceFolder
    ) throws -> DeliverableFile {
        try folder.capture(path, in: workshop.store)
    }
}
