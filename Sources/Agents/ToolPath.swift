import Foundation

/// Where programs of others are looked for: the same for validators, for `doctor`, and for what
/// plans and applies.
package struct ToolPath: Sendable {
    private let variables: [String: String]

    /// Takes this program's environment.
    package init(_ variables: [String: String]) { self.variables = variables }

    /// Of this process.
    package static var ofProcess: ToolPath { ToolPath(ProcessInfo.processInfo.environment) }

    /// Where the install script puts the tools: `$ORCHESTRATE_VALIDATORS`, else the user's data.
    package var prefix: String {
        if let named = variables["ORCHESTRATE_VALIDATORS"], !named.isEmpty { return named }
        let home = variables["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/root"
        let data = variables["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return (data ?? home + "/.local/share") + "/orchestrate/validators"
    }

    /// What was installed for this program, in versions that are known to work, comes before the
    /// `PATH`.
    package var folders: [String] {
        let path = (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
            .split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        return [prefix + "/bin"] + path
    }

    /// The program's path, or nil when it is not here.
    package func find(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
