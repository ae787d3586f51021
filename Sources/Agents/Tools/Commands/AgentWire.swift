internal import CPlatform
import Foundation
import Synchronization
import Workflow

/// The pipes of an agent's process: lines that it writes, lines that it is answered with.
///
/// One thread of its own waits for all of them, since waiting blocks.
final class AgentWire: Sendable {
    /// What comes from the process, in order.
    enum News: Sendable {
        case line([UInt8])
        /// It wrote more than it may, in words.
        case excess(String)
    }

    struct Bounds: Sendable {
        let lineBytes: Int
        let outputBytes: Int
        let stderrHeadBytes: Int
        let stderrTailBytes: Int
    }

    private struct Outgoing {
        var bytes: [UInt8] = []
        var isClosed = false
    }

    let news: AsyncStream<News>
    private let reporter: AsyncStream<News>.Continuation
    private let outgoing = Mutex(Outgoing())
    private let wake: (reader: Int32, writer: Int32)
    private let bounds: Bounds

    init(_ bounds: Bounds) throws(FileError) {
        self.bounds = bounds
        var ends: [Int32] = [0, 0]
        guard platform_pipe(&ends) == 0 else {
            throw FileError(path: "pipe", operation: "make", code: errno)
        }
        wake = (ends[0], ends[1])
        (news, reporter) = AsyncStream.makeStream()
    }

    deinit {
        close(wake.reader)
        close(wake.writer)
    }

    /// Sends a line to the process.
    func send(_ line: String) {
        outgoing.withLock { outgoing in
            guard !outgoing.isClosed else { return }
            outgoing.bytes += Array(line.utf8) + [0x0A]
        }
        rouse()
    }

    /// Nothing is sent any more: the process reads the end of its input.
    func end() {
        outgoing.withLock { $0.isClosed = true }
        rouse()
    }

    private func rouse() {
        var byte: UInt8 = 1
        _ = write(wake.writer, &byte, 1)
    }

    /// Waits until the process has ended, and then ends what is left of its group.
    ///
    /// - Parameters:
    ///   - process: it leads a group of its own
    ///   - processDescriptor: becomes readable when the process ends
    ///   - input: to which is written; it and the two others are closed at the end
    ///   - out: from which lines are read
    ///   - error: from which words are kept
    /// - Returns: what it wrote to standard error.
    func pump(
        process: Int32,
        processDescriptor: Int32,
        input: Int32,
        out: Int32,
        error: Int32
    ) async -> BoundedBytes {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var state = Pumping(
                    input: input,
                    out: out,
                    error: error,
                    stderr: BoundedBytes(
                        head: bounds.stderrHeadBytes,
                        tail: bounds.stderrTailBytes
                    )
                )
                _ = fcntl(input, F_SETFL, O_NONBLOCK)
                while run(&state, process, processDescriptor) {}
                state.close()
                reporter.finish()
                continuation.resume(returning: state.stderr)
            }
        }
    }

    private struct Pumping {
        var input: Int32
        var out: Int32
        var error: Int32
        var stderr: BoundedBytes
        var pending: [UInt8] = []
        var line: [UInt8] = []
        var total = 0
        var hasEnded = false

        mutating func closeInput() {
            if input >= 0 { Foundation.close(input) }
            input = -1
        }

        mutating func close() {
            closeInput()
            for descriptor in [out, error] where descriptor >= 0 { Foundation.close(descriptor) }
        }
    }

    /// One wait and what it brought; false when nothing more can come.
    private func run(_ state: inout Pumping, _ process: Int32, _ descriptor: Int32) -> Bool {
        if state.hasEnded { _ = kill(-process, SIGKILL) }
        let isClosing = outgoing.withLock { outgoing in
            state.pending += outgoing.bytes
            outgoing.bytes = []
            return outgoing.isClosed
        }
        if isClosing, state.pending.isEmpty { state.closeInput() }
        var polled = [
            pollfd(fd: state.out, events: Int16(POLLIN), revents: 0),
            pollfd(fd: state.error, events: Int16(POLLIN), revents: 0),
            pollfd(fd: state.hasEnded ? -1 : descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: state.pending.isEmpty ? -1 : state.input,
                events: Int16(POLLOUT),
                revents: 0
            ),
        ]
        // After the end only what is there already is read.
        let count = poll(&polled, 5, state.hasEnded ? 0 : -1)
        if count < 0 { return errno == EINTR }
        if count == 0 { return !state.hasEnded }
        if polled[0].revents != 0 { readLines(&state, process) }
        if polled[1].revents != 0 { readWords(&state) }
        if polled[2].revents != 0 { state.hasEnded = true }
        if descriptor < 0, state.out < 0, state.error < 0 { state.hasEnded = true }
        if polled[3].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 256)
            _ = read(wake.reader, &bytes, bytes.count)
            if state.hasEnded, state.out < 0, state.error < 0 { return false }
        }
        if polled[4].revents != 0 { writePending(&state) }
        return !state.hasEnded || state.out >= 0 || state.error >= 0
    }

    private func writePending(_ state: inout Pumping) {
        let count = write(state.input, state.pending, state.pending.count)
        if count > 0 {
            state.pending.removeFirst(count)
        } else if errno != EAGAIN, errno != EINTR {
            // It reads no more; what it writes still counts.
            state.pending = []
            state.closeInput()
        }
    }

    private func readWords(_ state: inout Pumping) {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = read(state.error, &buffer, buffer.count)
        if count > 0 {
            state.stderr.append(buffer[..<count])
        } else if count == 0 || errno != EINTR && errno != EAGAIN {
            close(state.error)
            state.error = -1
        }
    }

    private func readLines(_ state: inout Pumping, _ process: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = read(state.out, &buffer, buffer.count)
        guard count > 0 else {
            if count < 0, errno == EINTR || errno == EAGAIN { return }
            if !state.line.isEmpty { reporter.yield(.line(state.line)) }
            state.line = []
            close(state.out)
            state.out = -1
            return
        }
        state.total += count
        for part in buffer[..<count].split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            if part.offset > 0 {
                reporter.yield(.line(state.line))
                state.line = []
            }
            state.line += part.element
        }
        let excess =
            state.total > bounds.outputBytes
            ? "it wrote more than \(bounds.outputBytes) bytes"
            : state.line.count > bounds.lineBytes
                ? "it wrote a line of more than \(bounds.lineBytes) bytes" : nil
        guard let excess else { return }
        reporter.yield(.excess(excess))
        _ = kill(-process, SIGKILL)
        close(state.out)
        state.out = -1
    }
}
