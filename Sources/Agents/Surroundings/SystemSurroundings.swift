internal import CPlatform
import Foundation
package import Workflow

/// The machine's own clocks, names and chance; the only place that asks for them.
package struct SystemSurroundings: Surroundings {
    package let holder: Holder
    private let boot: String

    package init() {
        holder = Holder(
            process: Int(getpid()),
            host: Self.hostName(),
            user: Self.userName()
        )
        let identity = try? String(
            contentsOfFile: "/proc/sys/kernel/random/boot_id",
            encoding: .utf8
        )
        boot = identity?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        )
    }

    package func leaseNow() -> LeaseTime {
        LeaseTime(boot: boot, milliseconds: platform_boot_milliseconds())
    }

    package func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// A UUID of version 7: its beginning grows with time, so ids sort as runs began.
    package func newRunID() -> RunID {
        let now = UInt64(now().milliseconds)
        var random = SystemRandomNumberGenerator()
        let high = (now << 16) | 0x7000 | (random.next() & 0x0FFF)
        let low = 0x8000_0000_0000_0000 | (random.next() >> 2)
        let hex = [high, low].map { Self.hex($0) }.joined()
        let groups = [8, 4, 4, 4, 12]
        var rest = hex[...]
        return RunID(
            groups.map { size in
                defer { rest = rest.dropFirst(size) }
                return String(rest.prefix(size))
            }.joined(separator: "-")
        )
    }

    private static func hex(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    /// The operating system's name for the effective user; never an environment variable.
    private static func userName() -> String {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else {
            return "uid-\(geteuid())"
        }
        return String(cString: name)
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, 255) == 0 else { return "localhost" }
        return String(
            decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}
