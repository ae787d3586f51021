import Glibc

/// Where a project's state lives: `.orchestrate` in it, found upwards as git finds its own.
package struct StateFolder: Sendable, Hashable {
    package static let name = ".orchestrate"

    package let path: String

    package var database: String { path + "/journal.sqlite" }
    package var objects: String { path + "/objects" }
    package var locks: String { path + "/locks" }
    package var attempts: String { path + "/attempts" }
    /// Laid-out roots, plans and, for trials, states of Terraform: each holds secrets.
    package var terraform: String { path + "/terraform" }
    package var workspaces: String { path + "/workspaces" }

    /// The folder at `path` itself, which must exist and be its user's alone to write.
    package init(existing path: String) throws(StateFolderError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT ? .missing(path) : .unusable(.latest("look at", path))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .unusable(FileError(path: path, operation: "open", code: ENOTDIR))
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .writableByOthers(path, mode: Int(status.st_mode & 0o777))
        }
        // A container's root works on folders of the host's user.
        guard status.st_uid == geteuid() || geteuid() == 0 else {
            throw .ofAnotherUser(path, user: Int(status.st_uid))
        }
        self.path = path
    }

    /// Makes the folder with all that belongs into it, for its user alone; opens it when it exists.
    package static func create(at path: String) throws(StateFolderError) -> StateFolder {
        try make(path)
        let folder = try StateFolder(existing: path)
        for part in [folder.objects, folder.locks, folder.attempts, folder.workspaces] {
            try make(part)
        }
        return folder
    }

    private static func make(_ path: String) throws(StateFolderError) {
        do {
            try DurableFile.makeFolder(path)
        } catch {
            throw .unusable(error)
        }
    }

    /// The nearest state folder in `directory`, an absolute path, or above it; nil without one.
    package static func find(from directory: String) throws(StateFolderError) -> StateFolder? {
        var directory = directory
        while true {
            let candidate = (directory == "/" ? "" : directory) + "/" + name
            if DurableFile.isFolder(candidate) { return try StateFolder(existing: candidate) }
            let above = DurableFile.split(directory).folder
            if above == directory || above == "." { return nil }
            directory = above
        }
    }
}

/// Why a state folder is not used.
package enum StateFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(String)
    case writableByOthers(String, mode: Int)
    case ofAnotherUser(String, user: Int)
    case unusable(FileError)

    package var description: String {
        switch self {
        case .missing(let path):
            "no state folder at \(path); 'orchestrate run' or 'orchestrate init' makes one"
        case .writableByOthers(let path, let mode):
            "\(path) can be written by others (mode \(String(mode, radix: 8))); "
                + "it was not used, 'chmod go-w \(path)' makes it safe"
        case .ofAnotherUser(let path, let user):
            "\(path) belongs to user \(user), not to you; it was not used"
        case .unusable(let error):
            error.description
        }
    }
}
