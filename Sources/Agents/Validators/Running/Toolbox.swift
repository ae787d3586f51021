import Foundation
package import Workflow

/// The programs that are here, and how they are called.
package final class Toolbox: Sendable {
    let folders: PrivateFolders
    private let variables: [String: String]
    private let surroundings: any Surroundings
    private let turnstile: Turnstile
    private let versions = Once<String?>()

    /// Takes this program's environment, and the folder in which private ones are made.
    package init(
        variables: [String: String],
        surroundings: any Surroundings,
        atOnce: Int,
        temporary: String
    ) {
        self.variables = variables
        self.surroundings = surroundings
        turnstile = Turnstile(atOnce: atOnce)
        folders = PrivateFolders(parent: temporary)
    }

    /// As many tools at once as the machine has processors, two at least.
    package static func standard() -> Toolbox {
        Toolbox(
            variables: ProcessInfo.processInfo.environment,
            surroundings: SystemSurroundings(),
            atOnce: max(2, ProcessInfo.processInfo.activeProcessorCount),
            temporary: URL(fileURLWithPath: NSTemporaryDirectory()).standardizedFileURL.path
        )
    }

    // MARK: Finding

    /// Where they are looked for.
    package var places: ToolPath { ToolPath(variables) }

    /// The program's absolute path, or nil when it is not here.
    package func path(of tool: ExternalTool) -> String? { places.find(tool.name) }

    /// What it says of its version, or what its installation says; nil when neither can be had.
    package func version(of tool: ExternalTool) async -> String? {
        guard let path = path(of: tool) else { return nil }
        if let installed = PythonDistribution.version(of: tool, at: path) { return installed }
        let known = try? await versions.value(of: tool.name) { [self] in
            let ended = try await ask(tool, path)
            return ended.output(in: "", root: "/nowhere").version
        }
        return known ?? nil
    }

    /// Starts it to see that it runs: its version, or why it does not.
    package func probe(_ tool: ExternalTool) async throws -> ToolProbe {
        guard let path = path(of: tool) else { return ToolProbe(path: nil) }
        let ended = try await ask(tool, path)
        let output = ended.output(in: "", root: "/nowhere")
        guard output.exitCode == 0 else {
            let said = (output.stderr + output.stdout).split(whereSeparator: \.isNewline).first
            return ToolProbe(
                path: path,
                problem: "\(ended.ending)" + (said.map { ": " + $0 } ?? "")
            )
        }
        return ToolProbe(path: path, version: output.version ?? "unknown")
    }

    private func ask(_ tool: ExternalTool, _ path: String) async throws -> ToolEnd {
        let folder = try await folders.borrow([:], isShared: false)
        let ended: ToolEnd
        do {
            ended = try await run(
                ToolCall(
                    program: path,
                    arguments: tool.versionArguments,
                    folder: folder.root,
                    environment: environment(for: tool, home: folder.home, usesNetwork: false),
                    timeLimitMilliseconds: Self.versionMilliseconds
                )
            )
        } catch {
            await folders.giveBack(folder)
            throw error
        }
        await folders.giveBack(folder)
        return ended
    }

    private static let versionMilliseconds: Int64 = 30_000

    // MARK: Calling

    /// Runs a tool when there is room for it.
    func run(_ call: ToolCall) async throws -> ToolEnd {
        try await turnstile.pass { [surroundings] in try await call.run(surroundings) }
    }

    /// Names that are passed on: none of them holds a credential.
    private static let passedOn = [
        "LANG", "LC_ALL", "TZ", "PYENV_ROOT", "PYENV_VERSION", "TF_PLUGIN_CACHE_DIR",
    ]
    private static let passedOnToTheNetwork = [
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
    ]
    /// The discard port of this machine: who asks there is refused at once.
    private static let nowhere = "http://127.0.0.1:9"

    /// The whole environment of a tool that keeps what it wants to keep in `home`.
    func environment(
        for tool: ExternalTool,
        home: String,
        usesNetwork: Bool
    ) -> [String: String] {
        var environment = [
            "HOME": home, "TMPDIR": home + "/tmp", "XDG_CACHE_HOME": home + "/cache",
            "LANG": "C.UTF-8", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1", "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1",
            "AWS_EC2_METADATA_DISABLED": "true", "GIT_CEILING_DIRECTORIES": home,
        ]
        environment["PATH"] = searchPath(for: tool)
        var names = Self.passedOn
        if usesNetwork {
            names += Self.passedOnToTheNetwork
        } else {
            for name in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"] {
                environment[name] = Self.nowhere
            }
        }
        for name in names {
            if let value = variables[name], !value.isEmpty { environment[name] = value }
        }
        environment["TF_CLI_CONFIG_FILE"] = terraformConfiguration
        return environment
    }

    /// The tool's own folder first, so that what belongs to it is found before others of its name.
    private func searchPath(for tool: ExternalTool) -> String {
        let own = path(of: tool).map { ($0 as NSString).deletingLastPathComponent }
        return ((own.map { [$0] } ?? []) + places.folders).unique.joined(separator: ":")
    }

    /// The user's, which names where providers come from, else the one beside the tools; a variable
    /// that names no file would only make Terraform complain.
    private var terraformConfiguration: String? {
        let home = variables["HOME"] ?? ""
        return [
            variables["TF_CLI_CONFIG_FILE"] ?? "", home + "/.terraformrc",
            places.prefix + "/terraform.rc",
        ].first { !$0.isEmpty && FileManager.default.fileExists(atPath: $0) }
    }
}

/// What is known of a tool after it was started once.
package struct ToolProbe: Sendable {
    package let path: String?
    package var version: String?
    /// Why one that is there cannot be used.
    package var problem: String?

    package var isUsable: Bool { path != nil && problem == nil }
}
