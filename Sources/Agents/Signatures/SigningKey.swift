import Foundation
package import Workflow

/// The key with which a person signs: a file, or the public half of one that an agent holds.
package struct SigningKey: Sendable {
    /// The variable that names the key when the command line does not.
    package static let variable = "ORCHESTRATE_SIGNING_KEY"

    package let path: String

    /// The key that was named, else that of the variable, else `~/.ssh/id_ed25519`.
    ///
    /// - Throws: `SigningRefused` when there is no such file.
    package init(named name: String?, environment: [String: String]) throws(SigningRefused) {
        let variable = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        let standard = Self.home.map { $0 + "/.ssh/id_ed25519" }
        guard let path = name ?? variable ?? standard else {
            throw SigningRefused(reason: "no key to sign with" + Self.advice)
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw SigningRefused(reason: "no key to sign with at '\(path)'" + Self.advice)
        }
        self.path =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    private static let advice =
        ": name one with --sign-with KEY or \(variable), or make one with 'ssh-keygen -t ed25519'; "
        + "without either ~/.ssh/id_ed25519 is taken"

    /// As the system's table of users says, not a variable.
    private static var home: String? {
        guard let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir else { return nil }
        return String(cString: folder)
    }

    /// Signs `text`; a passphrase is asked for at the terminal when there is one.
    ///
    /// - Returns: the signature in its armored form.
    /// - Throws: `SigningRefused` when the key cannot sign, `ToolMissing` without `ssh-keygen`.
    package func sign(
        _ text: String,
        namespace: SignatureNamespace,
        environment: [String: String],
        surroundings: any Surroundings
    ) async throws -> String {
        let tool = try SSHKeygen(surroundings: surroundings)
        let folder = try SecretFolder()
        defer { folder.remove() }
        let file = try folder.write(text, to: "statement")
        let arguments = ["-Y", "sign", "-f", path, "-n", namespace.rawValue, file]
        var extra: [String: String] = [:]
        for name in ["SSH_AUTH_SOCK", "HOME", "TERM"] { extra[name] = environment[name] }
        let answer: SSHKeygen.Answer
        if isatty(STDIN_FILENO) == 1 {
            let process = ToolProcess(
                path: tool.path,
                arguments: arguments,
                environment: SSHKeygen.environment.merging(extra) { $1 },
                keepsTerminal: true
            )
            let ended = try process.run()
            answer = SSHKeygen.Answer(
                status: Int(ended.status),
                out: ended.text,
                error: ended.errorText
            )
        } else {
            answer = try await tool.run(arguments, in: folder.path, extra: extra)
        }
        guard answer.status == 0, let armored = try? DurableFile.read(file + ".sig") else {
            let hint =
                isatty(STDIN_FILENO) == 1
                ? "" : " (no terminal to ask for a passphrase at; an ssh-agent holds the key open)"
            throw SigningRefused(
                reason: "the key '\(path)' cannot sign: \(answer.complaint)\(hint)"
            )
        }
        return String(decoding: armored, as: UTF8.self)
    }
}

/// Why somebody cannot sign; nothing was decided.
package struct SigningRefused: Error, Sendable, CustomStringConvertible {
    package let reason: String
    package var description: String { reason }

    package init(reason: String) { self.reason = reason }
}
