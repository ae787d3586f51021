import Agents
import Foundation
import Workflow

/// A person's own editor, on a private copy of a text.
struct Editor {
    /// The program and its arguments, without the file.
    let words: [String]

    /// The editor that `$VISUAL` or `$EDITOR` names, taken apart at its spaces: no shell reads it.
    ///
    /// - Throws: `Failure(.toolMissing)` when neither names one.
    init(environment: [String: String]) throws {
        let names = ["VISUAL", "EDITOR"].compactMap { environment[$0] }
        let words = names.map { $0.split(separator: " ").map(String.init) }
        guard let first = words.first(where: { !$0.isEmpty }) else {
            throw Failure(
                .toolMissing,
                "no editor: neither VISUAL nor EDITOR is set",
                hint: "EDITOR=vi orchestrate approve … --edit PATH"
            )
        }
        self.words = first
    }

    /// The bytes as the person leaves them; `name` is what the copy is called.
    ///
    /// The copy is the person's alone (0600, in a folder of 0700) and is removed afterwards.
    ///
    /// - Throws: `Failure` when the editor cannot be started, fails, or leaves no file.
    func edit(_ bytes: [UInt8], name: String) throws -> [UInt8] {
        let folder = try UniqueFolder.make(in: NSTemporaryDirectory(), prefix: "orchestrate-edit-")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/" + name
        try DurableFile.write(bytes, to: path)
        try run(on: path)
        guard let edited = try? DurableFile.read(path) else {
            throw Failure(.failed, "the editor left no file; nothing was changed")
        }
        return edited
    }

    private func run(on path: String) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = (words + [path]).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, words[0], nil, &attributes, &arguments, environ)
        guard code == 0 else {
            throw Failure(
                .toolMissing,
                "cannot start the editor '\(words[0])': \(Self.words(of: code))"
            )
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else {
                throw Failure(.inputOutput, "lost the editor: \(Self.words(of: errno))")
            }
        }
        guard status == 0 else {
            throw Failure(.failed, "the editor '\(words[0])' failed; nothing was changed")
        }
    }

    private static func words(of code: Int32) -> String { String(cString: strerror(code)) }
}
