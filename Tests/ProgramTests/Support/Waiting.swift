import Foundation

/// Something that a test needs and does not get.
struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Looks at `condition` again and again until it holds.
///
/// - Throws: `Trouble` when it does not within `seconds`.
func eventually(
    _ what: String,
    within seconds: Double = 120,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            throw Trouble("waited \(seconds) seconds for \(what)")
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Whether the process is there; one that has ended and was not waited for is not.
func isAlive(_ pid: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let close = status.lastIndex(of: ")")
    else { return false }
    let state = status[status.index(after: close)...].split(separator: " ").first
    return state != "Z" && state != "X"
}
