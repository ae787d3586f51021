import Foundation
package import Workflow

/// Where the command of an agent is, and what has to be readable for it to run.
package struct AgentProgram: Sendable, Hashable {
    /// Absolute, with all links resolved in the program's own path.
    package let program: String
    package let arguments: [String]
    /// Absolute files and folders that it needs.
    package let readable: [String]
    /// SHA-256 of the program's file.
    package let digest: Digest

    /// Finds `command` as it is seen from `folder`.
    ///
    /// A name without `/` is looked for in the folders of `path`; a part that begins with `./` or
    /// `../` is seen from `folder`. What holds one of the folders `kept` is not readable as a whole.
    ///
    /// - Throws: `AgentProgramError` when there is no such program.
    package init(
        _ command: [String],
        seenFrom folder: String?,
        path: String = Confinement.path,
        keepingOut kept: [String] = []
    ) throws(AgentProgramError) {
        guard let name = command.first else { throw AgentProgramError("the command is empty") }
        var readable: [String] = []
        let found = try Self.find(name, folder, path)
        readable += Self.surroundings(of: found, keepingOut: kept)
        var arguments: [String] = []
        for argument in command.dropFirst() {
            guard Self.isRelative(argument), let folder else {
                arguments.append(argument)
                continue
            }
            let place = Self.absolute(argument, folder)
            arguments.append(place)
            if FileManager.default.fileExists(atPath: place) {
                readable += Self.surroundings(of: place, keepingOut: kept)
            }
        }
        do {
            digest = Digest(of: try DurableFile.read(found))
        } catch {
            throw AgentProgramError("'\(found)' cannot be read: \(error)")
        }
        program = found
        self.arguments = arguments
        self.readable = readable
    }

    private static func isRelative(_ text: String) -> Bool {
        text.hasPrefix("./") || text.hasPrefix("../")
    }

    private static func absolute(_ text: String, _ folder: String) -> String {
        URL(fileURLWithPath: text, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .standardizedFileURL.path
    }

    private static func find(
        _ name: String,
        _ folder: String?,
        _ path: String
    ) throws(AgentProgramError) -> String {
        var candidates: [String]
        if name.contains("/") {
            guard name.hasPrefix("/") || folder != nil else {
                throw AgentProgramError("'\(name)' is relative, and the run has no folder")
            }
            candidates = [name.hasPrefix("/") ? name : absolute(name, folder ?? "/")]
        } else {
            candidates = path.split(separator: ":").map { "\($0)/\(name)" }
        }
        candidates = candidates.filter { place in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        guard let found = candidates.first else {
            throw AgentProgramError(
                name.contains("/")
                    ? "there is no file '\(name)'" : "no program '\(name)' in \(path)"
            )
        }
        guard FileManager.default.isExecutableFile(atPath: found) else {
            throw AgentProgramError("'\(name)' is not executable; 'chmod +x' makes it")
        }
        return URL(fileURLWithPath: found).resolvingSymlinksInPath().path
    }

    /// The folder of a file, for what lies beside it; only the file where the folder holds what no
    /// agent may see, or is somebody's home.
    private static func surroundings(of file: String, keepingOut kept: [String]) -> [String] {
        let real = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
        if Confinement.systemFolders.contains(where: { real.hasPrefix($0 + "/") }) { return [] }
        let folder = (real as NSString).deletingLastPathComponent
        let home = NSHomeDirectory()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let isPrivate =
            folder == "/" || folder == home || home.hasPrefix(folder + "/") || folder == "/tmp"
            || names.contains { ProtectedPath.reason($0) != nil }
            || kept.contains { place in
                let inner = URL(fileURLWithPath: place).resolvingSymlinksInPath().path
                return inner == folder || inner.hasPrefix(folder + "/")
            }
        return isPrivate ? [real] : [folder]
    }
}

/// The command of an agent that cannot be started.
package struct AgentProgramError: Error, Sendable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
