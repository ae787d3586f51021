import Foundation
import Workflow

/// What a command may see and change, and how that is enforced.
package struct Confinement: Sendable {
    let sandbox: Sandbox
    /// Where bubblewrap is; not looked at for another sandbox.
    var bubblewrap = ""
    /// Absolute files and folders that may be read and executed, beside the system's own.
    let readable: [String]
    /// Absolute folders in which anything may be done.
    let writable: [String]
    let mayUseNetwork: Bool

    /// The `PATH` of everything that is confined: what the system's own folders hold.
    package static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Programs and libraries of the system.
    static let systemFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"]

    /// Files without which programs of the system do not start or speak no TLS; none names a person.
    static let systemFiles = [
        "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
        "/etc/localtime", "/etc/ssl", "/etc/pki", "/etc/ca-certificates",
        "/etc/ca-certificates.conf",
    ]

    static let networkFiles = [
        "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services", "/etc/protocols",
        "/etc/gai.conf",
    ]

    private static let readableDevices = [
        "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
    ]

    private var files: [String] {
        Self.systemFiles + (mayUseNetwork ? Self.networkFiles : [])
    }

    /// The words with which this program starts itself, to confine itself and become `command`.
    ///
    /// - Parameters:
    ///   - command: an absolute program and its arguments
    ///   - folder: where it begins to work
    ///   - lock: what it holds for as long as any descendant lives
    /// - Returns: the arguments of this program.
    func words(for command: [String], in folder: String, lock: String) -> [String] {
        var plan: Members = [
            "folder": .string(folder), "network": .bool(mayUseNetwork),
            "sandbox": .string(sandbox.rawValue),
        ]
        switch sandbox {
        case .bubblewrap:
            plan["command"] = .strings(
                [bubblewrap] + bubblewrapArguments(folder: folder, command: command)
            )
            plan["folder"] = "/"
        case .landlock:
            plan["command"] = .strings(command)
            plan["readable"] = .strings(
                Self.systemFolders + files + Self.readableDevices + readable
            )
            plan["writable"] = .strings(writable + ["/dev/null"])
        case .none:
            plan["command"] = .strings(command)
        }
        return [ConfineEntry.word, lock, JSONWriter.compact(.object(plan))]
    }

    func bubblewrapArguments(folder: String, command: [String]) -> [String] {
        var words = ["--unshare-all"]
        if mayUseNetwork { words.append("--share-net") }
        words += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        for place in Self.systemFolders {
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place) {
                words += ["--symlink", target, place]
            } else {
                words += ["--ro-bind-try", place, place]
            }
        }
        for file in files { words += ["--ro-bind-try", file, file] }
        words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
        for place in readable { words += ["--ro-bind-try", place, place] }
        for place in writable { words += ["--bind", place, place] }
        // The root that all of it is mounted in could be written otherwise, if only for a while.
        return words + ["--remount-ro", "/", "--chdir", folder, "--"] + command
    }
}
