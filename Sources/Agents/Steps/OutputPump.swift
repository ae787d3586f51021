import Foundation

/// Reads what a command writes until its first process has ended, then ends the rest of its group.
///
/// Reading to the end of the pipe would wait for ever on a descendant that keeps it open; so the
/// end of the process counts, and what is in the pipe by then is still read. It happens on a thread
/// of its own, since it blocks.
struct OutputPump: Sendable {
    let process: Int32
    /// A descriptor that becomes readable when the process ends; negative where there is none.
    let processDescriptor: Int32
    let out: Int32
    let error: Int32
    let limits: WorkshopLimits
    /// What is taken out before anything is kept.
    var secrets = Secrets()

    struct Output: Sendable {
        var out: BoundedBytes
        var error: BoundedBytes
    }

    func drain() async -> Output {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: pump()) }
        }
    }

    private func pump() -> Output {
        let empty = BoundedBytes(head: limits.streamHeadBytes, tail: limits.streamTailBytes)
        var output = Output(out: empty, error: empty)
        var outConcealer = StreamConcealer(secrets)
        var errorConcealer = StreamConcealer(secrets)
        var isOutOpen = true
        var isErrorOpen = true
        var hasEnded = false
        while isOutOpen || isErrorOpen || !hasEnded {
            if hasEnded { _ = kill(-process, SIGKILL) }
            var polled = [
                pollfd(fd: isOutOpen ? out : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isErrorOpen ? error : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasEnded ? -1 : processDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            // After the end only what is there already is read.
            let count = poll(&polled, 3, hasEnded ? 0 : -1)
            if count < 0, errno == EINTR { continue }
            if count <= 0, hasEnded { break }
            if polled[0].revents != 0 {
                isOutOpen = read(out, &outConcealer, into: &output.out)
            }
            if polled[1].revents != 0 {
                isErrorOpen = read(error, &errorConcealer, into: &output.error)
            }
            if polled[2].revents != 0 { hasEnded = true }
            if processDescriptor < 0, !isOutOpen, !isErrorOpen { hasEnded = true }
        }
        close(out)
        close(error)
        output.out.append(outConcealer.finish()[...])
        output.error.append(errorConcealer.finish()[...])
        return output
    }

    /// False at the end of the stream.
    private func read(
        _ descriptor: Int32,
        _ concealer: inout StreamConcealer,
        into bytes: inout BoundedBytes
    ) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        if count < 0 { return errno == EINTR || errno == EAGAIN }
        bytes.append(concealer.add(buffer[..<count])[...])
        return count > 0
    }
}

/// The beginning and the end of a stream, and how long it was.
struct BoundedBytes: Sendable {
    private let headLimit: Int
    private let tailLimit: Int
    private(set) var head: [UInt8] = []
    private var tail: [UInt8] = []
    private(set) var total = 0

    init(head: Int, tail: Int) {
        headLimit = head
        tailLimit = tail
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        total += bytes.count
        let forHead = min(bytes.count, headLimit - head.count)
        head.append(contentsOf: bytes.prefix(forHead))
        tail.append(contentsOf: bytes.dropFirst(forHead))
        // Twice the limit, so that moving memory stays cheap on average.
        if tail.count > 2 * tailLimit { tail.removeFirst(tail.count - tailLimit) }
    }

    private var keptTail: ArraySlice<UInt8> { tail.suffix(tailLimit) }

    /// Bytes of the stream itself that are kept.
    var keptBytes: Int { head.count + keptTail.count }

    /// What is kept; where something was cut, a line says how much.
    var kept: [UInt8] {
        let cut = total - keptBytes
        let note = cut > 0 ? Array("\n[\(cut) bytes left out here]\n".utf8) : []
        return head + note + keptTail
    }

    /// The same with every secret replaced by its name.
    func concealing(_ secrets: Secrets) -> BoundedBytes {
        var concealed = self
        concealed.head = secrets.conceal(head)
        concealed.tail = secrets.conceal(tail)
        // A name is longer or shorter than what it stands for; nothing was cut by that.
        concealed.total += concealed.head.count + concealed.tail.count - head.count - tail.count
        return concealed
    }

    /// The last `bytes` of the stream.
    func end(bytes: Int) -> [UInt8] {
        Array((tail.count >= bytes ? tail : head + tail).suffix(bytes))
    }
}
