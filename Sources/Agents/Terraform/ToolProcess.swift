internal import CPlatform
import Foundation
import Workflow

/// A tool that is run to its end: an argument list and no shell, its output bounded by nothing but
/// what the tool writes, each line told as it comes.
///
/// Descriptors that this process inherited are passed on, the lock of a step's command among them:
/// so an orphan of a crash is found as long as the tool lives.
struct ToolProcess {
    let path: String
    let arguments: [String]
    let environment: [String: String]
    /// Whether it may ask a person at this process's terminal.
    var keepsTerminal = false

    enum Channel: Sendable { case out, error }

    struct Ended: Sendable {
        /// The exit code; 128 and the signal's number when one ended it.
        let status: Int32
        let out: [UInt8]
        let error: [UInt8]

        var text: String { String(decoding: out, as: UTF8.self) }
        var errorText: String { String(decoding: error, as: UTF8.self) }
    }

    /// Runs the tool; `line` gets each line without its newline.
    ///
    /// - Throws: `FileError` when it cannot be started.
    func run(_ line: (Channel, String) -> Void = { _, _ in }) throws(FileError) -> Ended {
        let out = try Self.pipe()
        let error = try Self.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if !keepsTerminal {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, out.writer, 1)
        posix_spawn_file_actions_adddup2(&actions, error.writer, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process outlives a signal to its group, so that it hears how the tool ended.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables =
            environment.sorted { $0.key < $1.key }
            .map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, &attributes, &words, &variables)
        close(out.writer)
        close(error.writer)
        guard code == 0 else {
            close(out.reader)
            close(error.reader)
            throw FileError(path: path, operation: "start", code: code)
        }
        var streams = [Stream(out.reader, .out), Stream(error.reader, .error)]
        while streams.contains(where: \.isOpen) {
            Self.wait(for: streams.filter(\.isOpen).map(\.descriptor))
            for index in streams.indices where streams[index].isOpen { streams[index].read(line) }
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Ended(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            out: streams[0].bytes,
            error: streams[1].bytes
        )
    }

    private static func pipe() throws(FileError) -> ChildPipe {
        let pipe = try ChildPipe()
        _ = fcntl(pipe.reader, F_SETFL, O_NONBLOCK)
        return pipe
    }

    private static func wait(for descriptors: [Int32]) {
        var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&polls, nfds_t(polls.count), -1)
    }

    /// One stream while it is read.
    private struct Stream {
        let descriptor: Int32
        let channel: Channel
        var bytes: [UInt8] = []
        var isOpen = true
        private var told = 0

        init(_ descriptor: Int32, _ channel: Channel) {
            self.descriptor = descriptor
            self.channel = channel
        }

        /// Reads what is there.
        mutating func read(_ line: (Channel, String) -> Void) {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count > 0 {
                    bytes += buffer.prefix(count)
                    tell(line)
                    continue
                }
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN { return }
                break
            }
            if told < bytes.count { line(channel, String(decoding: bytes[told...], as: UTF8.self)) }
            close(descriptor)
            isOpen = false
        }

        private mutating func tell(_ line: (Channel, String) -> Void) {
            while let end = bytes[told...].firstIndex(of: 0x0A) {
                line(channel, String(decoding: bytes[told..<end], as: UTF8.self))
                told = end + 1
            }
        }
    }
}
