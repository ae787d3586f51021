import Foundation
import Synchronization

/// How a program ended and what it said.
struct Finished: Sendable, CustomStringConvertible {
    /// The exit status; nil when a signal ended it.
    let status: Int32?
    let signal: Int32?
    let out: String
    let error: String
    let command: String

    /// Whether it ended by a fault of its own: nothing from outside may ever cause that.
    var hasCrashed: Bool {
        let words = ["Fatal error", "Stack dump", "Program crashed", "Crash: ", "Thread 0 "]
        return (signal ?? 0) != 0 || words.contains { error.contains($0) || out.contains($0) }
    }

    /// Both streams.
    var all: String { out + error }

    func json() throws -> JSON { try JSON(out) }

    var description: String {
        let ending = status.map { "exit \($0)" } ?? "signal \(signal ?? 0)"
        return "\(command)\n\(ending)\nstdout: \(out.prefix(3000))\nstderr: \(error.prefix(3000))"
    }
}

/// A program that runs beside the test, in a process group of its own.
///
/// Its output goes to files and not through pipes, so that no descendant that keeps a descriptor
/// open can hold the test up. It is ended with the test.
final class Running: Sendable {
    let pid: pid_t
    private let command: String
    private let outPath: String
    private let errorPath: String
    private let ended = Mutex<Int32?>(nil)

    init(
        _ words: [String],
        environment: [String: String],
        directory: String,
        out: String,
        error: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 1, out, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, error, flags, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
        // The shell goes there and becomes the program, so the process stays the same.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory]
        var arguments = (shell + words).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child: pid_t = 0
        let code = Self.startingOrWriting.withLock { _ in
            posix_spawn(&child, shell[0], &actions, &attributes, &arguments, &variables)
        }
        guard code == 0 else {
            throw Trouble("cannot start \(words[0]): \(String(cString: strerror(code)))")
        }
        pid = child
        command = words.joined(separator: " ")
        outPath = out
        errorPath = error
    }

    /// A child that starts while a script is written holds that open for writing until it becomes
    /// another program, and who runs the script meanwhile is told "text file busy".
    static let startingOrWriting = Mutex(())

    deinit {
        guard look() == nil else { return }
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    var out: String { Self.text(outPath) }
    var error: String { Self.text(errorPath) }
    var hasEnded: Bool { look() != nil }

    func send(_ signal: Int32) { if look() == nil { kill(pid, signal) } }

    /// Waits for its end; one that takes longer than `seconds` is killed.
    @discardableResult
    func finish(within seconds: Double = 300) async throws -> Finished {
        do {
            try await eventually("the end of: \(command)", within: seconds) { hasEnded }
        } catch {
            kill(-pid, SIGKILL)
            throw Trouble(
                "\(error)\nstdout: \(out.suffix(2000))\nstderr: \(self.error.suffix(2000))"
            )
        }
        let status = look() ?? 0
        let signal = status & 0x7F
        return Finished(
            status: signal == 0 ? (status >> 8) & 0xFF : nil,
            signal: signal == 0 ? nil : signal,
            out: out,
            error: error,
            command: command
        )
    }

    private func look() -> Int32? {
        ended.withLock { ended in
            if ended != nil { return ended }
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid { ended = status }
            return ended
        }
    }

    private static func text(_ path: String) -> String {
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }
}
