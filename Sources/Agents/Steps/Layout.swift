import Workflow

/// Writes delivered files into a workspace without touching what the run did not make.
struct Layout {
    let workspace: WorkspaceFolder
    let made: MadeFiles

    /// - Throws: `AgentError` before anything is written when a file is there that the run did not
    ///   make and whose bytes differ; an error of the file system.
    func write(_ staged: [StagedFile]) throws {
        let known = try made.paths()
        var changed: [StagedFile] = []
        for file in staged {
            do {
                let present = try workspace.digest(file.path)
                if present == Digest(of: file.bytes) { continue }
                guard known.contains(file.path.text) else {
                    throw AgentError(
                        "the workspace holds a file '\(file.path)' that this run did not make; "
                            + "move it away or choose another --workspace, then resume"
                    )
                }
            } catch WorkspaceError.missing {
                changed.append(file)
                continue
            }
            changed.append(file)
        }
        // Noted before they are written: after a crash in between they are still the run's.
        try made.note(changed.map(\.path.text), known: known)
        try workspace.write(changed.map { ($0.path, $0.bytes) })
    }
}

/// The list of the workspace's files that a run has made.
struct MadeFiles {
    private let attempts: AttemptFolder

    init(_ attempts: AttemptFolder) { self.attempts = attempts }

    func paths() throws -> Set<String> {
        do {
            let text = String(decoding: try DurableFile.read(attempts.made), as: UTF8.self)
            return Set(text.split(separator: "\n").map(String.init))
        } catch {
            if error.isMissing { return [] }
            throw error
        }
    }

    func note(_ paths: [String], known: Set<String>) throws {
        let all = known.union(paths)
        guard all.count > known.count else { return }
        try attempts.make()
        let text = all.sorted().map { $0 + "\n" }.joined()
        try DurableFile.write(Array(text.utf8), to: attempts.made)
    }
}
