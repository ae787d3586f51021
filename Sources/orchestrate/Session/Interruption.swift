import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and `kill`: the work is cancelled, what happened is recorded, and the run can be resumed.
///
/// A second signal ends the program at once.
enum Interruption {
    /// The signal that came, if one did.
    static var received: ExitStatus? { state.withLock(\.self) }

    private static let state = Mutex<ExitStatus?>(nil)

    /// Runs `body` in a task that is cancelled when a signal comes.
    static func guarded(_ body: @escaping @Sendable () async -> ExitStatus) async -> ExitStatus {
        let (signals, continuation) = AsyncStream.makeStream(of: ExitStatus.self)
        let sources = [(SIGINT, ExitStatus.interrupted), (SIGTERM, .terminated)].map {
            number,
            status in
            // The default action would end the program before the source is told.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield(status) }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return await withTaskGroup(of: ExitStatus?.self) { group in
            group.addTask { await body() }
            group.addTask {
                for await status in signals {
                    let isSecond = state.withLock { state in
                        defer { state = status }
                        return state != nil
                    }
                    if isSecond { exit(status.rawValue) }
                    return nil
                }
                return nil
            }
            while let result = await group.next() {
                if let status = result {
                    group.cancelAll()
                    return received ?? status
                }
                group.cancelAll()
                // A second signal must still be heard while the first is obeyed.
                group.addTask {
                    for await status in signals { exit(status.rawValue) }
                    return nil
                }
            }
            return .brokenInvariant
        }
    }
}
