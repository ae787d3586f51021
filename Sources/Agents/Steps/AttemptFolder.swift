import Workflow

/// Where a run's attempts keep what only they need: locks of commands and files of outputs.
struct AttemptFolder: Sendable {
    let path: String

    init(folder: StateFolder, run: RunID) {
        path = folder.attempts + "/" + Digest(of: run.text).hex.prefix(32)
    }

    func make() throws(FileError) { try DurableFile.makeFolder(path) }

    /// The file that a command's process and all its descendants hold locked while one lives.
    func lock(of effect: EffectKey) -> String { path + "/" + name(of: effect) + ".lock" }

    /// The file into which a command writes its outputs.
    func outputs(of effect: EffectKey, attempt: Int) -> String {
        path + "/" + name(of: effect) + ".\(attempt).outputs"
    }

    /// The list of the workspace's files that the run has made.
    var made: String { path + "/made" }

    private func name(of effect: EffectKey) -> String {
        String(Digest(ofLines: [effect.owner, String(effect.round), effect.key]).hex.prefix(32))
    }
}
