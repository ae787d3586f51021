internal import CPlatform
import Foundation
import Workflow

/// Looks which sandbox this machine offers: bubblewrap, else Landlock, else none.
package enum SandboxFinder {
    /// Names the only sandbox that is looked for.
    package static let variable = "ORCHESTRATE_SANDBOX"

    private static let once = Once<SandboxReport>()

    /// What is here; looked at once in the life of this process.
    package static func look() async throws -> SandboxReport {
        let wanted = ProcessInfo.processInfo.environment[variable] ?? ""
        return try await once.value(of: wanted) { try await look(for: wanted) }
    }

    private static func look(for wanted: String) async throws -> SandboxReport {
        if !wanted.isEmpty, Sandbox(rawValue: wanted) == nil {
            let known = Sandbox.allCases.map(\.rawValue).joined(separator: ", ")
            return SandboxReport(
                sandbox: .none,
                reasons: ["\(variable)=\(wanted) is none of \(known)"]
            )
        }
        var reasons: [String] = []
        for sandbox in [Sandbox.bubblewrap, .landlock] {
            guard wanted.isEmpty || wanted == sandbox.rawValue else {
                reasons.append("\(sandbox.rawValue): \(variable) asks for \(wanted)")
                continue
            }
            switch sandbox == .bubblewrap ? try await bubblewrap() : landlock() {
            case .found(let report): return report.with(reasons)
            case .missing(let reason): reasons.append("\(sandbox.rawValue): \(reason)")
            }
        }
        return SandboxReport(sandbox: .none, reasons: reasons)
    }

    private enum Finding {
        case found(SandboxReport)
        case missing(String)
    }

    /// Where distributions install it; never the PATH, on which anybody may put a program.
    private static let places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"]

    /// It is run once as an agent would be, since a container may forbid what it needs.
    private static func bubblewrap() async throws -> Finding {
        guard let path = places.first(where: FileManager.default.isExecutableFile) else {
            return .missing("not installed ('apt-get install bubblewrap')")
        }
        let confinement = Confinement(
            sandbox: .bubblewrap,
            bubblewrap: path,
            readable: [],
            writable: [],
            mayUseNetwork: false
        )
        let call = ToolCall(
            program: path,
            arguments: confinement.bubblewrapArguments(folder: "/", command: ["/usr/bin/true"]),
            folder: "/",
            environment: ["PATH": Confinement.path],
            timeLimitMilliseconds: 10_000
        )
        let ended = try await call.run(SystemSurroundings())
        guard ended.ending == .exited(0) else {
            let said = String(decoding: ended.stderr.prefix(300), as: UTF8.self)
            return .missing("does not run here: \(ended.ending) \(Words.printable(said))")
        }
        return .found(
            SandboxReport(
                sandbox: .bubblewrap,
                path: path,
                holds: ["files", "network", "processes", "time of life", "limits"]
            )
        )
    }

    private static func landlock() -> Finding {
        let version = Int(platform_landlock_abi())
        guard version >= 1 else { return .missing("this kernel has none") }
        guard platform_has_filters() == 1 else {
            return .missing("without seccomp filters the network cannot be refused")
        }
        let network = version >= 4 ? "network (seccomp, Landlock)" : "network (seccomp)"
        var holds = ["files", network, "limits"]
        var lacks = ["names of files can be seen", "what it leaves running is ended as a group"]
        if version >= 6 {
            holds.insert("signals", at: 2)
        } else {
            lacks.append("signals to other processes")
        }
        return .found(
            SandboxReport(
                sandbox: .landlock,
                path: "Landlock ABI \(version)",
                holds: holds,
                lacks: lacks
            )
        )
    }
}

extension SandboxReport {
    fileprivate func with(_ reasons: [String]) -> SandboxReport {
        SandboxReport(sandbox: sandbox, path: path, holds: holds, lacks: lacks, reasons: reasons)
    }
}
